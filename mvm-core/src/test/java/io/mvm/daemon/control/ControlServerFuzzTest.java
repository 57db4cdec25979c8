package io.mvm.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mvm.daemon.operation.RecordedOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that nobody would want, by the hundred. A run repeats under its seed: {@code -Dfuzz.seed=N}. */
@Timeout(120)
class ControlServerFuzzTest {
    private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());
    private static final int CLIENTS = 400;
    private static final List<String> WORDS = List.of(
            "ping",
            "status",
            "help",
            "reload",
            "pause",
            "resume",
            "maintenance",
            "backfill",
            "validate",
            "stop",
            "sotp",
            "");
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "1",
            "-1",
            "1e999",
            "9223372036854775808",
            "1.5",
            "\"\"",
            "\"30m\"",
            "\"\\ud800\"",
            "[]",
            "{}",
            "[[[[]]]]",
            "{\"on\":true,\"for\":\"1h\"}",
            "{\"from\":1,\"to\":2}",
            "{\"from\":{}}",
            "{\"file\":\"/x\"}",
            "NaN",
            "'x'");

    @TempDir
    private Path directory;

    private final RecordedOperations operations = new RecordedOperations();
    private final Random random = new Random(SEED);
    private Path socket;
    private ControlServer server;
    private long descriptors;

    @BeforeEach
    void open() throws Exception {
        System.out.println("ControlServerFuzzTest: -Dfuzz.seed=" + SEED);
        socket = directory.resolve("s");
        // What the JVM opens once and keeps is not the server's.
        open(ControlLimits.USUAL);
        alive();
        server.close();
        descriptors = descriptors();
    }

    private void open(ControlLimits limits) {
        server = ControlServer.open(socket, operations, Clock.systemUTC(), limits);
    }

    private void alive() {
        try (ControlClient client = ControlClient.connect(socket, Duration.ofSeconds(20))) {
            assertThat(client.ask("ping", Map.of()).path("pid").asLong())
                    .isEqualTo(ProcessHandle.current().pid());
            assertThat(client.ask("backfill", Map.of("from", 1, "to", 2))
                            .path("missing")
                            .asLong())
                    .isEqualTo(1234);
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }

    @AfterEach
    void leavesNeitherThreadNorDescriptor() {
        server.close();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("mvm-control")));
        await().untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(descriptors));
        assertThat(socket).doesNotExist();
    }

    @Test
    void outlivesClientsThatSendAnythingAndLeaveAnyhow() throws Exception {
        open(new ControlLimits(16, Duration.ZERO, 8 << 10, Duration.ofSeconds(2), Duration.ofSeconds(2)));
        List<RawClient> open = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            RawClient client = new RawClient(socket);
            open.add(client);
            client.channel.configureBlocking(false);
            misbehave(client);
            if (random.nextBoolean()) {
                open.remove(random.nextInt(open.size())).close();
            }
            if (i % 50 == 0) {
                alive();
            }
        }
        alive();
        for (RawClient client : open) {
            client.close();
        }
        alive();
    }

    /** Writes what the server takes; what it does not take is dropped, as it is when it has hung up. */
    private void misbehave(RawClient client) {
        try {
            switch (random.nextInt(7)) {
                case 0 -> client.channel.write(ByteBuffer.wrap(bytes(random.nextInt(4_000))));
                case 1 -> write(client, "x".repeat(random.nextInt(40_000)));
                case 2 -> write(client, "[".repeat(1 + random.nextInt(8_000)) + "\n");
                case 3 -> {
                    for (int i = random.nextInt(20); i >= 0; i--) {
                        write(client, request() + "\n");
                    }
                }
                case 4 -> {
                    String request = request() + "\n";
                    write(client, request.substring(0, random.nextInt(request.length())));
                    if (random.nextBoolean()) {
                        client.channel.shutdownOutput();
                    }
                }
                case 5 -> write(client, "{\"command\":\"help\"}\n".repeat(random.nextInt(2_000)));
                default -> {
                    byte[] request = (request() + "\n").getBytes(StandardCharsets.UTF_8);
                    for (int i = 0; i < request.length; i++) {
                        if (random.nextInt(10) == 0) {
                            request[i] ^= (byte) (1 << random.nextInt(8));
                        }
                        client.channel.write(ByteBuffer.wrap(request, i, 1));
                    }
                }
            }
        } catch (IOException e) {
            // Hung up on, as it deserves.
        }
    }

    private static void write(RawClient client, String text) throws IOException {
        client.channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private String request() {
        return "{\"id\":" + pick(VALUES) + ",\"command\":"
                + (random.nextInt(8) == 0 ? pick(VALUES) : "\"" + pick(WORDS) + "\"") + ",\"args\":" + pick(VALUES)
                + "}";
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    @Test
    void answersEveryRequestOnOneLineWhateverIsInIt() throws Exception {
        open(ControlLimits.USUAL);
        try (RawClient client = new RawClient(socket)) {
            for (int i = 0; i < 3_000; i++) {
                String reply = client.ask(request());
                assertThat(reply).startsWith("{\"id\":").endsWith("}");
                Json.read(reply.getBytes(StandardCharsets.UTF_8));
            }
        }
        alive();
    }

    @Test
    void servesHundredsAtOnceWhoWriteByteByByte() throws Exception {
        open(new ControlLimits(300, Duration.ofMinutes(1), 1 << 10, Duration.ofMinutes(1), Duration.ofMinutes(1)));
        List<RawClient> slow = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            slow.add(new RawClient(socket));
        }
        String request = "{\"command\":\"backfill\",\"args\":{\"from\":1,\"to\":2}}\n";
        for (int at = 0; at < request.length(); at++) {
            for (RawClient client : slow) {
                client.send(request.substring(at, at + 1));
            }
        }
        alive();
        for (RawClient client : slow) {
            assertThat(client.line()).contains("\"missing\":1234");
            client.close();
        }
    }
}
