package io.mvm.benchmark;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The distribution as it is started by {@code bin/mvm sync}, against a live simulated network in its own process: time from
 * start to the first good scrape, time from a head's announcement to its metric, resident memory. Arguments: folder of the
 * distribution, seats and validators of the network, heads to measure.
 */
public final class LiveBenchmark {
    private static final Pattern LAST_BLOCK =
            Pattern.compile("^mvm_sync_last_block\\{[^}]*} (\\S+)$", Pattern.MULTILINE);
    private static final Pattern HEAD = Pattern.compile("\"number\":\"0x([0-9a-f]+)\"");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private LiveBenchmark() {}

    /** Prints rows of a Markdown table. */
    public static void main(String[] args) throws Exception {
        Path distribution = Path.of(args[0]);
        String seats = args.length > 1 ? args[1] : "1200";
        int heads = args.length > 2 ? Integer.parseInt(args[2]) : 40;
        Path directory = Files.createTempDirectory("mvm-live");
        try (SimulatorJvm simulator = new SimulatorJvm(
                List.of("-Xmx1g", "-XX:+UseSerialGC"),
                "--epochs",
                "4",
                "--seats",
                seats,
                "--validators",
                seats,
                "--slots-per-epoch",
                "1200",
                "--slot-ms",
                "2000",
                "--live")) {
            System.out.println("| what | value |");
            System.out.println("|---|---|");
            for (int round = 1; round <= 3; round++) {
                Path database = directory.resolve("start" + round + ".db");
                Started fresh = start(distribution, database, simulator.url());
                System.out.printf(
                        "| start to first good scrape, new database, run %d | %d ms |%n", round, fresh.firstScrapeMs);
                fresh.stop();
                Started again = start(distribution, database, simulator.url());
                System.out.printf(
                        "| start to first good scrape, known database, run %d | %d ms |%n", round, again.firstScrapeMs);
                if (round == 3) {
                    measureHeads(simulator.url(), again, heads);
                }
                again.stop();
            }
        }
    }

    private static void measureHeads(URI node, Started mvm, int heads) throws Exception {
        BlockingQueue<long[]> announced = new LinkedBlockingQueue<>();
        WebSocket socket = HTTP.newWebSocketBuilder()
                .buildAsync(URI.create(node.toString().replace("http", "ws")), new Listener(announced))
                .get();
        socket.sendText("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"chain_subscribeNewHeads\",\"params\":[]}", true)
                .get();
        List<Long> delays = new ArrayList<>();
        long bytes = 0;
        while (delays.size() < heads) {
            long[] head = announced.poll(30, TimeUnit.SECONDS);
            if (head == null) {
                throw new IOException("no head came for 30 s");
            }
            Double shown = null;
            String page = "";
            while (shown == null || shown < head[0]) {
                page = scrape(mvm.url);
                shown = lastBlock(page);
            }
            delays.add((System.nanoTime() - head[1]) / 1_000_000);
            bytes = page.length();
        }
        socket.abort();
        long[] sorted = delays.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf("| new head to visible metric, median of %d | %d ms |%n", heads, sorted[heads / 2]);
        System.out.printf("| new head to visible metric, slowest | %d ms |%n", sorted[heads - 1]);
        System.out.printf("| size of the page | %,d bytes |%n", bytes);
        System.out.printf("| resident memory then | %.0f MiB |%n", mvm.residentKb() / 1024.0);
        System.out.println("<!-- delays in ms: " + Arrays.toString(sorted) + " -->");
    }

    private static Started start(Path distribution, Path database, URI node) throws Exception {
        int port;
        try (ServerSocket probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        long began = System.nanoTime();
        Process process = new ProcessBuilder(
                        distribution.resolve("bin/mvm").toString(),
                        "sync",
                        "--rpc-url",
                        node.toString(),
                        "--db-path",
                        database.toString(),
                        "--metrics-bind",
                        "127.0.0.1:" + port)
                .redirectError(database.resolveSibling("mvm.log").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        URI url = URI.create("http://127.0.0.1:" + port + "/metrics");
        while (lastBlock(scrape(url)) == null) {
            if (!process.isAlive()) {
                throw new IOException("mvm ended: " + Files.readString(database.resolveSibling("mvm.log")));
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return new Started(process, url, (System.nanoTime() - began) / 1_000_000);
    }

    private static String scrape(URI url) throws InterruptedException {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(url)
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString(StandardCharsets.US_ASCII))
                    .body();
        } catch (IOException e) {
            // Not listening yet.
            return "";
        }
    }

    private static Double lastBlock(String page) {
        int at = page.indexOf("\nmvm_sync_last_block{");
        if (at < 0) {
            return null;
        }
        Matcher line = LAST_BLOCK.matcher(page.substring(at + 1, page.indexOf('\n', at + 1)));
        return line.find() ? Double.valueOf(line.group(1)) : null;
    }

    private record Started(Process process, URI url, long firstScrapeMs) {
        void stop() throws InterruptedException {
            process.destroy();
            process.waitFor();
        }

        /** Of the JVM, which the launcher's shell waits for. */
        long residentKb() throws IOException {
            long pid =
                    process.descendants().findFirst().orElse(process.toHandle()).pid();
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D+", ""));
                }
            }
            throw new IOException("no VmRSS of process " + pid);
        }
    }

    private static final class Listener implements WebSocket.Listener {
        private final BlockingQueue<long[]> announced;
        private final StringBuilder text = new StringBuilder();

        Listener(BlockingQueue<long[]> announced) {
            this.announced = announced;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                Matcher head = HEAD.matcher(text);
                if (head.find()) {
                    announced.add(new long[] {Long.parseLong(head.group(1), 16), System.nanoTime()});
                }
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
