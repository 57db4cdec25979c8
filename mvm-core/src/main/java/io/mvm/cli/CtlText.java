package io.mvm.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;

/** What a daemon has answered, for people. */
final class CtlText {
    private CtlText() {}

    /** Milliseconds with as many digits as tell something. */
    static String ms(double seconds) {
        double ms = seconds * 1e3;
        return String.format(Locale.ROOT, ms < 10 ? "%.2f ms" : ms < 100 ? "%.1f ms" : "%,.0f ms", ms);
    }

    static String ping(long pid, LongSummaryStatistics nanos) {
        String who = "process " + pid + " answers";
        return nanos.getCount() == 1
                ? who + " in " + ms(nanos.getMin() / 1e9)
                : who + ": min " + ms(nanos.getMin() / 1e9) + ", avg " + ms(nanos.getAverage() / 1e9) + ", max "
                        + ms(nanos.getMax() / 1e9) + " of " + Text.count(nanos.getCount(), "ping");
    }

    static void reloaded(JsonNode data, boolean done, Output output) {
        String file = data.path("file").asText("");
        String grade = data.path("grade").asText(Text.UNKNOWN);
        String total = ms(data.path("total_seconds").asDouble());
        Facts facts = new Facts()
                .group((done ? "Reloaded " : "Valid: ")
                        + (data.path("file").isTextual() ? file : "the configuration, which has no file"));
        data.path("included").forEach(included -> facts.line("included", included.asText(), Style.PLAIN));
        keys(facts, done ? "in force now" : "would change", data.path("applied"), "nothing", Style.GOOD);
        keys(facts, "needs a restart", data.path("need_restart"), "nothing", Style.WARNING);
        data.path("warnings").forEach(warning -> facts.line("warning", warning.asText(), Style.WARNING));
        facts.line(
                "took",
                total + ", grade " + grade + " (load "
                        + ms(data.path("load_seconds").asDouble()) + ", validate "
                        + ms(data.path("validate_seconds").asDouble()) + ", swap "
                        + ms(data.path("swap_seconds").asDouble()) + ")",
                grade(grade));
        facts.print(output);
    }

    private static void keys(Facts facts, String label, JsonNode keys, String none, Style style) {
        List<String> all = new ArrayList<>();
        keys.forEach(key -> all.add(key.asText()));
        if (all.isEmpty()) {
            facts.line(label, none, Style.DIM);
            return;
        }
        String left = label;
        for (String part : Text.wrapped(String.join(", ", all), 60)) {
            facts.line(left, part, style);
            left = "";
        }
    }

    static Style grade(String grade) {
        return switch (grade) {
            case "A", "B" -> Style.GOOD;
            case "C", "D" -> Style.WARNING;
            default -> Style.BAD;
        };
    }

    static void paused(JsonNode data, Output output) {
        say(
                data.path("changed").asBoolean()
                        ? "paused: no block is stored until 'mvm ctl resume'; heads are still watched"
                        : "it was paused already; nothing changed",
                Style.WARNING,
                output);
    }

    static void resumed(JsonNode data, Output output) {
        say(
                data.path("changed").asBoolean()
                        ? "resumed: blocks are stored again, from where the database stands"
                        : "it was not paused; nothing changed",
                Style.GOOD,
                output);
    }

    static void maintenance(JsonNode data, Clock clock, Output output) {
        JsonNode window = data.path("window");
        if (!data.path("changed").asBoolean()) {
            say("there was no maintenance; nothing changed", Style.PLAIN, output);
        } else if (data.path("on").asBoolean()) {
            String reason = window.path("reason").asText();
            say(
                    "maintenance until "
                            + Text.timeAndAge(window.path("until_ms").asLong(), clock)
                            + (reason.isEmpty() ? "" : ": " + reason),
                    Style.WARNING,
                    output);
        } else {
            say(
                    "maintenance is over; it had begun at "
                            + Text.time(window.path("from_ms").asLong()),
                    Style.GOOD,
                    output);
        }
    }

    static void backfill(JsonNode data, Output output) {
        long missing = data.path("missing").asLong();
        String range = Text.number(data.path("from").asLong()) + " to "
                + Text.number(data.path("to").asLong());
        say(
                missing == 0
                        ? "all blocks from " + range + " are stored already; nothing to fetch"
                        : Text.count(missing, "block") + " from " + range + (missing == 1 ? " is" : " are")
                                + " not stored; fetched now, see 'mvm ctl status'",
                Style.GOOD,
                output);
    }

    static String stopped(long pid, boolean gone, Duration took) {
        return gone
                ? "process " + pid + " has ended, after " + ms(took.toNanos() / 1e9)
                : "process " + pid + " was told to stop";
    }

    private static void say(String sentence, Style style, Output output) {
        output.line(style.apply(sentence, output.color()));
    }
}
