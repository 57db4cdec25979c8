package io.mvm.cli;

import io.mvm.chain.AuraKey;
import io.mvm.duty.DutyPlan;
import io.mvm.duty.Forecast;
import io.mvm.duty.SlotAhead;
import io.mvm.duty.Window;
import io.mvm.epoch.SlotClock;
import io.mvm.store.ScheduleAudit;
import io.mvm.store.ScheduleMismatch;
import io.mvm.sync.NodeForecast;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code mvm schedule} says of a reading: lines for people, or one document for programs. */
final class ScheduleText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /** What is left of 80 beside the labels. */
    private static final int COLUMNS = 62;

    private final ScheduleReading reading;
    private final NodeForecast node;
    private final ValidatorNames names;
    private final Duration shortest;
    private final long limit;

    ScheduleText(ScheduleReading reading, ValidatorNames names, Duration shortest, long limit) {
        this.reading = reading;
        this.node = reading.node();
        this.names = names;
        this.shortest = shortest;
        this.limit = limit;
    }

    void print(Output output) {
        output.line("Schedule at " + Text.time(reading.nowMs()) + "  head "
                + Text.number(node.head().number())
                + (node.headSlot() == null ? "" : ", slot " + Text.number(node.headSlot())));
        for (ScheduleReading.Own own : reading.own()) {
            output.line("");
            validator(output, own);
        }
        if (reading.known()) {
            output.line("");
            windows(output);
        }
        output.line("");
        knowledge(output);
    }

    private void validator(Output output, ScheduleReading.Own own) {
        output.line(Style.BOLD.apply(names.shown(own.key(), own.key().hex()), output.color()) + seats(own));
        DutyPlan plan = own.plan();
        if (plan == null) {
            output.line("  not known yet");
            return;
        }
        if (plan.slots().isEmpty()) {
            output.line("  owes no slot until " + until(plan));
            return;
        }
        output.table(columns(), plan.slots().stream().limit(limit).toList());
        long more = plan.slots().size() - limit;
        if (more > 0) {
            output.line("  and " + Text.number(more) + " more until " + until(plan));
        }
        if (plan.slots().stream().limit(limit).anyMatch(SlotAhead::atBoundary)) {
            output.line("  * stays with the old committee if slots at the boundary are missed");
        }
        plan.longestGap().ifPresent(gap -> output.line("  longest gap: " + stretch(gap, " to ", plan)));
    }

    private void windows(Output output) {
        DutyPlan all = reading.all();
        output.line(Style.BOLD.apply(
                "Free of duty for " + Text.duration(shortest) + " or more"
                        + (reading.own().size() > 1 ? ", all of ours together" : ""),
                output.color()));
        List<Window> windows = all.windows(shortest);
        windows.stream()
                .limit(limit)
                .forEach(window -> output.line(
                        "  restart between " + Style.GOOD.apply(stretch(window, " and ", all), output.color())));
        if (windows.size() > limit) {
            output.line("  and " + Text.count(windows.size() - limit, "window") + " more until " + until(all));
        }
        if (reading.own().size() > 1 && !windows.isEmpty()) {
            all.longestGap().ifPresent(gap -> output.line("  longest gap: " + stretch(gap, " to ", all)));
        }
        if (windows.isEmpty()) {
            output.line("  none until " + until(all)
                    + all.longestGap()
                            .map(gap -> "; the longest gap is " + stretch(gap, " to ", all))
                            .orElse(""));
        }
    }

    private void knowledge(Output output) {
        Facts facts = new Facts().group("What is known");
        Forecast forecast = node.forecast();
        if (reading.known()) {
            facts.line(
                    "slots",
                    "until " + until(reading.all()) + ", "
                            + inSpan(reading.all().knownUntilMs()));
            facts.line("next committee", next(forecast));
            facts.line("not known yet", notYet(forecast));
        } else {
            facts.line("slots", "nothing ahead can be known");
            if (forecast != null) {
                facts.line(
                        "because",
                        "what the head tells ends at " + time(end(forecast)) + " UTC; is the chain standing?");
            }
        }
        if (node.unknown() != null) {
            told(facts, "because", node.unknown());
        }
        ScheduleAudit.Count audited = reading.audited();
        if (audited != null) {
            int mismatches = reading.mismatches().size();
            facts.line(
                    "forecast audit",
                    audited.audited() == 0 && mismatches == 0
                            ? "no slot of ours has been compared with its forecast yet"
                            : Text.number(mismatches) + " of " + Text.count(audited.audited(), "slot")
                                    + " of ours came otherwise than forecast");
            reading.mismatches().stream()
                    .limit(3)
                    .forEach(found -> facts.line(
                            "",
                            "slot " + Text.number(found.slot()) + ": forecast for "
                                    + Text.shortHex(found.forecast().hex()) + ", was "
                                    + Text.shortHex(found.actual().hex()) + "'s"));
        } else {
            told(
                    facts,
                    "forecast audit",
                    reading.complaint() == null ? "no database; 'mvm sync' keeps one" : reading.complaint());
        }
        facts.print(output);
    }

    /** Over several lines if it is long. */
    private static void told(Facts facts, String label, String text) {
        StringBuilder line = new StringBuilder();
        String heading = label;
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > COLUMNS) {
                facts.line(heading, line.toString());
                heading = "";
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        facts.line(heading, line.toString());
    }

    private String next(Forecast forecast) {
        if (!node.nextChosen()) {
            return "not chosen; usually chosen in the first blocks of an epoch";
        }
        return forecast.next().isEmpty()
                ? "chosen, but not when it takes over"
                : "chosen; takes over " + Text.count(forecast.delay(), "block") + " after "
                        + time(node.slots().startOf(forecast.boundary())) + " UTC";
    }

    /** What lies after the end of what is known, and when it will be. */
    private String notYet(Forecast forecast) {
        String from = "slots from " + time(end(forecast)) + " UTC on";
        if (forecast.next().isPresent()) {
            // The committee after the next is chosen once the next one is in force.
            long boundary = node.slots().startOf(forecast.boundary());
            return from + "; they will be soon after " + time(boundary);
        }
        return from + (node.nextChosen() ? "" : "; they will be once it is chosen");
    }

    private List<Column<SlotAhead>> columns() {
        SlotClock slots = node.slots();
        return List.of(
                Column.text(
                        "timestamp_ms",
                        "TIME (UTC)",
                        owed -> slots.startOf(owed.slot()),
                        owed -> time(slots.startOf(owed.slot()))),
                Column.text("in", "IN", owed -> null, owed -> inSpan(slots.startOf(owed.slot()))),
                Column.number("slot", "SLOT", SlotAhead::slot),
                Column.number("seat", "SEAT", owed -> owed.seat().index()),
                Column.text(
                        "committee",
                        "COMMITTEE",
                        ScheduleText::committee,
                        owed -> committee(owed) + (owed.atBoundary() ? "*" : "")));
    }

    private static String committee(SlotAhead owed) {
        return owed.next() ? "next" : "current";
    }

    private static String seats(ScheduleReading.Own own) {
        if (own.seats() == null) {
            return "";
        }
        return "  " + Text.count(own.seats(), "seat") + " now, "
                + (own.nextSeats() == null
                        ? "the next committee is not known"
                        : Text.number(own.nextSeats()) + " next");
    }

    /** From, to and length; "now" where it has begun, "or more" where what is known ends before it does. */
    private String stretch(Window window, String to, DutyPlan plan) {
        return (window.fromMs() <= reading.nowMs() ? "now" : time(window.fromMs())) + to + time(window.untilMs())
                + " UTC, " + Text.duration(window.length())
                + (window.untilMs() == plan.knownUntilMs() ? " or more" : "");
    }

    private String until(DutyPlan plan) {
        return time(plan.knownUntilMs()) + " UTC";
    }

    private String inSpan(long ms) {
        return ms <= reading.nowMs() ? "now" : "in " + Text.duration(Duration.ofMillis(ms - reading.nowMs()));
    }

    private long end(Forecast forecast) {
        return node.slots().startOf(forecast.end() + 1);
    }

    /** With its day if that is not today, all by UTC. */
    private String time(long ms) {
        LocalDateTime at = LocalDateTime.ofInstant(Instant.ofEpochMilli(ms), ZoneOffset.UTC);
        LocalDateTime now = LocalDateTime.ofInstant(Instant.ofEpochMilli(reading.nowMs()), ZoneOffset.UTC);
        return (at.toLocalDate().equals(now.toLocalDate()) ? TIME : DAY_AND_TIME).format(at);
    }

    /** For {@code --json}: everything; times in Unix milliseconds, null if unknown. */
    Map<String, Object> values() {
        Forecast forecast = node.forecast();
        DutyPlan all = reading.all();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("checked_at_ms", reading.nowMs());
        values.put("head", node.head().number());
        values.put("head_hash", node.head().hash());
        values.put("head_slot", node.headSlot());
        values.put(
                "slot_duration_ms", node.slots() == null ? null : node.slots().slotDurationMs());
        values.put("slots_per_epoch", node.slots() == null ? null : node.slots().slotsPerEpoch());
        values.put("spec_version", node.specVersion());
        values.put("committee_epoch", node.committeeEpoch());
        values.put("next_committee_chosen", node.committeeEpoch() == null ? null : node.nextChosen());
        values.put("boundary_slot", forecast == null ? null : forecast.boundary());
        values.put("activation_blocks", forecast == null || forecast.next().isEmpty() ? null : forecast.delay());
        values.put("known", reading.known());
        values.put("known_until_slot", forecast == null ? null : forecast.end());
        values.put("known_until_ms", forecast == null ? null : end(forecast));
        values.put("unknown_because", node.unknown());
        values.put("validators", reading.own().stream().map(this::values).toList());
        values.put("window_ms", shortest.toMillis());
        values.put(
                "longest_gap",
                all == null ? null : all.longestGap().map(ScheduleText::values).orElse(null));
        values.put(
                "windows",
                all == null
                        ? null
                        : all.windows(shortest).stream()
                                .limit(limit)
                                .map(ScheduleText::values)
                                .toList());
        values.put("audit", audit());
        values.put("complaint", reading.complaint());
        return values;
    }

    private Map<String, Object> values(ScheduleReading.Own own) {
        DutyPlan plan = own.plan();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("validator", own.key());
        values.put("label", names.label(own.key()));
        values.put(
                "aura_keys", own.auraKeys().stream().map(AuraKey::hex).sorted().toList());
        values.put("seats", own.seats());
        values.put("next_seats", own.nextSeats());
        values.put("slots_ahead", plan == null ? null : plan.slots().size());
        values.put(
                "longest_gap",
                plan == null
                        ? null
                        : plan.longestGap().map(ScheduleText::values).orElse(null));
        List<Map<String, Object>> slots = new ArrayList<>();
        if (plan != null) {
            plan.slots().stream().limit(limit).forEach(owed -> {
                Map<String, Object> slot = new LinkedHashMap<>();
                slot.put("slot", owed.slot());
                slot.put("timestamp_ms", node.slots().startOf(owed.slot()));
                slot.put("seat", owed.seat().index());
                slot.put("aura_key", owed.seat().key());
                slot.put("committee", committee(owed));
                slot.put("firm", owed.firm());
                slot.put("at_boundary", owed.atBoundary());
                slots.add(slot);
            });
        }
        values.put("slots", plan == null ? null : slots);
        values.put(
                "audited",
                reading.audit() == null
                        ? null
                        : reading.audit().count(own.auraKeys()).audited());
        values.put(
                "mismatches",
                reading.audit() == null
                        ? null
                        : reading.audit().mismatches(own.auraKeys()).size());
        return values;
    }

    private static Map<String, Object> values(Window window) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("from_ms", window.fromMs());
        values.put("until_ms", window.untilMs());
        values.put("length_ms", window.length().toMillis());
        return values;
    }

    private Map<String, Object> audit() {
        if (reading.audit() == null) {
            return null;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("audited", reading.audited().audited());
        values.put("unaudited", reading.audited().unaudited());
        values.put("mismatches", reading.mismatches().size());
        values.put(
                "slots",
                reading.mismatches().stream()
                        .limit(limit)
                        .map(ScheduleText::values)
                        .toList());
        return values;
    }

    private static Map<String, Object> values(ScheduleMismatch found) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("slot", found.slot());
        values.put("forecast_aura_key", found.forecast());
        values.put("actual_aura_key", found.actual());
        values.put("forecast_at_ms", found.forecastAtMs());
        return values;
    }
}
