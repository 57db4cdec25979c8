package io.mvm.daemon.lifecycle;

import io.mvm.sync.SyncService;
import io.mvm.view.LifecycleView;
import io.mvm.view.Snapshot;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Looks at a monitor once a second from a thread of its own, whatever the loop does: finds what has stopped moving, leads the
 * process through its states, and keeps whoever started it told. Safe for any thread.
 */
public final class LifecycleWatch implements AutoCloseable {
    private static final long LOOK_MS = 1_000;

    private final Lifecycle lifecycle;
    private final SyncService sync;
    private final Supplier<Snapshot> snapshots;
    private final boolean finalizedOnly;
    private final FileInUse database;
    private final ServiceNotifier notifier;
    private final Clock clock;
    private final LifecycleLog log = new LifecycleLog();
    private final StallDetector stalls;
    private final Conditions conditions = new Conditions();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "mvm-lifecycle");
        made.setDaemon(true);
        return made;
    });
    private String pausedBy;
    private String status;
    private boolean failed;
    private boolean reloading;

    /**
     * Looks at nothing yet.
     *
     * @param snapshots the newest snapshot, or null
     * @param finalizedOnly whether only final blocks are to be stored
     * @param database its file, which is open
     * @param longestWait how long the loop may wait for one answer of a node now
     */
    public LifecycleWatch(
            Lifecycle lifecycle,
            SyncService sync,
            Supplier<Snapshot> snapshots,
            boolean finalizedOnly,
            Path database,
            Supplier<Duration> longestWait,
            ServiceNotifier notifier,
            Clock clock) {
        this.lifecycle = lifecycle;
        this.sync = sync;
        this.snapshots = snapshots;
        this.finalizedOnly = finalizedOnly;
        this.database = new FileInUse(database);
        this.notifier = notifier;
        this.clock = clock;
        this.stalls = new StallDetector(log, longestWait);
        lifecycle.listen(this::reloading);
    }

    /** Begins to look. */
    public void start() {
        notifier.ready();
        var unused = thread.scheduleWithFixedDelay(this::look, 0, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    /** An operator paused syncing, or took it up again (null): shown at once. */
    public void paused(String by) {
        synchronized (this) {
            pausedBy = by;
        }
        lifecycle.paused(by != null);
        look();
    }

    /** Looks from the watch's own thread without waiting for the next second; does nothing once closed. */
    public void lookSoon() {
        try {
            thread.execute(this::look);
        } catch (RejectedExecutionException e) {
            // Closed meanwhile: nobody looks any more.
        }
    }

    /** Looks once. Never fails. */
    public synchronized void look() {
        try {
            Observation seen = new Observation(
                    clock.millis(),
                    snapshots.get(),
                    sync.condition(),
                    sync.endpoints(),
                    finalizedOnly,
                    pausedBy,
                    database.lost());
            Map<String, String> found = stalls.check(seen);
            lifecycle.stalled(found);
            Conditions.Verdict verdict = conditions.decide(seen, found);
            lifecycle.settle(verdict.state(), verdict.reason());
            if (!found.containsKey(LifecycleView.LOOP)) {
                notifier.watchdog();
            }
            tell(seen);
            failed = false;
        } catch (RuntimeException e) {
            // It must not end the schedule: then nothing would be watched, and nobody told.
            if (!failed) {
                failed = true;
                log.watchFailed(e);
            }
        }
    }

    /** Told of each change, one at a time: a reload begins, and is over. */
    private void reloading(LifecycleView view) {
        boolean now = view.state().equals(DaemonState.RELOADING.shown());
        if (now != reloading) {
            reloading = now;
            if (now) {
                notifier.reloading();
            } else {
                notifier.ready();
            }
        }
    }

    private void tell(Observation seen) {
        LifecycleView view = lifecycle.view();
        StringBuilder line = new StringBuilder(view.state().substring(0, 1).toUpperCase(Locale.ROOT))
                .append(view.state().substring(1));
        if (!view.reason().isEmpty()) {
            line.append(": ").append(view.reason());
        }
        Snapshot snapshot = seen.snapshot();
        if (snapshot != null && snapshot.sync().lastBlock() != null) {
            line.append(", block ").append(snapshot.sync().lastBlock()).append(" stored");
            if (snapshot.sync().blocksBehind() != null) {
                line.append(", ").append(snapshot.sync().blocksBehind()).append(" behind the node");
            }
        }
        if (!line.toString().equals(status)) {
            status = line.toString();
            notifier.status(status);
        }
    }

    /** Stops looking; a look in progress ends first. */
    @Override
    public void close() {
        thread.shutdownNow();
        synchronized (this) {
            notifier.stopping();
        }
    }
}
