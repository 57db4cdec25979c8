package io.mvm.cli;

import io.mvm.config.MvmConfig;
import io.mvm.simulator.DemoNetwork;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mvm demo}: {@code sync} against an embedded network, so that nothing else is needed to see it work. */
@Command(
        name = "demo",
        description = {
            "Follows a small simulated Midnight network: one-second slots, an epoch a minute, several epochs of history,"
                    + " one validator marked as ours, a miss now and then and the first of ours soon, a reorg every few minutes, a"
                    + " stall of everybody every ten minutes, one other validator that does not vote.",
            "Everything is real but the network: JSON-RPC over sockets, the database, MBeans and metrics."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mvm demo                               metrics at 127.0.0.1:9400",
            "  mvm demo --metrics-bind 127.0.0.1:0    at any free port, which is logged",
            "  mvm demo --db-path demo.db             keep the database for mvm query"
        })
final class DemoCommand implements Callable<Integer> {
    private static final List<String> TO_TRY =
            List.of("status --once", "schedule", "keys verify", "query misses --ours");

    private final MvmCommand root;

    @Mixin
    private MetricsOptions metrics;

    @Option(
            names = "--db-path",
            paramLabel = "FILE",
            description = "New database to write and keep; otherwise a temporary one, gone at the end.")
    private Path database;

    @Option(names = "--node-port", paramLabel = "PORT", description = "Port of the simulated node; 0 for any free one.")
    private int nodePort;

    DemoCommand(MvmCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (database != null && Files.exists(database)) {
            throw new CommandFailure(
                    ExitStatus.HOPELESS,
                    "--db-path " + database
                            + " exists, but each demo is another chain; remove the file or give another path");
        }
        try (DemoNetwork network = DemoNetwork.start(root.clock(), nodePort);
                DemoDirectory directory = DemoDirectory.create(network, database)) {
            Map<String, Object> overrides = overrides(network, directory);
            MvmConfig config = root.config(overrides);
            banner(network, directory, config);

            return new MonitorRun(config, root.source(overrides), root.environment()).run(false, false);
        }
    }

    private Map<String, Object> overrides(DemoNetwork network, DemoDirectory directory) {
        Map<String, Object> overrides = directory.settings(network);
        metrics.into(overrides);
        return overrides;
    }

    private void banner(DemoNetwork network, DemoDirectory directory, MvmConfig config) {
        PrintStream out = root.environment().out();
        out.println("MVM demo: a simulated Midnight network, one-second slots, an epoch a minute");
        config.exporter().bind().ifPresent(bind -> {
            out.println("  page      http://" + bind + "/");
            out.println("  metrics   http://" + bind + "/metrics");
        });
        out.println("  node      " + network.node().url() + "  (JSON-RPC over HTTP and WebSocket)");
        out.println("  database  " + config.database().path());
        out.println("  ours      " + network.ourKey().hex());
        out.println("  JConsole  process " + ProcessHandle.current().pid() + ", MBeans below mvm");
        out.println("To try in another terminal (./mvm in a clone):");
        for (String command : TO_TRY) {
            out.println("  mvm --config " + directory.configuration() + " " + command);
        }
        out.println("Ctrl-C ends it.");
        out.flush();
    }
}
