package io.mvm.daemon;

import io.mvm.daemon.operation.BackfillReport;
import io.mvm.daemon.operation.ErrorCode;
import io.mvm.daemon.operation.OperationException;
import io.mvm.daemon.operation.Operations;
import io.mvm.daemon.operation.ReloadReport;
import io.mvm.daemon.operation.WindowLength;
import io.mvm.jmx.DaemonActions;
import io.mvm.view.MaintenanceView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/** The daemon's operations as MBeans have them: words in, a sentence out. Safe for any thread. */
final class SpokenOperations implements DaemonActions {
    private static final String BY = "JMX";

    private final Supplier<Operations> daemon;

    /**
     * Of a daemon.
     *
     * @param daemon null while it is still being put together
     */
    SpokenOperations(Supplier<Operations> daemon) {
        this.daemon = daemon;
    }

    @Override
    public String reloadConfig() {
        return spoken(operations -> reloaded(operations.reload(BY)));
    }

    private static String reloaded(ReloadReport report) {
        List<String> sentences = new ArrayList<>();
        sentences.add(String.format(
                Locale.ROOT,
                "Reloaded %s in %.1f ms, grade %s.",
                file(report),
                report.total().toNanos() / 1e6,
                report.grade()));
        sentences.add(
                report.applied().isEmpty()
                        ? "Nothing that can change while running has changed."
                        : "In force now: " + String.join(", ", report.applied()) + ".");
        if (!report.needRestart().isEmpty()) {
            sentences.add("Changed, but as before until a restart: " + String.join(", ", report.needRestart()) + ".");
        }
        report.warnings().forEach(warning -> sentences.add("Warning: " + warning));
        return String.join("\n", sentences);
    }

    private static String file(ReloadReport report) {
        if (report.file() == null) {
            return "the configuration (there is no file)";
        }
        return report.file() + (report.included().isEmpty() ? "" : " with " + String.join(" and ", report.included()));
    }

    @Override
    public String pauseSync() {
        return spoken(operations -> operations.pause(BY)
                ? "Paused: no block is stored until resumeSync; heads are still watched."
                : "It was paused already; nothing changed.");
    }

    @Override
    public String resumeSync() {
        return spoken(operations -> operations.resume(BY)
                ? "Resumed: blocks are stored again, from where the database stands."
                : "It was not paused; nothing changed.");
    }

    @Override
    public String startMaintenance(String length, String reason) {
        return spoken(operations -> {
            MaintenanceView window =
                    operations.startMaintenance(WindowLength.parse(length), reason == null ? "" : reason.strip());
            return "Maintenance until " + time(window.untilMs())
                    + (window.reason().isEmpty() ? "." : ": " + window.reason());
        });
    }

    @Override
    public String endMaintenance() {
        return spoken(operations -> operations
                .endMaintenance()
                .map(window -> "Maintenance is over; it had begun at " + time(window.fromMs()) + ".")
                .orElse("There was no maintenance; nothing changed."));
    }

    @Override
    public String backfill(long from, long to) {
        return spoken(operations -> {
            BackfillReport report = operations.backfill(from, to);
            String range = String.format(Locale.ROOT, "%,d to %,d", report.from(), report.to());
            return report.missing() == 0
                    ? "All blocks from " + range + " are stored already; nothing to fetch."
                    : String.format(
                            Locale.ROOT,
                            "%,d of the blocks from %s are not stored; they are fetched now.",
                            report.missing(),
                            range);
        });
    }

    @Override
    public String stop() {
        return spoken(operations -> {
            operations.stop(BY);
            return "Stopping: what is in progress is committed first.";
        });
    }

    /** Its failures as those of the JDK, with everything there is to say in the message. */
    private String spoken(Function<Operations, String> operation) {
        Operations operations = daemon.get();
        if (operations == null) {
            throw new IllegalStateException("the daemon is still being put together; try again in a second");
        }
        try {
            return operation.apply(operations);
        } catch (OperationException e) {
            List<String> lines = new ArrayList<>(List.of(e.getMessage()));
            lines.addAll(e.details());
            String message = String.join("\n", lines);
            throw e.code() == ErrorCode.BAD_ARGUMENT
                    ? new IllegalArgumentException(message, e)
                    : new IllegalStateException(message, e);
        }
    }

    private static String time(long unixMs) {
        return Instant.ofEpochMilli(unixMs).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
