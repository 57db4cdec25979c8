package io.mvm.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mvm.rpc.RpcSettings;
import io.mvm.store.BlockRow;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Follows a real Substrate node with a real Aura runtime (Rococo Asset Hub, built block by block by chopsticks), and compares
 * every author with what this test works out from the node's own answers by other code than MVM's.
 */
class SubstrateNodeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    // An offer to upgrade to HTTP/2 is taken for a broken WebSocket by this node.
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private Process node;
    private URI url;

    @BeforeEach
    void startNode() throws Exception {
        String folder = System.getProperty("mvm.substrate-node");
        assertThat(folder)
                .as("folder of the prepared node, given with -Dmvm.substrate-node; ./verify prepares it and gives it")
                .isNotNull();
        int port;
        try (ServerSocket probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        node = new ProcessBuilder(
                        "node",
                        "node_modules/@acala-network/chopsticks/chopsticks.cjs",
                        "-c",
                        "node.yml",
                        "-p",
                        String.valueOf(port))
                .directory(Path.of(folder).toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("node.log").toFile())
                .start();
        url = URI.create("http://127.0.0.1:" + port);
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> call("system_chain").isTextual());
    }

    @AfterEach
    void stopNode() throws InterruptedException {
        node.destroyForcibly().waitFor();
    }

    @Test
    void agreesWithTheNodesOwnAuthoritiesOnEveryAuthor() throws Exception {
        call("dev_newBlock", Map.of("count", 40));
        SyncSettings live = new SyncSettings("rococo-asset-hub", 0, 15, 2, false, false, Set.of(), Map.of());
        RpcSettings rpc = new RpcSettings(
                List.of(url),
                Duration.ofSeconds(20),
                3,
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                RpcSettings.WebSocketUse.AUTO,
                15,
                2,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                RpcSettings.DEFAULT_MAX_RESPONSE_BYTES);
        try (Follower follower = new Follower(directory.resolve("mvm.db"), live, rpc)) {
            awaitStored(follower);
            call("dev_newBlock", Map.of("count", 5));
            awaitStored(follower);
            // The node goes back three blocks and builds on: the same blocks again, then new ones.
            call("dev_setHead", height() - 3);
            call("dev_newBlock", Map.of("count", 7));
            long head = awaitStored(follower);
            follower.stop();
            List<String> wrong = disagreements(follower.store().blocks(1, head), head);
            System.out.printf(
                    "truth | chopsticks, Rococo Asset Hub | %d blocks | 4 validators | %d disagreements%n",
                    head, wrong.size());
            assertThat(wrong).isEmpty();
            assertThat(follower.snapshot().sync().unattributedBlocks()).isZero();
            assertThat(follower.snapshot().sidechainEpoch()).isNull();
            assertThat(follower.snapshot().node().slotDurationMs()).isEqualTo(12_000);
        } catch (AssertionError | Exception e) {
            e.addSuppressed(
                    new IllegalStateException("the node said: " + Files.readString(directory.resolve("node.log"))));
            throw e;
        }
    }

    private long awaitStored(Follower follower) throws Exception {
        long head = height();
        await().atMost(PATIENCE)
                .until(() -> follower.snapshot() != null
                        && Long.valueOf(head).equals(follower.snapshot().sync().lastBlock())
                        && Long.valueOf(0).equals(follower.snapshot().sync().backfillRemainingBlocks()));
        return head;
    }

    private long height() throws Exception {
        return Long.decode(call("chain_getHeader").path("number").asText());
    }

    private List<String> disagreements(List<BlockRow> rows, long head) throws Exception {
        List<String> wrong = new ArrayList<>();
        assertThat(rows).hasSize((int) head);
        for (BlockRow row : rows) {
            String hash = call("chain_getBlockHash", row.number()).asText();
            JsonNode header = call("chain_getHeader", hash);
            String authorities = call(
                            "state_call",
                            "AuraApi_authorities",
                            "0x",
                            header.path("parentHash").asText())
                    .asText();
            long slot = slot(header);
            // One byte of length for fewer than 64 keys, then 32 bytes for each.
            int count = Integer.parseInt(authorities.substring(2, 4), 16) >> 2;
            int seat = (int) (slot % count);
            String author = "0x" + authorities.substring(4 + seat * 64, 4 + (seat + 1) * 64);
            if (!row.hash().hex().equals(hash)
                    || row.slot() != slot
                    || row.seat() != seat
                    || !row.author().hex().equals(author)) {
                wrong.add("block " + row.number() + ": stored " + row + ", the node says hash " + hash + ", slot "
                        + slot + ", seat " + seat + ", author " + author);
            }
        }
        return wrong;
    }

    private static long slot(JsonNode header) {
        for (JsonNode log : header.path("digest").path("logs")) {
            if (log.asText().startsWith("0x0661757261")) {
                byte[] bytes = HexFormat.of().parseHex(log.asText().substring(14));
                return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
            }
        }
        throw new IllegalStateException("no slot in " + header);
    }

    private JsonNode call(String method, Object... params) throws IOException, InterruptedException {
        String body =
                json.writeValueAsString(Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", List.of(params)));
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(url)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        JsonNode parsed = json.readTree(answer.body());
        if (!parsed.has("result")) {
            throw new IOException(method + " was answered with " + answer.body());
        }
        return parsed.get("result");
    }
}
