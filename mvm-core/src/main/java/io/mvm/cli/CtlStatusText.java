package io.mvm.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The answer to {@code status}, on one screen. */
final class CtlStatusText {
    /** Changes of state that are shown; programs get all. */
    private static final int CHANGES = 5;

    private final JsonNode data;
    private final Clock clock;
    private final Facts facts = new Facts();

    private CtlStatusText(JsonNode data, Clock clock) {
        this.data = data;
        this.clock = clock;
    }

    static Facts facts(JsonNode data, Clock clock) {
        CtlStatusText text = new CtlStatusText(data, clock);
        text.daemon();
        text.chain();
        text.configuration();
        text.history();
        return text.facts;
    }

    private void daemon() {
        JsonNode daemon = data.path("daemon");
        String state = daemon.path("state").asText(Text.UNKNOWN);
        String reason = string(daemon.path("reason"));
        facts.group("Daemon");
        line("state", state + (reason == null ? "" : ": " + reason), style(state));
        line("since", Text.timeAndAge(whole(daemon.path("state_since_ms")), clock), Style.PLAIN);
        String stalled = string(data.path("stalled"));
        if (stalled != null) {
            line("stands still", stalled, Style.BAD);
        }
        if (daemon.path("paused").asBoolean()) {
            line("paused", "yes, by an operator; 'mvm ctl resume' goes on", Style.WARNING);
        }
        JsonNode window = data.path("maintenance");
        if (window.isObject()) {
            String why = window.path("reason").asText();
            line(
                    "maintenance",
                    "until " + Text.timeAndAge(whole(window.path("until_ms")), clock)
                            + (why.isEmpty() ? "" : ": " + why),
                    Style.WARNING);
        }
        Long started = whole(daemon.path("started_at_ms"));
        line(
                "up",
                started == null
                        ? Text.UNKNOWN
                        : Text.duration(Duration.ofMillis(Math.max(0, clock.millis() - started))) + ", process "
                                + daemon.path("pid").asLong(),
                Style.PLAIN);
        runs(data.path("runs"));
        line(
                "version",
                daemon.path("version").asText() + " (" + daemon.path("revision").asText() + "), Java "
                        + daemon.path("java").asText(),
                Style.PLAIN);
    }

    /** Of the runs before this one; nothing if there was none. */
    private void runs(JsonNode runs) {
        if (runs.path("starts").asLong() < 2) {
            return;
        }
        boolean clean = runs.path("last_end_clean").asBoolean();
        String reason = string(runs.path("last_end_reason"));
        line(
                "run before",
                (clean ? "ended " : "broke off ")
                        + Text.age(whole(runs.path("last_end_ms")), clock)
                        + (reason == null || reason.isEmpty() ? "" : ": " + reason),
                clean ? Style.PLAIN : Style.WARNING);
        long broken = runs.path("unclean_ends").asLong();
        line(
                "runs",
                Text.number(runs.path("starts").asLong()) + " since "
                        + Text.time(whole(runs.path("first_start_ms"))) + ", " + Text.number(broken)
                        + " broke off",
                Style.PLAIN);
    }

    private static Style style(String state) {
        return switch (state) {
            case "running" -> Style.GOOD;
            case "reconnecting", "stopped" -> Style.BAD;
            default -> Style.WARNING;
        };
    }

    private void chain() {
        JsonNode chain = data.path("chain");
        if (!chain.isObject()) {
            facts.group("Chain");
            line("known", "nothing yet; no node has answered", Style.WARNING);
            return;
        }
        facts.group("Chain " + chain.path("name").asText());
        JsonNode node = chain.path("node");
        JsonNode sync = chain.path("sync");
        Long head = whole(node.path("block_height"));
        Long finalized = whole(node.path("finalized_height"));
        Long headMs = whole(node.path("head_timestamp_ms"));
        Long finalMs = whole(node.path("finalized_timestamp_ms"));
        line("head", Text.number(head) + (headMs == null ? "" : ", " + Text.age(headMs, clock)), Style.PLAIN);
        line(
                "finalized",
                Text.number(finalized)
                        + (finalMs == null ? "" : ", " + Text.age(finalMs, clock))
                        + (head == null || finalized == null
                                ? ""
                                : ", " + Text.count(Math.max(0, head - finalized), "block") + " behind the head"),
                Style.PLAIN);
        Long behind = whole(sync.path("blocks_behind"));
        line(
                "stored",
                Text.number(whole(sync.path("last_block")))
                        + (behind == null
                                ? ""
                                : behind == 0 ? ", up to date" : ", " + Text.count(behind, "block") + " behind"),
                behind != null && behind <= 2 ? Style.GOOD : Style.WARNING);
        Long remaining = whole(sync.path("backfill_remaining_blocks"));
        if (remaining != null && remaining > 0) {
            line(
                    "history",
                    Text.count(remaining, "block") + " to fetch, at "
                            + String.format(
                                    Locale.ROOT, "%,.0f", sync.path("rate_bps").asDouble()) + " a second",
                    Style.PLAIN);
        }
        node(chain, node);
    }

    private void node(JsonNode chain, JsonNode node) {
        List<JsonNode> down = new ArrayList<>();
        String active = null;
        for (JsonNode endpoint : chain.path("endpoints")) {
            if (endpoint.path("active").asBoolean()) {
                active = endpoint.path("url").asText();
            }
            if (!endpoint.path("up").asBoolean()) {
                down.add(endpoint);
            }
        }
        boolean up = node.path("up").asBoolean();
        String name = string(node.path("name"));
        String version = string(node.path("version"));
        Long peers = whole(node.path("peers"));
        line(
                "node",
                up
                        ? (name == null ? "up" : name + (version == null ? "" : " " + version))
                                + (peers == null ? "" : ", " + Text.count(peers, "peer"))
                                + (node.path("synced").isBoolean()
                                                && !node.path("synced").asBoolean()
                                        ? ", syncing"
                                        : "")
                        : "does not answer",
                up ? Style.GOOD : Style.BAD);
        line("endpoint", Text.or(active), Style.PLAIN);
        for (JsonNode endpoint : down) {
            String error = string(endpoint.path("error"));
            line("down", endpoint.path("url").asText() + (error == null ? "" : ": " + error), Style.BAD);
        }
    }

    private void configuration() {
        JsonNode configuration = data.path("configuration");
        facts.group("Configuration");
        String file = string(configuration.path("file"));
        line("file", file == null ? "none; defaults, environment and command line" : file, Style.PLAIN);
        configuration.path("included").forEach(included -> line("included", included.asText(), Style.PLAIN));
        long reloads = configuration.path("reloads").asLong();
        long failures = configuration.path("failures").asLong();
        if (reloads + failures == 0) {
            line("reloads", "none since the start", Style.PLAIN);
            return;
        }
        boolean good = configuration.path("last_reload_successful").asBoolean();
        line(
                "last reload",
                (good ? "done " : "failed ")
                        + Text.age(whole(configuration.path("last_reload_ms")), clock)
                        + (good ? "" : "; the configuration before it is in force"),
                good ? Style.GOOD : Style.BAD);
        line("reloads", Text.number(reloads) + " done, " + Text.number(failures) + " failed", Style.PLAIN);
        if (configuration.path("average_seconds").isNumber()) {
            String grade = configuration.path("grade").asText(Text.UNKNOWN);
            line(
                    "took",
                    CtlText.ms(configuration.path("last_seconds").asDouble()) + ", grade " + grade + " (fastest "
                            + CtlText.ms(configuration.path("fastest_seconds").asDouble()) + ", average "
                            + CtlText.ms(configuration.path("average_seconds").asDouble()) + ", slowest "
                            + CtlText.ms(configuration.path("slowest_seconds").asDouble()) + ")",
                    CtlText.grade(grade));
        }
    }

    private void history() {
        JsonNode history = data.path("daemon").path("history");
        if (history.isEmpty()) {
            return;
        }
        facts.group("Last changes of state");
        for (int i = Math.max(0, history.size() - CHANGES); i < history.size(); i++) {
            JsonNode change = history.path(i);
            String reason = string(change.path("reason"));
            line(
                    Text.time(whole(change.path("at_ms"))),
                    change.path("from").asText() + " -> " + change.path("to").asText()
                            + (reason == null ? "" : ": " + reason),
                    Style.PLAIN);
        }
    }

    private void line(String label, String text, Style style) {
        facts.line(label, text, style);
    }

    private static Long whole(JsonNode value) {
        return value.isNumber() ? (Long) value.longValue() : null;
    }

    private static String string(JsonNode value) {
        return value.isTextual() ? value.textValue() : null;
    }
}
