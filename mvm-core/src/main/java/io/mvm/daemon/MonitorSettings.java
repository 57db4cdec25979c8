package io.mvm.daemon;

import io.mvm.config.ExporterConfig;
import io.mvm.config.MvmConfig;
import io.mvm.config.RpcConfig;
import io.mvm.config.Setting;
import io.mvm.duty.JudgementRule;
import io.mvm.jmx.ExporterSettings;
import io.mvm.rpc.PageSettings;
import io.mvm.rpc.RpcSettings;
import io.mvm.sync.SyncSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a configuration means to the parts of a monitor.
 *
 * @param sync what to follow
 * @param rpc how to reach the node
 * @param database the file
 * @param exporter where and how MBeans are to be served
 */
public record MonitorSettings(SyncSettings sync, RpcSettings rpc, Path database, ExporterSettings exporter) {
    private static final Duration HEALTH_INTERVAL = Duration.ofSeconds(5);

    /**
     * Of a configuration. Reads the files it names, such as that of labels, and those of secrets to see that they can be used.
     *
     * @param once whether to end when everything is stored
     * @throws io.mvm.config.ConfigException if such a file cannot be used
     */
    public static MonitorSettings of(MvmConfig config, boolean once) {
        config.requireSecrets();
        return new MonitorSettings(
                sync(config, once), rpc(config), config.database().path(), exporter(config.exporter()));
    }

    private static SyncSettings sync(MvmConfig config, boolean once) {
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

    /** How to reach the node. */
    public static RpcSettings rpc(MvmConfig config) {
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
                config.logging().slowCall(),
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

    private static ExporterSettings exporter(ExporterConfig config) {
        return new ExporterSettings(
                config.bind().map(Object::toString).orElse(null),
                config.rulesFile().map(Object::toString).orElse(null),
                config.allValidators(),
                config.maxValidators());
    }
}
