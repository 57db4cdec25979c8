package io.mvm.cli;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.SharedMetricRegistries;
import io.mvm.BuildInfo;
import io.mvm.config.MvmConfig;
import io.mvm.daemon.Daemon;
import io.mvm.daemon.lifecycle.ServiceNotifier;
import io.mvm.daemon.reload.ConfigSource;
import io.mvm.view.ProcessView;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Runs a monitor by a configuration until it ends by itself or a signal stops it. */
final class MonitorRun {
    /** Where the exporter's agent looks for timers and counters. */
    private static final String REGISTRY = "mvm";

    private final MvmConfig config;
    private final ConfigSource source;
    private final Clock clock;
    private final LiveLine line;

    /**
     * By a configuration.
     *
     * @param config as read at the start
     * @param source reads it anew
     */
    MonitorRun(MvmConfig config, ConfigSource source, Clock clock, LiveLine line) {
        this.config = config;
        this.source = source;
        this.clock = clock;
        this.line = line;
    }

    /**
     * Monitors until told to stop.
     *
     * @param once whether to end when everything is stored
     * @return exit status
     */
    int run(boolean once) throws InterruptedException {
        MetricRegistry metrics = SharedMetricRegistries.getOrCreate(REGISTRY);
        try (StopSignals signals = new StopSignals();
                Daemon daemon = new Daemon(
                        config,
                        source,
                        once,
                        process(),
                        metrics,
                        clock,
                        line::show,
                        applied -> {},
                        ServiceNotifier.NONE)) {
            CompletableFuture<Object> end =
                    CompletableFuture.anyOf(daemon.ended(), daemon.stopAsked(), signals.asked());
            try {
                end.get();
                return 0;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new IllegalStateException("syncing ended", e.getCause());
            } finally {
                line.end();
            }
        }
    }

    private ProcessView process() {
        BuildInfo build = BuildInfo.current();
        return new ProcessView(
                build.version(),
                build.revision(),
                build.java(),
                ProcessHandle.current().pid(),
                clock.millis());
    }
}
