package io.mvm.daemon.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mvm.daemon.operation.BackfillReport;
import io.mvm.daemon.operation.OperationException;
import io.mvm.daemon.operation.ReloadReport;
import io.mvm.daemon.operation.StatusReport;
import io.mvm.view.EndpointView;
import io.mvm.view.LifecycleView;
import io.mvm.view.MaintenanceView;
import io.mvm.view.NodeView;
import io.mvm.view.ProcessView;
import io.mvm.view.ReloadView;
import io.mvm.view.RunsView;
import io.mvm.view.Snapshot;
import io.mvm.view.StateChangeView;
import io.mvm.view.SyncView;
import java.time.Duration;
import java.util.List;

/** What is answered, as JSON: times in Unix milliseconds, unknown as null. */
final class Replies {
    private Replies() {}

    /** A request that was done. */
    static byte[] ok(JsonNode id, ObjectNode data) {
        ObjectNode reply = Json.object();
        reply.set("id", id);
        reply.put("status", "ok");
        reply.set("data", data);
        return Json.write(reply);
    }

    /** A request that was not. */
    static byte[] error(JsonNode id, OperationException reason) {
        ObjectNode reply = Json.object();
        reply.set("id", id);
        reply.put("status", "error");
        ObjectNode error = reply.putObject("error");
        error.put("code", reason.code().number());
        error.put("message", reason.getMessage());
        texts(error, "details", reason.details());
        return Json.write(reply);
    }

    static ObjectNode help() {
        ObjectNode data = Json.object();
        ArrayNode commands = data.putArray("commands");
        for (ControlCommand command : ControlCommand.values()) {
            commands.addObject()
                    .put("command", command.word())
                    .put("args", command.arguments())
                    .put("description", command.description());
        }
        return data;
    }

    static ObjectNode status(StatusReport report, long nowMs) {
        ObjectNode data = Json.object();
        data.put("time_ms", nowMs);
        daemon(data.putObject("daemon"), report);
        data.put("stalled", report.stalled());
        data.set("maintenance", report.maintenance() == null ? null : maintenance(report.maintenance()));
        configuration(data.putObject("configuration"), report);
        data.set("runs", report.runs() == null ? null : runs(report.runs()));
        data.set("chain", report.snapshot() == null ? null : chain(report.snapshot()));
        return data;
    }

    private static void daemon(ObjectNode data, StatusReport report) {
        ProcessView process = report.daemon().process();
        LifecycleView lifecycle = report.daemon().lifecycle();
        data.put("version", process.version())
                .put("revision", process.revision())
                .put("java", process.java())
                .put("pid", process.pid())
                .put("started_at_ms", process.startedAtMs())
                .put("state", lifecycle.state())
                .put("state_since_ms", lifecycle.sinceMs())
                .put("reason", lifecycle.reason().isEmpty() ? null : lifecycle.reason())
                .put("paused", lifecycle.paused())
                .put("state_changes", lifecycle.changes());
        ArrayNode history = data.putArray("history");
        for (StateChangeView change : lifecycle.history()) {
            history.addObject()
                    .put("from", change.from())
                    .put("to", change.to())
                    .put("reason", change.reason().isEmpty() ? null : change.reason())
                    .put("at_ms", change.atMs());
        }
    }

    private static void configuration(ObjectNode data, StatusReport report) {
        ReloadView reload = report.daemon().reload();
        data.put("file", report.configuration());
        texts(data, "included", report.included());
        data.put("last_reload_successful", reload.lastSuccessful())
                .put("last_reload_ms", reload.lastMs())
                .put("reloads", reload.reloads())
                .put("failures", reload.failures())
                .put("last_seconds", reload.lastSeconds())
                .put("fastest_seconds", reload.fastestSeconds())
                .put("slowest_seconds", reload.slowestSeconds())
                .put("average_seconds", reload.averageSeconds())
                .put("grade", reload.grade());
    }

    private static ObjectNode runs(RunsView runs) {
        return Json.object()
                .put("first_start_ms", runs.firstStartMs())
                .put("starts", runs.starts())
                .put("clean_ends", runs.cleanEnds())
                .put("unclean_ends", runs.uncleanEnds())
                .put("last_end_ms", runs.lastEndMs())
                .put("last_end_clean", runs.lastEndClean())
                .put("last_end_reason", runs.lastEndReason())
                .put("last_state", runs.lastState())
                .put("uptime_ms", runs.uptimeMs())
                .put("longest_uptime_ms", runs.longestUptimeMs())
                .put("blocks_stored", runs.blocksStored())
                .put("reloads", runs.reloads());
    }

    private static ObjectNode chain(Snapshot snapshot) {
        ObjectNode data = Json.object();
        data.put("name", snapshot.chain())
                .put("sequence", snapshot.sequence())
                .put("taken_at_ms", snapshot.takenAtMs());
        data.set("node", snapshot.node() == null ? null : node(snapshot.node()));
        ArrayNode endpoints = data.putArray("endpoints");
        for (EndpointView endpoint : snapshot.endpoints()) {
            endpoints
                    .addObject()
                    .put("url", endpoint.url())
                    .put("up", endpoint.up())
                    .put("active", endpoint.active())
                    .put("block_height", endpoint.blockHeight())
                    .put("error", endpoint.lastError());
        }
        data.set("sync", snapshot.sync() == null ? null : sync(snapshot.sync()));
        return data;
    }

    private static ObjectNode node(NodeView node) {
        return Json.object()
                .put("up", node.up())
                .put("name", node.name())
                .put("version", node.version())
                .put("network", node.network())
                .put("synced", node.synced())
                .put("peers", node.peers())
                .put("block_height", node.blockHeight())
                .put("finalized_height", node.finalizedHeight())
                .put("head_timestamp_ms", node.headTimestampMs())
                .put("finalized_timestamp_ms", node.finalizedTimestampMs());
    }

    private static ObjectNode sync(SyncView sync) {
        return Json.object()
                .put("last_block", sync.lastBlock())
                .put("finalized_block", sync.finalizedBlock())
                .put("blocks_behind", sync.blocksBehind())
                .put("rate_bps", sync.rateBps())
                .put("backfill_remaining_blocks", sync.backfillRemainingBlocks())
                .put("gap_blocks", sync.gapBlocks())
                .put("blocks", sync.blocks())
                .put("last_success_ms", sync.lastSuccessMs());
    }

    static ObjectNode reload(ReloadReport report) {
        ObjectNode data = Json.object();
        data.put("file", report.file());
        texts(data, "included", report.included());
        texts(data, "applied", report.applied());
        texts(data, "need_restart", report.needRestart());
        texts(data, "warnings", report.warnings());
        return data.put("load_seconds", seconds(report.load()))
                .put("validate_seconds", seconds(report.validate()))
                .put("swap_seconds", seconds(report.swap()))
                .put("total_seconds", seconds(report.total()))
                .put("grade", report.grade());
    }

    static ObjectNode maintenance(MaintenanceView window) {
        return Json.object()
                .put("from_ms", window.fromMs())
                .put("until_ms", window.untilMs())
                .put("reason", window.reason());
    }

    static ObjectNode backfill(BackfillReport report) {
        return Json.object().put("from", report.from()).put("to", report.to()).put("missing", report.missing());
    }

    private static void texts(ObjectNode data, String name, List<String> texts) {
        ArrayNode array = data.putArray(name);
        texts.forEach(array::add);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
