package io.mvm.validator;

import io.mvm.chain.SidechainKey;
import io.mvm.validator.Candidate.Kind;
import io.mvm.validator.Finding.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A validator's standing among the candidates of the mainchain epoch in progress, and of the next ones. */
public final class Registration {
    private static final String GUIDE = "see 'mvm guide registration'";

    private final SidechainKey validator;
    private final Selection selection;
    private final List<Candidate> entries;
    private final List<Pending> pending = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private String status;

    /**
     * An entry in the list of a later epoch.
     *
     * @param mainchainEpoch that epoch
     * @param entry the entry
     */
    public record Pending(long mainchainEpoch, Candidate entry) {}

    Registration(SidechainKey validator, Set<SidechainKey> neighbours, Selection selection) {
        this.validator = validator;
        this.selection = selection;
        this.entries = selection.entries(validator);
        for (Candidates later : selection.ahead()) {
            Selection.entries(later, validator)
                    .forEach(entry -> pending.add(new Pending(later.mainchainEpoch(), entry)));
        }
        if (selection.now() == null) {
            add(
                    Level.UNKNOWN,
                    "registration_unknown",
                    "whether it is among the candidates is unknown: the node did not tell them",
                    "ask a node that offers systemParameters_getAriadneParameters");
        } else if (entries.isEmpty()) {
            absent(neighbours);
        } else if (entries.get(0).valid()) {
            valid();
        } else {
            invalid();
        }
    }

    /**
     * One word: {@code permissioned}, {@code registered}, {@code invalid}, {@code pending} (a valid entry in one of the next two
     * mainchain epochs, none now), {@code none}; null while candidates are unknown.
     */
    public String status() {
        return status;
    }

    /** All its entries in the epoch in progress, the valid ones first. */
    public List<Candidate> entries() {
        return entries;
    }

    /** Its entries in later epochs, as far as the node tells them. */
    public List<Pending> pending() {
        return List.copyOf(pending);
    }

    List<Finding> findings() {
        return findings;
    }

    /** Its part of the stake of all valid registered candidates, 0 to 1; null unless it is a valid registered one. */
    public Double stakeShare() {
        Map<String, Long> all = new HashMap<>();
        long own = 0;
        boolean registered = false;
        for (Candidate entry :
                selection.now() == null ? List.<Candidate>of() : selection.now().entries()) {
            if (!entry.valid() || entry.kind() != Kind.REGISTERED) {
                continue;
            }
            // A pool's stake is repeated at each of its entries.
            String place = entry.stakePool().orElse("") + entry.key().hex();
            boolean first = all.put(place, entry.stakeLovelace().orElse(0)) == null;
            if (entry.key().equals(validator)) {
                registered = true;
                own += first ? entry.stakeLovelace().orElse(0) : 0;
            }
        }
        double total = all.values().stream().mapToDouble(stake -> stake).sum();
        return registered && total > 0 ? own / total : null;
    }

    /** Seats that its stake gives on average; null unless it is a valid registered one and the D-parameter is known. */
    public Double expectedSeats() {
        Double share = stakeShare();
        return share == null || selection.seats() == null ? null : share * seatsFor(Kind.REGISTERED);
    }

    /** Seats that a kind of candidate shares: a group without valid candidates leaves its seats to the other. */
    private int seatsFor(Kind kind) {
        DParameter seats = selection.seats();
        int own = kind == Kind.REGISTERED ? seats.registeredSeats() : seats.permissionedSeats();
        boolean otherGroup =
                selection.now().entries().stream().anyMatch(entry -> entry.valid() && entry.kind() != kind);
        return otherGroup ? own : seats.permissionedSeats() + seats.registeredSeats();
    }

    private void absent(Set<SidechainKey> neighbours) {
        Pending soon = pending.stream()
                .filter(later -> later.entry().valid())
                .findFirst()
                .orElse(null);
        status = soon == null ? "none" : "pending";
        if (soon != null) {
            add(
                    Level.INFORMATION,
                    "registration_pending",
                    word(soon.entry()) + " from Cardano epoch " + soon.mainchainEpoch() + " on; the one in progress is "
                            + selection.now().mainchainEpoch(),
                    "");
            return;
        }
        if (!pending.isEmpty()) {
            Pending bad = pending.get(0);
            add(
                    Level.CRITICAL,
                    "registration_invalid",
                    "its registration, seen from Cardano epoch " + bad.mainchainEpoch() + " on, is invalid: "
                            + InvalidReason.words(bad.entry().invalidReasons()),
                    "register again; " + GUIDE);
            return;
        }
        if (neighbours.stream().anyMatch(other -> !selection.entries(other).isEmpty())) {
            add(
                    Level.INFORMATION,
                    "registration_leftover",
                    "not among the candidates, but another cross-chain key of the same keystore is: this one is probably"
                            + " left over",
                    "");
            return;
        }
        Integer seats = selection.seats(validator);
        String checked = selection.ahead().isEmpty()
                ? ""
                : ", nor of "
                        + String.join(
                                " or ",
                                selection.ahead().stream()
                                        .map(later -> Long.toString(later.mainchainEpoch()))
                                        .toList());
        add(
                Level.DEGRADED,
                "registration_none",
                "not among the candidates of Cardano epoch " + selection.now().mainchainEpoch() + checked
                        + (seats != null && seats > 0
                                ? ": it still holds " + seats + (seats == 1 ? " seat" : " seats")
                                        + ", and cannot be chosen again"
                                : ": it cannot be chosen into a committee"),
                "register it, or take it out of the configuration if it is not ours; " + GUIDE);
    }

    private void valid() {
        Candidate first = entries.get(0);
        status = first.kind() == Kind.PERMISSIONED ? "permissioned" : "registered";
        List<Candidate> valid = entries.stream().filter(Candidate::valid).toList();
        if (valid.size() > 1) {
            add(
                    Level.INFORMATION,
                    "entries_several",
                    valid.size() + " valid entries: "
                            + String.join(
                                    ", ", valid.stream().map(Registration::word).toList()),
                    "");
        }
        entries.stream()
                .filter(entry -> !entry.valid())
                .forEach(entry -> add(
                        Level.INFORMATION,
                        "entry_invalid_beside",
                        "beside its valid entry it has an invalid one, which changes nothing: "
                                + InvalidReason.words(entry.invalidReasons()),
                        ""));
        for (Candidates later : selection.ahead()) {
            List<Candidate> then = Selection.entries(later, validator);
            if (then.isEmpty() || !then.get(0).valid()) {
                add(
                        Level.DEGRADED,
                        "registration_ends",
                        "valid now, but " + (then.isEmpty() ? "gone" : "invalid") + " from Cardano epoch "
                                + later.mainchainEpoch() + " on"
                                + (then.isEmpty()
                                        ? ""
                                        : ": " + InvalidReason.words(then.get(0).invalidReasons())),
                        "register again if that is not meant; " + GUIDE);
                break;
            }
        }
        changeAhead(first);
        if (selection.seats() != null && valid.stream().allMatch(entry -> seatsFor(entry.kind()) == 0)) {
            add(
                    Level.INFORMATION,
                    "no_seats",
                    "valid, but the D-parameter gives " + status + " candidates no seats",
                    "");
        }
    }

    /** A change of keys that is on its way: the new ones must be there in time, the old ones until then. */
    private void changeAhead(Candidate first) {
        for (Pending later : pending) {
            if (later.entry().valid() && later.entry().kind() == first.kind()) {
                if (!later.entry().aura().equals(first.aura())
                        || !later.entry().grandpa().equals(first.grandpa())) {
                    add(
                            Level.INFORMATION,
                            "keys_change",
                            "registered with other keys from Cardano epoch " + later.mainchainEpoch()
                                    + " on; both the old and the new ones are needed around that time",
                            "");
                    return;
                }
            }
        }
    }

    private void invalid() {
        status = "invalid";
        Candidate first = entries.get(0);
        boolean passes = entries.stream().allMatch(entry -> InvalidReason.passes(entry.invalidReasons()));
        String soon = pending.stream()
                .filter(later -> later.entry().valid())
                .findFirst()
                .map(later -> "; valid from Cardano epoch " + later.mainchainEpoch() + " on")
                .orElse("");
        Stream<String> reasons = entries.stream()
                .map(entry -> InvalidReason.words(entry.invalidReasons()))
                .distinct();
        String kind = first.kind() == Kind.PERMISSIONED
                ? "on the permissioned list, but invalid: "
                : "registered, but invalid: ";
        add(
                passes || !soon.isEmpty() ? Level.DEGRADED : Level.CRITICAL,
                passes ? "registration_waits" : "registration_invalid",
                kind + String.join("; ", reasons.toList()) + soon,
                (passes || !soon.isEmpty() ? "wait; if it lasts, " : "register again, or mend the pool; ") + GUIDE);
    }

    private static String word(Candidate entry) {
        return entry.kind() == Kind.PERMISSIONED
                ? "permissioned"
                : "registered"
                        + entry.stakePool()
                                .map(pool -> " by pool " + Finding.brief(pool))
                                .orElse("");
    }

    private void add(Level level, String code, String text, String advice) {
        findings.add(new Finding(level, Finding.REGISTRATION, code, text, advice));
    }
}
