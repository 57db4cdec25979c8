package io.mvm.cli;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.SharedMetricRegistries;
import io.mvm.BuildInfo;
import io.mvm.config.ExporterConfig;
import io.mvm.config.MvmConfig;
import io.mvm.config.RpcConfig;
import io.mvm.config.Setting;
import io.mvm.daemon.Monitor;
import io.mvm.duty.JudgementRule;
import io.mvm.jmx.ExporterSettings;
import io.mvm.rpc.PageSettings;
import io.mvm.rpc.RpcSettings;
import io.mvm.sync.SyncSettings;
import io.mvm.view.DaemonView;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Runs a monitor by a configuration until it ends by itself or a signal stops it. */
final class MonitorRun {
    /** Where the exporter's agent looks for timers and counters. */
    private static final String REGISTRY = "mvm";

    private static final Duration HEALTH_INTERVAL = Duration.ofSeconds(5);

    private final MvmConfig config;
    private final Clock clock;
    private final LiveLine line;

    MonitorRun(MvmConfig config, Clock clock, LiveLine line) {
        this.config = config;
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
        ExporterSettings exporter = exporter(config.exporter());
        try (StopSignals signals = new StopSignals();
                Monitor monitor = new Monitor(
                        sync(config, once),
                        rpc(config),
                        config.database().path(),
                        daemon(exporter.bind()),
                        exporter,
                        metrics,
                        clock,
                        line::show)) {
            CompletableFuture<Object> end = CompletableFuture.anyOf(monitor.ended(), signals.asked());
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

    private DaemonView daemon(String bind) {
        BuildInfo build = BuildInfo.current();
        return new DaemonView(
                build.version(),
                build.revision(),
                build.java(),
                ProcessHandle.current().pid(),
                clock.millis(),
                bind);
    }

    static SyncSettings sync(MvmConfig config, boolean once) {
        return new SyncSettings(
                config.integration().chainId(),
                config.sync().startBlock(),
                config.sync().batchSize(),
                config.sync().concurrency(),
                config.sync().finalizedOnly(),
                once,
                OwnSettings.configured(config.validator()),
                OwnSettings.labels(config.validator()),
                new JudgementRule(
                        config.judgement().networkShare(), config.judgement().windowSlots()),
                () -> OwnSettings.local(config.validator()));
    }

    static RpcSettings rpc(MvmConfig config) {
        RpcConfig rpc = config.rpc();
        return new RpcSettings(
                rpc.urls(),
                rpc.timeout(),
                rpc.maxRetries(),
                rpc.retryInitialDelay(),
                rpc.retryMaxDelay(),
                rpc.websocket() == RpcConfig.WebSocket.OFF
                        ? RpcSettings.WebSocketUse.OFF
                        : RpcSettings.WebSocketUse.AUTO,
                config.sync().batchSize(),
                config.sync().concurrency(),
                config.sync().pollInterval(),
                HEALTH_INTERVAL,
                RpcSettings.DEFAULT_MAX_RESPONSE_BYTES,
                pages(config));
    }

    /** The default page is only tried for, and only beside a node of this machine: elsewhere it would be another's. */
    private static PageSettings pages(MvmConfig config) {
        boolean configured = config.settings().stream()
                .anyMatch(setting -> setting.key().equals("rpc.metrics-url")
                        && !setting.origin().equals(Setting.DEFAULT_ORIGIN));
        Optional<URI> page = config.rpc().metricsUrl();
        if (!configured && !isLocal(config.rpc().urls().get(0))) {
            page = Optional.empty();
        }
        return PageSettings.of(page, configured, config.rpc().nodeExporterUrl());
    }

    private static boolean isLocal(URI url) {
        String host = url.getHost();
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    static ExporterSettings exporter(ExporterConfig config) {
        return new ExporterSettings(
                config.enabled() ? config.bind().toString() : null,
                config.rulesFile().map(Object::toString).orElse(null),
                config.allValidators(),
                config.maxValidators());
    }
}
