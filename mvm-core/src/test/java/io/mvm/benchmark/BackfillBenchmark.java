package io.mvm.benchmark;

import com.codahale.metrics.MetricRegistry;
import com.sun.management.OperatingSystemMXBean;
import io.mvm.rpc.FailoverNode;
import io.mvm.rpc.RpcSettings;
import io.mvm.store.ChainWriter;
import io.mvm.sync.SyncService;
import io.mvm.sync.SyncSettings;
import io.mvm.view.Snapshot;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Blocks a second, calls and requests for each block, bytes on disk and processor time for each block, with the simulated network in its own
 * process on the same machine. Arguments: epochs of history, seats, latencies in ms (several).
 */
public final class BackfillBenchmark {
    /** Of this process alone, which a busy machine changes less than it does the time by the clock. */
    private static final OperatingSystemMXBean CPU =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private BackfillBenchmark() {}

    /** Prints one row of a Markdown table for each run. */
    public static void main(String[] args) throws Exception {
        String epochs = args.length > 0 ? args[0] : "400";
        String seats = args.length > 1 ? args[1] : "130";
        List<String> latencies =
                args.length > 2 ? List.of(args).subList(2, args.length) : List.of("0", "0", "0", "5", "5", "5");
        System.out.println(
                "| latency ms | blocks | seconds | blocks/s | calls/block | requests/block | bytes/block | CPU µs/block |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (String latency : latencies) {
            run(epochs, seats, latency);
        }
    }

    private static void run(String epochs, String seats, String latency) throws Exception {
        Path directory = Files.createTempDirectory("mvm-benchmark");
        Path database = directory.resolve("mvm.db");
        MetricRegistry metrics = new MetricRegistry();
        AtomicReference<Snapshot> last = new AtomicReference<>();
        try (SimulatorJvm simulator = new SimulatorJvm(
                List.of("-Xmx1g", "-XX:+UseSerialGC"), "--epochs", epochs, "--seats", seats, "--latency-ms", latency)) {
            long start;
            long end;
            long cpu;
            try (ChainWriter store = ChainWriter.open(database, Clock.systemUTC(), metrics);
                    FailoverNode node = new FailoverNode(RpcSettings.of(simulator.url()), metrics, Clock.systemUTC())) {
                SyncSettings settings = new SyncSettings("bench", 0, 200, 4, false, true, Set.of(), Map.of());
                SyncService service = new SyncService(settings, node, store, Clock.systemUTC(), last::set);
                cpu = CPU.getProcessCpuTime();
                start = System.nanoTime();
                service.start();
                service.done().get();
                end = System.nanoTime();
                cpu = CPU.getProcessCpuTime() - cpu;
            }
            long blocks = last.get().sync().blocks();
            double seconds = (end - start) / 1e9;
            System.out.printf(
                    "| %s | %,d | %.2f | %,.0f | %.4f | %.4f | %.1f | %.1f |%n",
                    latency,
                    blocks,
                    seconds,
                    blocks / seconds,
                    (double) metrics.counter("rpc.calls").getCount() / blocks,
                    (double) metrics.counter("rpc.requests").getCount() / blocks,
                    (double) Files.size(database) / blocks,
                    cpu / 1e3 / blocks);
        }
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
