package io.mvm.cli;

import io.mvm.chain.SidechainKey;
import io.mvm.store.StatusChange;
import io.mvm.validator.Candidate;
import io.mvm.validator.DParameter;
import io.mvm.validator.Finding;
import io.mvm.validator.InvalidReason;
import io.mvm.validator.KeyFact;
import io.mvm.validator.KeyType;
import io.mvm.validator.LocalKeys;
import io.mvm.validator.OwnStanding;
import io.mvm.validator.Registration;
import io.mvm.validator.Selection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How our validators stand, in words for people and values for programs. */
final class KeysText {
    private static final int WIDTH = 80;
    private static final int INDENT = 16;

    private final OwnReading reading;
    private final Health health;
    private final Map<SidechainKey, List<StatusChange>> changes;
    private final Marks marks;
    private final Clock clock;

    KeysText(
            OwnReading reading,
            Health health,
            Map<SidechainKey, List<StatusChange>> changes,
            Marks marks,
            Clock clock) {
        this.reading = reading;
        this.health = health;
        this.changes = changes;
        this.marks = marks;
        this.clock = clock;
    }

    // --- for people

    void print(Output output) {
        output.line(style(health.level()).apply(StatusText.word(health.level()), output.color()) + "  "
                + Text.time(clock.millis())
                + (reading.active() == null ? "" : "  " + reading.active()));
        general(output);
        for (OwnReading.Own own : reading.validators()) {
            output.line("");
            output.line(Style.BOLD.apply(own.label() == null ? "Validator" : own.label(), output.color()));
            output.line("  " + own.key().hex());
            table(output, own);
            registration(output, own);
            seats(output, own);
            findings(output, own);
            changed(output, own);
        }
    }

    private static Style style(Health.Level level) {
        return level.style();
    }

    /** What concerns no single validator. */
    private void general(Output output) {
        List<String> ofOne = new ArrayList<>();
        reading.validators().forEach(own -> own.findings().forEach(finding -> ofOne.add(finding.text())));
        health.findings().stream()
                .filter(finding ->
                        ofOne.stream().noneMatch(text -> finding.text().endsWith(text)))
                .forEach(finding -> finding(output, finding.level(), finding.text(), ""));
    }

    private void table(Output output, OwnReading.Own own) {
        output.table(columns(own), own.standing().keys());
    }

    private List<Column<KeyFact>> columns(OwnReading.Own own) {
        return List.of(
                Column.text(
                        "type", "KEY", key -> key.type().id(), key -> key.type().id()),
                Column.<KeyFact>text("local", "LOCAL", KeyFact::inKeystore, key -> local(own, key))
                        .styled(key -> styleOf(key.inKeystore(), local(own, key))),
                Column.<KeyFact>text(
                                "registered", "REGISTERED", KeyFact::matchesRegistration, key -> registered(own, key))
                        .styled(key -> styleOf(key.matchesRegistration(), registered(own, key))),
                Column.<KeyFact>text("in_node", "IN NODE", KeyFact::loadedInNode, key -> marks.of(key.loadedInNode()))
                        .styled(key -> styleOf(key.loadedInNode(), "")),
                Column.<KeyFact>text("in_set", "IN AUTHORITY SET", KeyFact::inAuthorities, this::inSet)
                        .styled(key -> inSetStyle(own, key)),
                Column.text("key", "THE CHAIN KNOWS", KeyFact::registered, key -> Text.shortHex(key.registered())));
    }

    private static Style styleOf(Boolean value, String text) {
        return value == null && text.equals(Text.UNKNOWN) ? Style.PLAIN : Marks.style(value);
    }

    /** Not to be in the set is bad only for one that holds a seat. */
    private static Style inSetStyle(OwnReading.Own own, KeyFact key) {
        Integer seats = own.standing().seats();
        boolean bad = Boolean.FALSE.equals(key.inAuthorities()) && seats != null && seats > 0;
        return bad ? Style.BAD : Boolean.TRUE.equals(key.inAuthorities()) ? Style.GOOD : Style.PLAIN;
    }

    private String local(OwnReading.Own own, KeyFact key) {
        if (key.inKeystore() != null || key.registered() != null) {
            return marks.of(key.inKeystore());
        }
        List<LocalKeys> sources =
                reading.own().of(own.key()).stream().filter(LocalKeys::readable).toList();
        long held = sources.stream()
                .mapToLong(source -> source.of(key.type()).size())
                .sum();
        return sources.isEmpty() ? marks.of(null) : held + " here";
    }

    private String registered(OwnReading.Own own, KeyFact key) {
        String status = own.standing().registration().status();
        boolean none = status != null && !status.equals("registered") && !status.equals("permissioned");
        return key.matchesRegistration() == null && none ? Text.UNKNOWN : marks.of(key.matchesRegistration());
    }

    private String inSet(KeyFact key) {
        return key.type() == KeyType.CROSS_CHAIN || key.type() == KeyType.BABE
                ? Text.UNKNOWN
                : marks.of(key.inAuthorities());
    }

    private void registration(Output output, OwnReading.Own own) {
        Registration registration = own.standing().registration();
        Selection selection = reading.selection();
        String epoch = selection.now() == null
                ? ""
                : " in Cardano epoch " + selection.now().mainchainEpoch();
        line(output, "registration", registration.status() == null ? "unknown" : registration.status() + epoch);
        for (Candidate entry : registration.entries()) {
            line(output, "entry", entry(entry));
        }
        List<String> now = registration.entries().stream().map(KeysText::entry).toList();
        for (Registration.Pending pending : registration.pending()) {
            if (now.contains(entry(pending.entry()))) {
                continue;
            }
            line(output, "epoch " + pending.mainchainEpoch(), entry(pending.entry()));
        }
        if (registration.stakeShare() != null) {
            line(
                    output,
                    "stake share",
                    String.format(Locale.ROOT, "%.2f%%", 100 * registration.stakeShare())
                            + " of the stake of all valid registered candidates");
        }
    }

    private static String entry(Candidate entry) {
        String kind = entry.kind() == Candidate.Kind.PERMISSIONED ? "permissioned" : "registered";
        String stake = entry.stakeLovelace().isPresent()
                ? ", stake " + Text.number(entry.stakeLovelace().getAsLong() / 1_000_000) + " ADA"
                : "";
        return kind + ", " + (entry.valid() ? "valid" : "invalid: " + InvalidReason.words(entry.invalidReasons()))
                + stake;
    }

    private void seats(Output output, OwnReading.Own own) {
        OwnStanding standing = own.standing();
        DParameter parameter = reading.selection().seats();
        Integer size = reading.selection().set() == null
                ? null
                : reading.selection().set().size();
        line(
                output,
                "seats",
                (standing.seats() == null
                                ? "unknown"
                                : standing.seats() + (size == null ? "" : " of " + Text.number(size)))
                        + " now, "
                        + (own.nextSeats() == null ? "next not known yet" : own.nextSeats() + " next")
                        + (standing.registration().expectedSeats() == null
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        ", %.2f by stake on average",
                                        standing.registration().expectedSeats())));
        if (parameter != null) {
            line(
                    output,
                    "D-parameter",
                    parameter.permissionedSeats() + " permissioned, " + parameter.registeredSeats()
                            + " registered seats");
        }
    }

    private void findings(Output output, OwnReading.Own own) {
        for (Finding finding : own.standing().findings()) {
            finding(output, Health.Level.valueOf(finding.level().name()), finding.text(), advice(finding));
        }
    }

    private static String advice(Finding finding) {
        if (finding.advice().isEmpty()) {
            return "";
        }
        String guide = "see 'mvm guide " + finding.subject() + "'";
        return finding.advice() + (finding.advice().contains(guide) ? "" : "; " + guide);
    }

    private static void finding(Output output, Health.Level level, String text, String advice) {
        boolean information = level == Health.Level.INFORMATION;
        String mark = information ? "  - " : "  ! ";
        String before = mark;
        String said = information ? text : StatusText.word(level) + ": " + text;
        for (String line : Text.wrapped(said, WIDTH - mark.length())) {
            output.line(style(level).apply(before + line, output.color()));
            before = " ".repeat(mark.length());
        }
        if (!advice.isEmpty()) {
            before = "    -> ";
            for (String line : Text.wrapped(advice, WIDTH - before.length())) {
                output.line(before + line);
                before = "       ";
            }
        }
    }

    private void changed(Output output, OwnReading.Own own) {
        for (StatusChange change : changes.getOrDefault(own.key(), List.of())) {
            line(
                    output,
                    "changed",
                    Text.time(change.atMs()) + "  " + change.what().replace('_', ' ') + " "
                            + (change.before() == null ? "" : change.before() + " -> ") + change.after());
        }
    }

    private static void line(Output output, String label, String text) {
        String before = Style.DIM.apply(String.format(Locale.ROOT, "  %-14s", label), output.color());
        for (String part : Text.wrapped(text, WIDTH - INDENT)) {
            output.line(before + part);
            before = " ".repeat(INDENT);
        }
    }

    // --- for programs

    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("health", StatusText.word(health.level()));
        values.put(
                "findings",
                health.findings().stream()
                        .map(finding -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("level", StatusText.word(finding.level()));
                            one.put("text", finding.text());
                            one.put("guide", finding.guide());
                            return one;
                        })
                        .toList());
        values.put("checked_at_ms", clock.millis());
        values.put("endpoint", reading.active());
        Selection selection = reading.selection();
        values.put(
                "mainchain_epoch",
                selection.now() == null ? null : selection.now().mainchainEpoch());
        values.put(
                "permissioned_parameter",
                selection.seats() == null ? null : selection.seats().permissionedSeats());
        values.put(
                "registered_parameter",
                selection.seats() == null ? null : selection.seats().registeredSeats());
        values.put(
                "committee_size",
                selection.set() == null ? null : selection.set().size());
        values.put("validators", reading.validators().stream().map(this::values).toList());
        values.put("sources", KeysShowCommand.sources(reading.own()));
        return values;
    }

    private Map<String, Object> values(OwnReading.Own own) {
        OwnStanding standing = own.standing();
        Registration registration = standing.registration();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("validator", own.key().hex());
        values.put("label", own.label());
        values.put("registration", registration.status());
        values.put("seats", standing.seats());
        values.put("next_seats", own.nextSeats());
        values.put("stake_share", registration.stakeShare());
        values.put("expected_seats", registration.expectedSeats());
        values.put("keys", standing.keys().stream().map(KeysText::values).toList());
        Long epoch = reading.selection().now() == null
                ? null
                : reading.selection().now().mainchainEpoch();
        values.put(
                "entries",
                registration.entries().stream()
                        .map(entry -> values(epoch, entry))
                        .toList());
        values.put(
                "pending",
                registration.pending().stream()
                        .map(pending -> values(pending.mainchainEpoch(), pending.entry()))
                        .toList());
        values.put(
                "findings",
                standing.findings().stream()
                        .map(finding -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("level", finding.level().name().toLowerCase(Locale.ROOT));
                            one.put("subject", finding.subject());
                            one.put("code", finding.code());
                            one.put("text", finding.text());
                            one.put("advice", finding.advice().isEmpty() ? null : finding.advice());
                            return one;
                        })
                        .toList());
        values.put(
                "changes",
                changes.getOrDefault(own.key(), List.of()).stream()
                        .map(change -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("at_ms", change.atMs());
                            one.put("what", change.what());
                            one.put("before", change.before());
                            one.put("after", change.after());
                            return one;
                        })
                        .toList());
        return values;
    }

    private static Map<String, Object> values(KeyFact key) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("type", key.type().id());
        one.put("registered", key.registered());
        one.put("in_keystore", key.inKeystore());
        one.put("matches_registration", key.matchesRegistration());
        one.put("loaded_in_node", key.loadedInNode());
        one.put("in_authorities", key.inAuthorities());
        return one;
    }

    private static Map<String, Object> values(Long epoch, Candidate entry) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("mainchain_epoch", epoch);
        one.put("kind", entry.kind().name().toLowerCase(Locale.ROOT));
        one.put("valid", entry.valid());
        one.put("reasons", entry.invalidReasons());
        one.put("reasons_text", entry.valid() ? null : InvalidReason.words(entry.invalidReasons()));
        one.put(
                "stake_lovelace",
                entry.stakeLovelace().isPresent() ? entry.stakeLovelace().getAsLong() : null);
        one.put("aura_key", entry.aura().map(Object::toString).orElse(null));
        one.put("grandpa_key", entry.grandpa().orElse(null));
        one.put("babe_key", entry.babe().orElse(null));
        one.put("stake_pool", entry.stakePool().orElse(null));
        return one;
    }
}
