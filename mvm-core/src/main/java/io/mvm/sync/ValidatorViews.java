package io.mvm.sync;

import io.mvm.chain.AuraKey;
import io.mvm.chain.AuthoritySet;
import io.mvm.chain.SidechainKey;
import io.mvm.duty.Tally;
import io.mvm.epoch.SlotClock;
import io.mvm.store.ChainParameters;
import io.mvm.store.Identity;
import io.mvm.store.LastDuty;
import io.mvm.view.FindingView;
import io.mvm.view.OwnView;
import io.mvm.view.ValidatorView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The validators of one snapshot: everyone who owed a slot, has a seat or is ours, each once, whatever Aura keys it has had. Used on
 * the loop's thread.
 */
final class ValidatorViews {
    private final LiveSettings settings;
    private final Ledger ledger;
    private final IdentityBook book;
    private final AuthoritySet set;
    private final ChainParameters parameters;
    private final SnapshotMaker.Parts parts;
    private final long nowMs;
    /** By sidechain key, or by Aura key while that is not known. */
    private final Map<Object, Gathered> all = new LinkedHashMap<>();

    private final Map<AuraKey, Integer> next;
    private final boolean epochWhole;
    private final long topFirst;
    private final boolean gaps;

    /**
     * Gathers them.
     *
     * @param set who holds the seats now; null if unknown
     */
    ValidatorViews(
            LiveSettings settings,
            Ledger ledger,
            IdentityBook book,
            AuthoritySet set,
            ChainParameters parameters,
            SnapshotMaker.Parts parts,
            long nowMs) {
        this.settings = settings;
        this.ledger = ledger;
        this.book = book;
        this.set = set;
        this.parameters = parameters;
        this.parts = parts;
        this.nowMs = nowMs;
        this.next = book.nextSeats();
        this.epochWhole = epochIsWhole(ledger, parameters.slots().orElse(null));
        this.topFirst = ledger.top() == null ? 0 : ledger.top().first();
        this.gaps = ledger.runs().size() > 1 || topFirst > settings.firstWanted();
        gather();
    }

    private void gather() {
        Standings standings = ledger.standings();
        standings.totals().forEach((aura, tally) -> gathered(aura).add(aura, tally, standings));
        if (set != null) {
            set.seats().forEach(aura -> gathered(aura).seats++);
        }
        if (next != null) {
            next.forEach((aura, seats) -> gathered(aura).nextSeats += seats);
        }
        ledger.equivocations().authors().forEach(aura -> gathered(aura).keys.add(aura));
        book.known().forEach(this::known);
        parts.own().ours().forEach(this::known);
    }

    /** Ours first, then by key. */
    List<ValidatorView> all() {
        return all.values().stream()
                .map(Gathered::view)
                .sorted(Comparator.comparing((ValidatorView v) -> !v.ours()).thenComparing(ValidatorView::key))
                .toList();
    }

    private void known(SidechainKey key) {
        all.computeIfAbsent(key, k -> new Gathered(key, book.aura(key)));
    }

    private Gathered gathered(AuraKey aura) {
        Optional<SidechainKey> key = book.identity(aura);
        return all.computeIfAbsent(
                key.<Object>map(k -> k).orElse(aura),
                k -> new Gathered(key.orElse(null), key.map(book::aura).orElse(aura)));
    }

    /** Whether every block of the head's epoch is stored. */
    private static boolean epochIsWhole(Ledger ledger, SlotClock slots) {
        Ledger.Run top = ledger.top();
        if (top == null || slots == null || top.tip().slot() == null) {
            return false;
        }
        if (top.first() == 1) {
            return true;
        }
        Long firstSlot = ledger.firstSlotOfTop();
        return firstSlot != null
                && firstSlot < slots.firstSlotOf(slots.epochOf(top.tip().slot()));
    }

    /** One validator's numbers, summed over the Aura keys it has had. */
    private final class Gathered {
        private final SidechainKey key;
        private final AuraKey aura;
        private final Set<AuraKey> keys = new HashSet<>();
        private Tally total = Tally.NONE;
        private Tally epoch = Tally.NONE;
        private LastDuty last;
        private int seats;
        private int nextSeats;

        Gathered(SidechainKey key, AuraKey aura) {
            this.key = key;
            this.aura = aura;
            if (aura != null) {
                keys.add(aura);
            }
        }

        void add(AuraKey ofKey, Tally tally, Standings standings) {
            keys.add(ofKey);
            total = total.plus(tally);
            epoch = epoch.plus(standings.inEpoch(ofKey));
            LastDuty duty = standings.last(ofKey);
            if (last == null) {
                last = duty;
            } else if (duty.number() != null && (last.number() == null || duty.number() > last.number())) {
                last = duty;
            }
        }

        ValidatorView view() {
            Identity standing = key == null ? null : book.standing(key);
            String registration =
                    standing != null ? standing.registration() : key != null && book.candidatesKnown() ? "none" : null;
            // With a gap below, slots missed before the newest run are not known; a block within it settles the count.
            boolean consecutiveKnown = last != null && (!gaps || (last.number() != null && last.number() >= topFirst));
            boolean ours = key != null && parts.own().ours().contains(key);
            return new ValidatorView(
                    key == null ? "aura:" + aura.hex() : key.hex(),
                    aura == null ? null : aura.hex(),
                    key == null ? null : settings.labels().get(key),
                    ours,
                    registration,
                    total.produced(),
                    total.owed(),
                    total.missed(),
                    total.orphaned(),
                    epochWhole ? epoch.produced() : null,
                    epochWhole ? epoch.owed() : null,
                    epochWhole ? epoch.missed() : null,
                    consecutiveKnown ? last.missedSince() : null,
                    set == null ? null : seats,
                    next == null ? null : nextSeats,
                    registration == null
                            ? null
                            : registration.equals("permissioned") || registration.equals("registered"),
                    standing == null ? null : standing.stakeLovelace(),
                    last == null ? null : last.number(),
                    last == null ? null : last.timestampMs(),
                    parts.judge().view(keys),
                    ledger.equivocations().view(keys, parameters.slotDurationMs()),
                    ours ? own() : null);
        }

        private OwnView own() {
            String grandpa = parts.own().grandpaKey(key);
            List<FindingView> findings = new ArrayList<>(parts.own().findings(key));
            findings.addAll(parts.votes().findings(grandpa));
            findings.sort(Comparator.comparing(FindingView::level));
            return new OwnView(
                    parts.forecasts().view(keys, epochWhole ? epoch : null, nowMs),
                    parts.votes().votes(grandpa),
                    parts.own().keys(key),
                    parts.own().registration(key),
                    findings);
        }
    }
}
