package io.mvm.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mvm.chain.Header;
import io.mvm.chain.HeaderHash;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Heads over WebSocket. */
class SubscriptionTest {
    private final SimulatedChain chain = SimulatedChain.create(
            NetworkSpec.builder().slotsPerEpoch(30).historyEpochs(2).build(), Specs.NOON);
    private final SimulatedNode node = SimulatedNode.start(chain);
    private final NodeClient client = new NodeClient(node);

    @AfterEach
    void close() {
        node.close();
        chain.close();
    }

    @Test
    void currentHeadComesFirstAndThenEachNewOne() throws Exception {
        NodeClient.Socket socket = client.socket(node);
        String id = socket.subscribe("NewHeads");
        assertThat(id).hasSize(16);
        assertThat(socket.head("chain_newHead", id).number()).isEqualTo(60);
        chain.advanceSlots(3);
        for (long number = 61; number <= 63; number++) {
            Header head = socket.head("chain_newHead", id);
            assertThat(HeaderHash.of(head))
                    .isEqualTo(chain.canonical(number).orElseThrow().hash());
        }
        socket.send(NodeClient.request(3, "chain_unsubscribeNewHeads", "[\"" + id + "\"]"));
        assertThat(socket.next().get("result").asBoolean()).isTrue();
        chain.advanceSlots(1);
        socket.send(NodeClient.request(4, "system_name", "[]"));
        assertThat(socket.next().get("id").asInt())
                .as("nothing more of the subscription")
                .isEqualTo(4);
    }

    @Test
    void reorgIsSeenGoingThereAndBack() throws Exception {
        NodeClient.Socket best = client.socket(node);
        String bestId = best.subscribe("NewHeads");
        NodeClient.Socket all = client.socket(node);
        String allId = all.subscribe("AllHeads");
        NodeClient.Socket finalized = client.socket(node);
        String finalizedId = finalized.subscribe("FinalizedHeads");
        Header base = best.head("chain_newHead", bestId);
        assertThat(all.head("chain_allHead", allId)).isEqualTo(base);
        assertThat(finalized.head("chain_finalizedHead", finalizedId).number()).isEqualTo(57);

        chain.forceReorg(2);
        chain.advanceSlots(6);
        Header lost = best.head("chain_newHead", bestId);
        Header lostChild = best.head("chain_newHead", bestId);
        Header winner = best.head("chain_newHead", bestId);
        assertThat(lost.parent()).isEqualTo(HeaderHash.of(base));
        assertThat(lostChild.parent()).isEqualTo(HeaderHash.of(lost));
        assertThat(winner.number()).isEqualTo(63);
        assertThat(winner.parent()).isNotEqualTo(HeaderHash.of(lostChild));
        assertThat(chain.canonical(61).orElseThrow().hash()).isNotEqualTo(HeaderHash.of(lost));
        for (long number : new long[] {61, 62, 61, 62, 63, 64}) {
            assertThat(all.head("chain_allHead", allId).number()).isEqualTo(number);
        }
        for (long number = 58; number <= 61; number++) {
            assertThat(HeaderHash.of(finalized.head("chain_finalizedHead", finalizedId)))
                    .isEqualTo(chain.canonical(number).orElseThrow().hash());
        }
    }

    @Test
    void orphanThatNeverWasBestComesOnlyWithAllHeads() throws Exception {
        NodeClient.Socket best = client.socket(node);
        String bestId = best.subscribe("NewHeads");
        NodeClient.Socket all = client.socket(node);
        String allId = all.subscribe("AllHeads");
        Header base = best.head("chain_newHead", bestId);
        all.head("chain_allHead", allId);
        chain.forceOrphan();
        chain.advanceSlots(3);
        Header winner = best.head("chain_newHead", bestId);
        assertThat(best.head("chain_newHead", bestId).parent()).isEqualTo(HeaderHash.of(winner));
        assertThat(all.head("chain_allHead", allId)).isEqualTo(winner);
        Header orphan = all.head("chain_allHead", allId);
        assertThat(orphan.parent()).isEqualTo(HeaderHash.of(base));
        assertThat(chain.truth().orphans()).containsExactly(HeaderHash.of(orphan));
        assertThat(best.silent()).isTrue();
    }

    @Test
    void finalizedHeadsMayJump() throws Exception {
        node.change(behaviour -> behaviour.finalizedJumps(true));
        NodeClient.Socket socket = client.socket(node);
        String id = socket.subscribe("FinalizedHeads");
        assertThat(socket.head("chain_finalizedHead", id).number()).isEqualTo(57);
        chain.stopFinality();
        chain.advanceSlots(10);
        chain.resumeFinality();
        assertThat(socket.head("chain_finalizedHead", id).number()).isEqualTo(67);
    }

    @Test
    void laggingNodeTellsLateAndFrozenNodeNotAtAll() throws Exception {
        node.change(behaviour -> behaviour.lag(2));
        NodeClient.Socket socket = client.socket(node);
        String id = socket.subscribe("NewHeads");
        assertThat(socket.head("chain_newHead", id).number()).isEqualTo(58);
        NodeClient.Socket all = client.socket(node);
        String allId = all.subscribe("AllHeads");
        assertThat(all.head("chain_allHead", allId).number()).isEqualTo(58);
        chain.advanceSlots(4);
        for (long number = 59; number <= 62; number++) {
            assertThat(socket.head("chain_newHead", id).number()).isEqualTo(number);
        }
        // The first two were there before the node fell behind.
        assertThat(all.head("chain_allHead", allId).number()).isEqualTo(61);
        assertThat(all.head("chain_allHead", allId).number()).isEqualTo(62);
        node.change(behaviour -> behaviour.lag(0).frozen(true));
        chain.advanceSlots(5);
        node.change(behaviour -> behaviour.frozen(false));
        assertThat(socket.head("chain_newHead", id).number())
                .as("caught up in bulk")
                .isEqualTo(69);
        chain.advanceSlots(1);
        assertThat(all.head("chain_allHead", allId).number()).isEqualTo(70);
    }

    @Test
    void socketsAreDroppedAndRefusedOnRequest() throws Exception {
        NodeClient.Socket socket = client.socket(node);
        socket.subscribe("NewHeads");
        node.dropConnections();
        assertThat(node.openConnections()).isZero();
        // The JDK's client does not always notice an end that follows a message at once; writing makes it.
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> socket.closed() || !socket.sends("[]"));
        node.change(behaviour -> behaviour.webSocket(false));
        assertThatThrownBy(() -> client.socket(node)).isInstanceOf(CompletionException.class);
        assertThat(client.error("chain_subscribeNewHeads", "[]").get("code").asInt())
                .as("HTTP cannot subscribe")
                .isEqualTo(-32601);
    }

    @Test
    void batchesAndCallsGoOverTheSocketToo() throws Exception {
        NodeClient.Socket socket = client.socket(node);
        socket.send("[" + NodeClient.request(1, "system_name", "[]") + "," + NodeClient.request(2, "system_name", "[]")
                + "]");
        assertThat(socket.next()).hasSize(2);
    }
}
