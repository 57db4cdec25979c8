package io.mvm.cli;

import io.mvm.config.MvmConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mvm sync}: the main job. */
@Command(
        name = "sync",
        description = {
            "Follows the chain into the database until stopped, and publishes what it learns as MBeans;"
                    + " with the exporter's agent, as metrics.",
            "The head comes first; history is filled in behind it from wherever the database stopped."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mvm sync --daemon --pid-file mvm.pid      in the background; kill $(cat mvm.pid) ends it",
            "  mvm sync                                  the node on this machine",
            "  mvm sync --rpc-url http://a:9944,http://b:9944",
            "                                            two nodes, the second for fail-over",
            "  mvm sync --once --metrics-bind off        catch up, serve nothing, end"
        })
final class SyncCommand implements Callable<Integer> {
    private final MvmCommand root;

    @Option(names = "--rpc-url", split = ",", paramLabel = "URL", description = "Node, or several for fail-over.")
    private List<String> rpcUrls;

    @Option(names = "--db-path", paramLabel = "FILE", description = "Database; made if it is not there.")
    private String database;

    @Option(names = "--start-block", paramLabel = "N", description = "Lowest block wanted; 0 for all.")
    private Long startBlock;

    @Option(names = "--batch-size", paramLabel = "N", description = "Blocks in one request while catching up.")
    private Integer batchSize;

    @Option(
            names = "--finalized-only",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description = "Store final blocks only.")
    private Boolean finalizedOnly;

    @Option(
            names = "--poll-interval",
            paramLabel = "TIME",
            description = "How often heads are asked for where the node offers no subscription, such as 6s.")
    private String pollInterval;

    @Mixin
    private MetricsOptions metrics;

    @Option(
            names = "--daemon",
            description =
                    "Run in the background: returns once it runs, or has failed. Reads its configuration anew at SIGHUP.")
    private boolean daemon;

    @Option(
            names = "--log-file",
            paramLabel = "FILE",
            description = "Where logs go in place of stderr; with --daemon, the database's path and .log unless set.")
    private String logFile;

    @Option(names = "--pid-file", paramLabel = "FILE", description = "File that holds the process id while it runs.")
    private String pidFile;

    @Option(names = "--once", description = "Catch up to the head and end.")
    private boolean once;

    SyncCommand(MvmCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws InterruptedException {
        Map<String, Object> overrides = overrides();
        MvmConfig config = root.config(overrides);
        if (daemon) {
            Background.require();
            if (config.daemon().logFile().isEmpty()) {
                Background.defaultLogFile(overrides, config.database().path());
                config = root.config(overrides);
            }
        }
        return new MonitorRun(config, root.source(overrides), root.environment()).run(once, daemon);
    }

    private Map<String, Object> overrides() {
        Map<String, Object> overrides = new HashMap<>();
        put(overrides, "rpc.urls", rpcUrls);
        put(overrides, "database.path", database);
        put(overrides, "sync.start-block", startBlock);
        put(overrides, "sync.batch-size", batchSize);
        put(overrides, "sync.finalized-only", finalizedOnly);
        put(overrides, "sync.poll-interval", pollInterval);
        put(overrides, "daemon.log-file", logFile);
        put(overrides, "daemon.pid-file", pidFile);
        metrics.into(overrides);
        return overrides;
    }

    private static void put(Map<String, Object> overrides, String key, Object value) {
        if (value != null) {
            overrides.put(key, value);
        }
    }
}
