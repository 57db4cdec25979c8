package io.mvm.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mvm.simulator.NodeBehaviour.FailureKind;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Batches, limits, and all the ways to go wrong on request. */
class FaultsTest {
    private static final String HEALTH = NodeClient.request(1, "system_health", "[]");

    private final SimulatedChain chain = SimulatedChain.create(
            NetworkSpec.builder().slotsPerEpoch(30).historyEpochs(4).build(), Specs.NOON);
    private final SimulatedNode node = SimulatedNode.start(chain);
    private final NodeClient client = new NodeClient(node);

    @AfterEach
    void close() {
        node.close();
        chain.close();
    }

    @Test
    void batchIsAnsweredByItsIds() throws Exception {
        JsonNode answers = NodeClient.JSON.readTree(client.post("["
                        + NodeClient.request("\"a\\\"b\"", "chain_getBlockHash", "[1]") + ","
                        + NodeClient.request(7, "nonsense", "[]") + ","
                        + "{\"jsonrpc\":\"2.0\",\"method\":\"system_health\"},"
                        + NodeClient.request(8, "system_name", "[]") + "]")
                .body());
        assertThat(answers).hasSize(3);
        assertThat(answers.at("/0/id").textValue()).isEqualTo("a\"b");
        assertThat(answers.at("/0/result").textValue())
                .isEqualTo(chain.canonical(1).orElseThrow().hash().hex());
        assertThat(answers.at("/1/error/code").asInt()).isEqualTo(-32601);
        assertThat(answers.at("/2/id").asInt()).isEqualTo(8);
    }

    @Test
    void batchesAreRefusedOrLimitedAsAsked() throws Exception {
        String two = "[" + HEALTH + "," + HEALTH + "]";
        node.change(behaviour -> behaviour.batches(false));
        assertThat(error(two).get("code").asInt()).isEqualTo(-32005);
        assertThat(client.result("system_name", "[]").textValue()).isEqualTo("Midnight Node");
        node.change(behaviour -> behaviour.batches(true).maxBatch(1));
        assertThat(error(two).get("code").asInt()).isEqualTo(-32010);
        node.change(behaviour -> behaviour.maxBatch(2).maxResponseBytes(150));
        assertThat(error(two).get("code").asInt()).isEqualTo(-32011);
        assertThat(error(NodeClient.request(1, "chain_getHeader", "[]"))
                        .get("code")
                        .asInt())
                .isEqualTo(-32008);
        assertThat(error("[]").get("code").asInt()).isEqualTo(-32600);
        assertThat(error("{\"jsonrpc\"").get("code").asInt()).isEqualTo(-32700);
    }

    @Test
    void requestsFailInTheNamedWay() throws Exception {
        assertThat(failing(FailureKind.HTTP_503).statusCode()).isEqualTo(503);
        assertThat(failing(FailureKind.HTTP_429).statusCode()).isEqualTo(429);
        assertThat(failing(FailureKind.GARBAGE).body()).startsWith("<html>");
        assertThat(failing(FailureKind.TRUNCATED_JSON).body())
                .startsWith("{\"jsonrpc\"")
                .doesNotEndWith("}}");
        assertThat(failing(FailureKind.INTERNAL_ERROR).body()).contains("-32603");
        assertThatThrownBy(() -> failing(FailureKind.CLOSE)).isInstanceOf(IOException.class);
        node.change(behaviour -> behaviour.failures(0));
        assertThat(client.post(HEALTH).statusCode()).isEqualTo(200);
    }

    @Test
    void someRequestsAreNeverAnswered() {
        node.change(behaviour -> behaviour.failures(1, FailureKind.NEVER));
        NodeClient impatient = new NodeClient(node);
        assertThatThrownBy(() -> impatient.post(HEALTH, Duration.ofMillis(200)))
                .isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void aShareOfCallsFailsWithinABatch() throws Exception {
        node.change(behaviour -> behaviour.callFailureRate(0.3));
        StringBuilder batch = new StringBuilder("[" + HEALTH);
        for (int i = 1; i < 200; i++) {
            batch.append(',').append(HEALTH);
        }
        int failed = 0;
        for (JsonNode answer : NodeClient.JSON.readTree(client.post(batch + "]").body())) {
            failed += answer.at("/error/code").asInt() == -32603 ? 1 : 0;
        }
        assertThat(failed).isBetween(30, 90);
    }

    @Test
    void failureRateIsAShare() throws Exception {
        node.change(behaviour -> behaviour.failures(0.5, FailureKind.HTTP_503, FailureKind.HTTP_429));
        Set<Integer> statuses = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            statuses.add(client.post(HEALTH).statusCode());
        }
        assertThat(statuses).containsExactlyInAnyOrder(200, 429, 503);
    }

    @Test
    void latencyIsWaitedWithoutHoldingOthersUp() throws Exception {
        node.change(behaviour -> behaviour.latency(Duration.ofMillis(150)));
        long start = System.nanoTime();
        CompletableFuture<?>[] all = new CompletableFuture<?>[8];
        for (int i = 0; i < all.length; i++) {
            all[i] = client.postAsync(HEALTH);
        }
        CompletableFuture.allOf(all).join();
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertThat(millis).isBetween(150L, 8 * 150L - 1);
    }

    @Test
    void limitsCallsOfAConnection() throws Exception {
        node.change(behaviour -> behaviour.callsPerMinute(3));
        NodeClient.Socket socket = client.socket(node);
        for (int i = 0; i < 4; i++) {
            socket.send(HEALTH);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(socket.next().has("result")).isTrue();
        }
        assertThat(socket.next().at("/error/code").asInt()).isEqualTo(-32999);
    }

    @Test
    void frozenNodeHearsNothingMore() throws Exception {
        chain.advanceSlots(2);
        String before = client.result("chain_getBlockHash", "[]").textValue();
        node.change(behaviour -> behaviour.frozen(true));
        chain.advanceSlots(5);
        String next = chain.canonical(123).orElseThrow().hash().hex();
        assertThat(client.result("chain_getBlockHash", "[]").textValue()).isEqualTo(before);
        assertThat(client.result("chain_getBlockHash", "[123]").isNull()).isTrue();
        assertThat(client.result("chain_getBlock", "[\"" + next + "\"]").isNull())
                .isTrue();
        assertThat(client.result("system_syncState", "[]").get("highestBlock").asLong())
                .isEqualTo(127);
        node.change(behaviour -> behaviour.frozen(false));
        assertThat(client.result("chain_getBlockHash", "[123]").textValue()).isEqualTo(next);
    }

    @Test
    void laggingNodeIsSomeBlocksBehind() throws Exception {
        node.change(behaviour -> behaviour.lag(10));
        assertThat(client.result("chain_getHeader", "[]").get("number").textValue())
                .isEqualTo("0x6e");
        assertThat(client.result("chain_getFinalizedHead", "[]").textValue())
                .isEqualTo(chain.canonical(110).orElseThrow().hash().hex());
        assertThat(client.result("chain_getBlockHash", "[111]").isNull()).isTrue();
        try (SimulatedNode other = SimulatedNode.start(chain)) {
            assertThat(new NodeClient(other)
                            .result("chain_getHeader", "[]")
                            .get("number")
                            .textValue())
                    .isEqualTo("0x78");
        }
    }

    @Test
    void offlineNodeCutsConnectionsAndComesBackOnTheSamePort() throws Exception {
        int port = node.port();
        node.change(behaviour -> behaviour.offline(true));
        node.dropConnections();
        assertThatThrownBy(() -> new NodeClient(node).post(HEALTH)).isInstanceOf(IOException.class);
        node.close();
        try (SimulatedNode again = SimulatedNode.start(chain, port, NodeBehaviour.healthy())) {
            assertThat(again.port()).isEqualTo(port);
            assertThat(new NodeClient(again).post(HEALTH).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void countsWhatItWasAsked() throws Exception {
        client.post("[" + HEALTH + "," + HEALTH + "]");
        client.result("chain_getBlockHash", "[[1,2,3]]");
        assertThat(node.counters().requests()).isEqualTo(2);
        assertThat(node.counters().calls()).isEqualTo(3);
        assertThat(node.counters().calls("system_health")).isEqualTo(2);
        assertThat(client.get("/simulator/counters").body())
                .startsWith("{\"requests\":2,\"calls\":3")
                .contains("\"chain_getBlockHash\":1");
    }

    private HttpResponse<String> failing(FailureKind kind) throws Exception {
        node.change(behaviour -> behaviour.failures(1, kind));
        return client.post(HEALTH);
    }

    private JsonNode error(String body) throws Exception {
        JsonNode answer = NodeClient.JSON.readTree(client.post(body).body());
        assertThat(answer.has("error")).as(answer.toString()).isTrue();
        return answer.get("error");
    }
}
