package io.mvm.daemon.operation;

import io.mvm.view.DaemonView;
import io.mvm.view.EndpointView;
import io.mvm.view.LifecycleView;
import io.mvm.view.MaintenanceView;
import io.mvm.view.NodeView;
import io.mvm.view.ProcessView;
import io.mvm.view.ReloadView;
import io.mvm.view.Snapshot;
import io.mvm.view.SyncView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A daemon that does nothing, notes what it was asked, and fails or waits as told. */
public final class RecordedOperations implements Operations {
    /** The time it is for it. */
    public static final long NOW_MS = 1_763_700_600_000L;

    /** A reload with everything in it. */
    public static final ReloadReport RELOAD = new ReloadReport(
            "/etc/mvm/mvm.conf",
            List.of("/etc/mvm/node.conf"),
            List.of("sync.batch-size", "validator.label"),
            List.of("exporter.bind"),
            List.of("sync.poll-interval is longer than a slot"),
            Duration.ofNanos(3_100_000),
            Duration.ofNanos(2_900_000),
            Duration.ofNanos(240_000),
            "A");

    /** What it was asked. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    /** Thrown by every operation from now on. */
    public volatile RuntimeException failure;

    /** Every operation but status waits for it. */
    public volatile CountDownLatch gate = new CountDownLatch(0);

    /** What status answers. */
    public volatile StatusReport status = running();

    /** What endMaintenance answers. */
    public volatile MaintenanceView maintenance;

    /** What pause and resume answer. */
    public volatile boolean changes = true;

    /** What backfill finds missing. */
    public volatile long missing = 1234;

    /** Follows a chain, and nothing is wrong. */
    public static StatusReport running() {
        return new StatusReport(
                new DaemonView(
                        new ProcessView("0.1.0", "abc1234", "17.0.15", 4242, NOW_MS - 93_784_000L),
                        new LifecycleView("running", NOW_MS - 7_200_000, "", false),
                        new ReloadView(
                                true, NOW_MS - 60_000, 3, 1, 0.0062, 0.0041, 0.0093, 0.0065, "A", "/etc/mvm/mvm.conf")),
                snapshot(),
                null,
                null,
                "/etc/mvm/mvm.conf",
                List.of("/etc/mvm/node.conf"),
                null);
    }

    /** Of a node with all there is to know. */
    public static Snapshot snapshot() {
        return new Snapshot(
                7,
                NOW_MS - 400,
                "midnight",
                new NodeView(
                        true,
                        true,
                        8,
                        1_234_567L,
                        1_234_564L,
                        22_000,
                        "Midnight Node",
                        "0.12.0",
                        "Authority",
                        "preview",
                        290_000L,
                        NOW_MS - 3_000,
                        NOW_MS - 21_000,
                        6_000L,
                        null),
                List.of(
                        new EndpointView("http://a:9944", true, true, 1_234_567L, null, null, null),
                        new EndpointView("http://b:9944", false, false, null, null, null, "connection refused")),
                new SyncView(
                        1_234_566L,
                        1_234_564L,
                        1L,
                        12.5,
                        20_000L,
                        0,
                        0,
                        0,
                        1_200_000,
                        500,
                        1,
                        1,
                        Map.of(),
                        NOW_MS - 2_000),
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                null);
    }

    private void note(String what) {
        if (failure != null) {
            throw failure;
        }
        asked.add(what);
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public StatusReport status() {
        if (failure != null) {
            throw failure;
        }
        return status;
    }

    @Override
    public ReloadReport reload(String by) {
        note("reload by " + by);
        return RELOAD;
    }

    @Override
    public ReloadReport validate(Optional<Path> file) {
        note("validate " + file.map(Path::toString).orElse("the file in use"));
        return RELOAD;
    }

    @Override
    public boolean pause(String by) {
        note("pause by " + by);
        return changes;
    }

    @Override
    public boolean resume(String by) {
        note("resume by " + by);
        return changes;
    }

    @Override
    public MaintenanceView startMaintenance(Duration length, String reason) {
        note("maintenance for " + length + " '" + reason + "'");
        return new MaintenanceView(NOW_MS, NOW_MS + length.toMillis(), reason);
    }

    @Override
    public Optional<MaintenanceView> endMaintenance() {
        note("end of maintenance");
        return Optional.ofNullable(maintenance);
    }

    @Override
    public BackfillReport backfill(long from, long to) {
        note("backfill " + from + " to " + to);
        return new BackfillReport(from, to, missing);
    }

    @Override
    public void stop(String by) {
        note("stop by " + by);
    }
}
