package io.mvm.daemon;

import com.codahale.metrics.MetricRegistry;
import io.mvm.config.MvmConfig;
import io.mvm.daemon.control.ControlServer;
import io.mvm.daemon.control.ControlSocketException;
import io.mvm.daemon.lifecycle.DaemonState;
import io.mvm.daemon.lifecycle.Lifecycle;
import io.mvm.daemon.lifecycle.LifecycleWatch;
import io.mvm.daemon.lifecycle.ServiceNotifier;
import io.mvm.daemon.operation.BackfillReport;
import io.mvm.daemon.operation.ErrorCode;
import io.mvm.daemon.operation.OperationException;
import io.mvm.daemon.operation.Operations;
import io.mvm.daemon.operation.ReloadReport;
import io.mvm.daemon.operation.StatusReport;
import io.mvm.daemon.process.RunKeeper;
import io.mvm.daemon.reload.ConfigSource;
import io.mvm.daemon.reload.ConfigWatch;
import io.mvm.daemon.reload.Reloader;
import io.mvm.daemon.reload.Takeover;
import io.mvm.view.DaemonView;
import io.mvm.view.MaintenanceView;
import io.mvm.view.ProcessView;
import io.mvm.view.Snapshot;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole running process: a monitor and what steers it. Everything it opens it closes. Safe to be closed from any thread,
 * more than once.
 */
public final class Daemon implements Operations, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    private final Lifecycle lifecycle;
    private final ProcessView process;
    private final Monitor monitor;
    private final SyncOperations operations;
    private final LifecycleWatch watch;
    private final RunKeeper runs;
    private final Clock clock;
    private final ControlServer control;
    private final Reconfiguration reconfiguration;
    private final Reloader reloader;
    private final ConfigWatch configWatch;
    private final CompletableFuture<String> stopAsked = new CompletableFuture<>();
    /** Operations may be asked for by MBeans before everything they need is there. */
    private volatile boolean ready;

    private boolean closed;

    /**
     * Opens the database and begins to follow the chain.
     *
     * @param config what was read at the start
     * @param source reads it anew
     * @param once whether to end when everything is stored
     * @param process what the process is
     * @param metrics receives timers and counters
     * @param clock the time
     * @param published told of each snapshot once the MBeans show it, one at a time; must not block
     * @param applied told of each configuration taken over while running, for what the daemon cannot reach itself
     * @param service told how the process is
     * @throws io.mvm.store.StoreException if the database cannot be used; nothing is left open then
     * @throws ControlSocketException if another daemon listens at the control socket; nothing is left open then
     */
    public Daemon(
            MvmConfig config,
            ConfigSource source,
            boolean once,
            ProcessView process,
            MetricRegistry metrics,
            Clock clock,
            Consumer<Snapshot> published,
            Consumer<MvmConfig> applied,
            ServiceNotifier service) {
        this.process = process;
        this.clock = clock;
        this.lifecycle = new Lifecycle(clock);
        Instant readAt = clock.instant();
        MonitorSettings settings = MonitorSettings.of(config, once);
        lifecycle.enter(DaemonState.STARTING, "waiting for the node");
        this.reloader = new Reloader(config, source, this::check, clock);
        this.monitor = new Monitor(
                settings,
                this::view,
                new SpokenOperations(() -> ready ? this : null),
                metrics,
                clock,
                published.andThen(snapshot -> shown()));
        this.operations = new SyncOperations(monitor.sync());
        // Only now: the database's lock keeps two daemons from one state file.
        this.runs = new RunKeeper(config.daemon().stateFile(), clock);
        runs.watch(this::progress);
        this.watch = new LifecycleWatch(
                lifecycle,
                monitor.sync(),
                monitor::snapshot,
                settings.sync().finalizedOnly(),
                settings.database(),
                monitor::longestCall,
                service,
                clock);
        watch.start();
        this.reconfiguration = new Reconfiguration(monitor, settings, lifecycle, applied);
        this.configWatch =
                new ConfigWatch(reloader::files, () -> reload("file change"), ConfigWatch.QUIET, clock, readAt);
        ready = true;
        this.control = control(config.daemon().controlSocket());
    }

    /** Without its socket a daemon does its work all the same; beside another one it must not. */
    private ControlServer control(Path socket) {
        try {
            return ControlServer.open(socket, this, clock);
        } catch (ControlSocketException e) {
            if (e.taken()) {
                close();
                throw e;
            }
            LOG.warn("{}; goes on, and cannot be reached by 'mvm ctl'", e.getMessage());
            return null;
        }
    }

    /** Who sees the first blocks must find the daemon running, not learn of it with the next look. */
    private void shown() {
        if (ready && lifecycle.state() == DaemonState.STARTING) {
            watch.lookSoon();
        }
    }

    private DaemonView view() {
        return new DaemonView(process, lifecycle.view(), reloader.view());
    }

    private Takeover check(MvmConfig running, MvmConfig next) {
        return reconfiguration.check(running, next);
    }

    private RunKeeper.Progress progress() {
        Snapshot snapshot = monitor.snapshot();
        DaemonView view = view();
        return new RunKeeper.Progress(
                snapshot == null ? 0 : snapshot.sync().blocksSinceStart(),
                view.reload().reloads(),
                view.lifecycle().state());
    }

    /** What will end the process, for the record of its runs. The first reason stays. */
    public void ending(String why) {
        runs.ending(why);
    }

    /** Writes down at once what is about to end the process before it is closed. Never throws. */
    public void overdue(String why) {
        runs.ending(why);
        runs.save();
    }

    /** Notes that a thread has died of what nobody expected. Never throws. */
    public void fatal(Thread thread, Throwable failure) {
        runs.fatal(thread, failure);
    }

    /** Completes when following ended by itself; exceptionally, with the reason, if it could not go on. */
    public CompletableFuture<Void> ended() {
        return monitor.ended();
    }

    /** Completes with who asked when an operation asked the daemon to stop. */
    public CompletableFuture<String> stopAsked() {
        return stopAsked.copy();
    }

    @Override
    public StatusReport status() {
        Snapshot snapshot = monitor.snapshot();
        MaintenanceView window = snapshot == null ? null : snapshot.maintenance();
        boolean over = window != null && window.untilMs() <= clock.millis();
        return new StatusReport(
                view(),
                snapshot,
                over ? null : window,
                lifecycle.view().stalled(),
                reloader.view().file(),
                reloader.included(),
                runs.view());
    }

    @Override
    public ReloadReport reload(String by) {
        refuseAtTheEnd("reload");
        return reloader.reload(by);
    }

    @Override
    public ReloadReport validate(Optional<Path> file) {
        return reloader.validate(file);
    }

    @Override
    public boolean pause(String by) {
        refuseAtTheEnd("pause");
        boolean changed = operations.pause();
        watch.paused(by);
        return changed;
    }

    @Override
    public boolean resume(String by) {
        refuseAtTheEnd("resume");
        boolean changed = operations.resume();
        watch.paused(null);
        return changed;
    }

    @Override
    public MaintenanceView startMaintenance(Duration length, String reason) {
        refuseAtTheEnd("start maintenance");
        return operations.startMaintenance(length, reason);
    }

    @Override
    public Optional<MaintenanceView> endMaintenance() {
        refuseAtTheEnd("end maintenance");
        return operations.endMaintenance();
    }

    @Override
    public BackfillReport backfill(long from, long to) {
        refuseAtTheEnd("backfill");
        return operations.backfill(from, to);
    }

    @Override
    public void stop(String by) {
        refuseAtTheEnd("stop");
        stopAsked.complete(by);
    }

    private void refuseAtTheEnd(String what) {
        DaemonState state = lifecycle.state();
        if (state == DaemonState.STOPPING || state == DaemonState.STOPPED) {
            throw new OperationException(
                    ErrorCode.WRONG_STATE, "cannot " + what + ", for the daemon is " + state.shown());
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        configWatch.close();
        watch.close();
        lifecycle.enter(
                DaemonState.STOPPING, stopAsked.isDone() ? "asked for by " + stopAsked.getNow("an operation") : "");
        try {
            monitor.close();
        } finally {
            lifecycle.enter(DaemonState.STOPPED, "");
            runs.close();
            // Last: whoever waits for its end sees the socket vanish.
            if (control != null) {
                control.close();
            }
        }
    }
}
