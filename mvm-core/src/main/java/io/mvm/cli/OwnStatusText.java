package io.mvm.cli;

import io.mvm.duty.Cause;
import io.mvm.duty.DutyPlan;
import io.mvm.duty.Judged;
import io.mvm.duty.SlotAhead;
import io.mvm.duty.Tally;
import io.mvm.duty.Window;
import io.mvm.store.EquivocationCount;
import io.mvm.validator.KeyFact;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One validator of ours in {@code mvm status}, in words and values; with an explanation if it is wanted. */
final class OwnStatusText {
    private final Clock clock;
    private final boolean explain;

    OwnStatusText(Clock clock, boolean explain) {
        this.clock = clock;
        this.explain = explain;
    }

    /** One validator of ours. */
    Facts facts(OwnStatus own) {
        Facts facts = new Facts()
                .group(
                        own.label() == null
                                ? own.name()
                                : own.label() + "  " + Text.shortHex(own.key().hex()))
                .data("validator", own.key().hex())
                .data("label", own.label())
                .fact("registration", "registration", own.registration(), registration(own))
                .fact("seats", "seats", own.seats(), seats(own))
                .data("committee_size", own.committeeSize())
                .data("next_seats", own.nextSeats());
        keys(facts, own);
        ahead(facts, own);
        slots(facts, own);
        facts.fact("vote", "votes", own.vote().name().toLowerCase(Locale.ROOT), vote(own))
                .data(
                        "findings",
                        own.findings().stream().map(StatusText::values).toList());
        if (explain) {
            facts.note(
                    "Seats decide how many slots it owes; none is no fault of yours (mvm guide registration). Every key the"
                            + " chain knows should be right: with a wrong Aura key a node runs and authors nothing (mvm guide"
                            + " keys). Restart it in the quiet stretch (mvm guide restart). Judged misses count once final:"
                            + " 'alone' and 'node' are yours to look into (mvm guide not-producing), 'network' is not.");
        }
        return facts;
    }

    private static String registration(OwnStatus own) {
        return own.registration() == null ? Text.UNKNOWN : own.registration();
    }

    private static String seats(OwnStatus own) {
        String now = own.seats() == null
                ? "unknown"
                : Text.number(own.seats())
                        + (own.committeeSize() == null ? "" : " of " + Text.number(own.committeeSize()));
        return now + " now, "
                + (own.nextSeats() == null ? "next not known yet" : Text.number(own.nextSeats()) + " next");
    }

    private static void keys(Facts facts, OwnStatus own) {
        List<String> words = new ArrayList<>();
        List<Map<String, Object>> values = new ArrayList<>();
        boolean wrong = false;
        for (KeyFact key : own.keys()) {
            Boolean right = OwnStatus.right(key);
            wrong |= Boolean.FALSE.equals(right);
            words.add(key.type().id() + " " + (right == null ? "unknown" : right ? "right" : "WRONG"));
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("type", key.type().id());
            one.put("key", key.registered());
            one.put("in_keystore", key.inKeystore());
            one.put("matches_registration", key.matchesRegistration());
            one.put("loaded_in_node", key.loadedInNode());
            one.put("in_authorities", key.inAuthorities());
            values.add(one);
        }
        facts.fact(
                "keys",
                "keys",
                values,
                words.isEmpty() ? "unknown" : String.join(", ", words),
                wrong ? Style.BAD : Style.PLAIN);
    }

    private void ahead(Facts facts, OwnStatus own) {
        DutyPlan plan = own.plan();
        SlotAhead next = plan == null ? null : plan.next().orElse(null);
        Window quiet = plan == null ? null : plan.longestGap().orElse(null);
        Long nextMs = own.nextSlotMs();
        facts.data("slots_ahead", plan == null ? null : plan.slots().size())
                .data("known_until_ms", plan == null ? null : plan.knownUntilMs())
                .data("next_slot_ms", nextMs)
                .data("quiet_from_ms", quiet == null ? null : quiet.fromMs())
                .data("quiet_ms", quiet == null ? null : quiet.length().toMillis());
        facts.fact(
                "next_slot",
                "next slot",
                next == null ? null : next.slot(),
                plan == null
                        ? "not known yet"
                        : next == null
                                ? "none until " + Text.time(plan.knownUntilMs())
                                : inSpan(nextMs) + ", at " + Text.time(nextMs));
        if (quiet != null) {
            facts.line(
                    "quiet stretch",
                    Text.duration(quiet.length()) + " from "
                            + (quiet.fromMs() <= clock.millis() ? "now" : Text.time(quiet.fromMs())));
        }
    }

    private String inSpan(long ms) {
        long left = ms - clock.millis();
        return left <= 0 ? "now" : "in " + Text.duration(Duration.ofMillis(left));
    }

    private static void slots(Facts facts, OwnStatus own) {
        DatabaseReading.Own stored = own.stored();
        if (stored != null) {
            Tally tally = stored.totals().tally();
            facts.line(
                    "slots",
                    Text.number(tally.owed()) + " owed, " + Text.number(tally.produced()) + " made, "
                            + Text.number(tally.missed()) + " missed, " + Text.number(tally.orphaned()) + " lost ("
                            + QueryValidatorsCommand.rate(tally) + ")");
            twice(facts, stored);
        }
        Judged recent = stored == null ? null : stored.recent();
        Map<String, Object> causes = new LinkedHashMap<>();
        List<String> words = new ArrayList<>();
        if (recent != null) {
            for (Cause cause : Cause.values()) {
                causes.put(cause.word(), recent.of(cause));
                if (recent.of(cause) > 0) {
                    words.add(Text.number(recent.of(cause)) + " " + cause.word());
                }
            }
        }
        Map<String, Object> newest = new LinkedHashMap<>();
        newest.put("epochs", DatabaseReading.RECENT_EPOCHS);
        newest.put("owed", recent == null ? null : recent.owed());
        newest.put("missed", causes);
        facts.fact(
                        "judged_newest_epochs",
                        "judged",
                        recent == null ? null : newest,
                        recent == null
                                ? "nothing judged yet"
                                : Text.number(recent.owed()) + " in the last "
                                        + Text.count(DatabaseReading.RECENT_EPOCHS, "epoch") + ": "
                                        + (words.isEmpty() ? "all made" : String.join(", ", words)))
                .data("consecutive_missed", stored == null ? null : stored.missedInARow());
    }

    /** Slots for which it signed several blocks: said only where there are any. */
    private static void twice(Facts facts, DatabaseReading.Own stored) {
        EquivocationCount twice = stored.totals().equivocations();
        if (twice.slots() == 0) {
            facts.data("equivocations", 0);
        } else {
            facts.fact(
                    "equivocations",
                    "equivocations",
                    twice.slots(),
                    Text.number(twice.slots()) + ", the last in slot " + Text.number(twice.lastSlot())
                            + (stored.equivocationMs() == null ? "" : " at " + Text.time(stored.equivocationMs())),
                    Style.BAD);
        }
        facts.data("last_equivocation_slot", twice.lastSlot()).data("last_equivocation_ms", stored.equivocationMs());
    }

    private static String vote(OwnStatus own) {
        return switch (own.vote()) {
            case VOTING -> "seen in completed rounds";
            case SILENT -> "none in the last completed rounds";
            case NOT_IN_SET -> "not a voter now";
            case UNKNOWN -> "unknown";
        };
    }
}
