package io.mvm.cli;

import io.mvm.config.MvmConfig;
import io.mvm.store.ChainReader;
import io.mvm.store.StoreReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which database and which chain in it a command reads. */
final class DatabaseOptions {
    @Option(names = "--db-path", paramLabel = "FILE", description = "Database to read. Default: database.path.")
    private Path path;

    @Option(
            names = "--chain",
            paramLabel = "NAME",
            description = "Chain, if the database has several. Default: integration.chain-id.")
    private String chain;

    /** The configuration with these options laid over it. */
    MvmConfig config(MvmCommand root, Map<String, Object> others) {
        Map<String, Object> overrides = new HashMap<>(others);
        if (path != null) {
            overrides.put("database.path", path);
        }
        return root.config(overrides);
    }

    MvmConfig config(MvmCommand root) {
        return config(root, Map.of());
    }

    ChainReader open(MvmConfig config) {
        StoreReader store = StoreReader.open(config.database().path());
        return chain == null ? store.chainOrOnly(config.integration().chainId()) : store.chain(chain);
    }
}
