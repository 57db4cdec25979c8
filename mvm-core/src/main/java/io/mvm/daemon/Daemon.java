package io.mvm.daemon;

import com.codahale.metrics.MetricRegistry;
import io.mvm.config.MvmConfig;
import io.mvm.daemon.lifecycle.DaemonState;
import io.mvm.daemon.lifecycle.Lifecycle;
import io.mvm.daemon.reload.ConfigSource;
import io.mvm.view.DaemonView;
import io.mvm.view.ProcessView;
import io.mvm.view.ReloadView;
import io.mvm.view.Snapshot;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The whole running process: a monitor and what steers it. Everything it opens it closes. Safe to be closed from any thread,
 * more than once.
 */
public final class Daemon implements AutoCloseable {
    private final Lifecycle lifecycle;
    private final ProcessView process;
    private final ReloadView reload;
    private final Monitor monitor;
    private final CompletableFuture<String> stopAsked = new CompletableFuture<>();
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
     * @throws io.mvm.store.StoreException if the database cannot be used; nothing is left open then
     */
    public Daemon(
            MvmConfig config,
            ConfigSource source,
            boolean once,
            ProcessView process,
            MetricRegistry metrics,
            Clock clock,
            Consumer<Snapshot> published,
            Consumer<MvmConfig> applied) {
        this.process = process;
        this.lifecycle = new Lifecycle(clock);
        this.reload = ReloadView.atStart(clock.millis());
        lifecycle.enter(DaemonState.STARTING, "waiting for the node");
        this.monitor = new Monitor(MonitorSettings.of(config, once), this::view, metrics, clock, published);
    }

    private DaemonView view() {
        return new DaemonView(process, lifecycle.view(), reload);
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
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        lifecycle.enter(DaemonState.STOPPING, "");
        try {
            monitor.close();
        } finally {
            lifecycle.enter(DaemonState.STOPPED, "");
        }
    }
}
