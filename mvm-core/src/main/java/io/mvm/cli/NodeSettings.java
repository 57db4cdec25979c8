package io.mvm.cli;

import io.mvm.config.MvmConfig;
import io.mvm.config.RpcConfig;
import io.mvm.rpc.RpcSettings;

/** How a command reaches the node, from the configuration. */
final class NodeSettings {
    private NodeSettings() {}

    /** For a command that asks once: one retry, as its caller waits and will ask again. */
    static RpcSettings once(MvmConfig config) {
        RpcConfig rpc = config.rpc();
        RpcSettings defaults = RpcSettings.of(rpc.urls().get(0));
        return new RpcSettings(
                rpc.urls(),
                rpc.timeout(),
                Math.min(1, rpc.maxRetries()),
                rpc.retryInitialDelay(),
                rpc.retryMaxDelay(),
                RpcSettings.WebSocketUse.OFF,
                config.sync().batchSize(),
                config.sync().concurrency(),
                config.sync().pollInterval(),
                defaults.healthInterval(),
                defaults.maxResponseBytes());
    }
}
