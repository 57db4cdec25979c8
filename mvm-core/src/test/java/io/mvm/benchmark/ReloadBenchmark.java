package io.mvm.benchmark;

import com.codahale.metrics.MetricRegistry;
import io.mvm.config.ConfigLoader;
import io.mvm.config.MvmConfig;
import io.mvm.daemon.Daemon;
import io.mvm.daemon.lifecycle.ServiceNotifier;
import io.mvm.daemon.operation.ReloadReport;
import io.mvm.daemon.reload.ConfigSource;
import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import io.mvm.view.ProcessView;
import io.mvm.view.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How long it takes to read the configuration anew under a daemon that follows a live chain, each time with another batch size
 * and other labels or the same. Arguments: labelled validators, reloads.
 */
public final class ReloadBenchmark {
    private ReloadBenchmark() {}

    /** Prints the first reload and percentiles of all as rows of a Markdown table. */
    public static void main(String[] args) throws Exception {
        int labels = args.length > 0 ? Integer.parseInt(args[0]) : 2_000;
        int reloads = args.length > 1 ? Integer.parseInt(args[1]) : 300;
        Path directory = Files.createTempDirectory("mvm-benchmark");
        try (SimulatedChain chain = SimulatedChain.create(
                        NetworkSpec.builder()
                                .seats(130)
                                .slotDurationMs(1_000)
                                .historyEpochs(3)
                                .build(),
                        Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            chain.startLive();
            run(directory, node, labels, reloads);
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void run(Path directory, SimulatedNode node, int labels, int reloads) throws Exception {
        write(directory, node, labels, 0, 0);
        ConfigSource source = file ->
                ConfigLoader.load(Optional.of(file.orElse(directory.resolve("mvm.conf"))), System.getenv(), Map.of());
        MvmConfig config = source.load(Optional.empty());
        List<Snapshot> shown = new ArrayList<>();
        try (Daemon daemon = new Daemon(
                config,
                source,
                false,
                new ProcessView("benchmark", "", "", 0, 0),
                new MetricRegistry(),
                Clock.systemUTC(),
                snapshot -> {
                    synchronized (shown) {
                        shown.add(snapshot);
                        shown.notifyAll();
                    }
                },
                applied -> {},
                ServiceNotifier.NONE)) {
            synchronized (shown) {
                while (shown.isEmpty()
                        || !Long.valueOf(0)
                                .equals(
                                        shown.get(shown.size() - 1).sync() == null
                                                ? null
                                                : shown.get(shown.size() - 1)
                                                        .sync()
                                                        .backfillRemainingBlocks())) {
                    shown.wait();
                }
            }
            List<ReloadReport> same = new ArrayList<>();
            List<ReloadReport> other = new ArrayList<>();
            for (int i = 1; i <= reloads; i++) {
                write(directory, node, labels, i, 0);
                measure(daemon, same);
            }
            for (int i = 1; i <= reloads; i++) {
                write(directory, node, labels, i, i);
                measure(daemon, other);
            }
            System.out.println("| " + labels + " labels, ms | load | validate | swap | total |");
            System.out.println("|---|---|---|---|---|");
            row("the first reload", same.subList(0, 1), 0);
            row("one value changed, median of " + same.size(), same, 0.5);
            row("p99", same, 0.99);
            row("every label changed, median of " + other.size(), other, 0.5);
            row("p99", other, 0.99);
        }
    }

    private static void measure(Daemon daemon, List<ReloadReport> reports) {
        ReloadReport report = daemon.reload("benchmark");
        // Where the daemon's own watch was faster, nothing was left to be taken over.
        if (!report.applied().isEmpty()) {
            reports.add(report);
        }
    }

    private static void row(String name, List<ReloadReport> reports, double quantile) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %.2f | %.2f |%n",
                name,
                at(reports, quantile, ReloadReport::load),
                at(reports, quantile, ReloadReport::validate),
                at(reports, quantile, ReloadReport::swap),
                at(reports, quantile, ReloadReport::total));
    }

    private static double at(List<ReloadReport> reports, double quantile, Function<ReloadReport, Duration> part) {
        List<Duration> times = reports.stream().map(part).sorted().toList();
        int index = (int) Math.min(times.size() - 1, Math.floor(quantile * times.size()));
        return times.get(index).toNanos() / 1e6;
    }

    private static void write(Path directory, SimulatedNode node, int labels, int round, int names) throws IOException {
        StringBuilder text = new StringBuilder("labels {\n");
        // The same keys each time, spread as keys are.
        Random random = new Random(1);
        byte[] key = new byte[32];
        for (int i = 0; i < labels; i++) {
            random.nextBytes(key);
            text.append("  \"0x02")
                    .append(HexFormat.of().formatHex(key))
                    .append("\" = \"V")
                    .append(i)
                    .append('-')
                    .append(names)
                    .append("\"\n");
        }
        Path file = directory.resolve("labels.conf");
        replace(file, text.append("}\n").toString());
        replace(directory.resolve("mvm.conf"), """
                rpc.urls = ["%s"]
                database.path = "%s"
                exporter.enabled = false
                validator.labels-file = "%s"
                sync.batch-size = %d
                """.formatted(
                        node.url(), directory.resolve("mvm.db"), file, 100 + round % 2));
    }

    /** At once, so that the daemon's own watch never reads a half of it. */
    private static void replace(Path file, String text) throws IOException {
        Files.move(Files.writeString(file.resolveSibling("new"), text), file, StandardCopyOption.ATOMIC_MOVE);
    }
}
