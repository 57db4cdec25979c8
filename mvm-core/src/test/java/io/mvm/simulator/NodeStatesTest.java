package io.mvm.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mvm.chain.HeaderHash;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a node says about itself, its mainchain and its blocks when something is wrong with it. */
class NodeStatesTest {
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
    void developmentNodeNeedsNoPeers() throws Exception {
        assertThat(client.result("system_health", "[]").get("shouldHavePeers").asBoolean())
                .isTrue();
        node.change(behaviour -> behaviour.shouldHavePeers(false).peers(0));
        assertThat(client.get("/health").body()).contains("\"peers\":0").contains("\"shouldHavePeers\":false");
        assertThat(client.result("system_health", "[]").get("shouldHavePeers").asBoolean(true))
                .isFalse();
    }

    @Test
    void mainchainIsTheOneOfTheCardanoPreviewNetwork() throws Exception {
        JsonNode mainchain = client.result("sidechain_getStatus", "[]").get("mainchain");
        long seconds = (Specs.NOON.millis() - 1_666_656_000_000L) / 1000;
        assertThat(mainchain.get("slot").asLong()).isEqualTo(seconds);
        assertThat(mainchain.get("epoch").asLong()).isEqualTo(seconds / 86_400);
        assertThat(mainchain.get("nextEpochTimestamp").asLong())
                .isEqualTo(1_666_656_000_000L + (seconds / 86_400 + 1) * 86_400_000);
    }

    @Test
    void mainchainThatLagsTellsAnOlderSlotAndEpochAndKnowsFewerEpochs() throws Exception {
        JsonNode fresh = client.result("sidechain_getStatus", "[]");
        node.change(behaviour -> behaviour.mainchainLag(Duration.ofMinutes(40)));
        JsonNode late = client.result("sidechain_getStatus", "[]");
        assertThat(late.get("sidechain")).isEqualTo(fresh.get("sidechain"));
        assertThat(late.at("/mainchain/slot").asLong())
                .isEqualTo(fresh.at("/mainchain/slot").asLong() - 2400);
        assertThat(late.at("/mainchain/epoch")).isEqualTo(fresh.at("/mainchain/epoch"));
        node.change(behaviour -> behaviour.mainchainLag(Duration.ofDays(1)));
        JsonNode yesterday = client.result("sidechain_getStatus", "[]").get("mainchain");
        assertThat(yesterday.get("epoch").asLong())
                .isEqualTo(fresh.at("/mainchain/epoch").asLong() - 1);
        assertThat(yesterday.get("nextEpochTimestamp").asLong())
                .isEqualTo(fresh.at("/mainchain/nextEpochTimestamp").asLong() - 86_400_000);
        long known = fresh.at("/mainchain/epoch").asLong() + 1;
        assertThat(client.result("systemParameters_getAriadneParameters", "[" + known + "]")
                        .has("dParameter"))
                .isTrue();
        assertThat(client.error("systemParameters_getAriadneParameters", "[" + (known + 1) + "]")
                        .get("message")
                        .textValue())
                .contains("is not known yet");
    }

    @Test
    void nodeOnAnotherBranchTellsOtherHashesOfFinalizedBlocksOnly() throws Exception {
        long finalized = chain.heads().finalized().number();
        node.change(behaviour -> behaviour.otherHashes(true));
        assertThat(hash(0)).isEqualTo(right(0));
        assertThat(hash(1)).isNotEqualTo(right(1));
        assertThat(hash(finalized)).isNotEqualTo(right(finalized)).hasSize(66);
        assertThat(hash(finalized + 1)).isEqualTo(right(finalized + 1));
        JsonNode several = client.result("chain_getBlockHash", "[[0," + finalized + "," + (finalized + 9) + "]]");
        assertThat(several.get(0).textValue()).isEqualTo(right(0));
        assertThat(several.get(1).textValue()).isEqualTo(hash(finalized));
        assertThat(several.get(2).isNull()).isTrue();
        node.change(behaviour -> behaviour.otherHashes(false));
        assertThat(hash(finalized)).isEqualTo(right(finalized));
        assertThat(HeaderHash.of(NodeClient.header(client.result("chain_getHeader", "[\"" + hash(finalized) + "\"]")))
                        .hex())
                .isEqualTo(hash(finalized));
    }

    @Test
    void stallsComeOnceInSoManySlotsAndSpareNobody() {
        NetworkSpec spec = NetworkSpec.builder()
                .slotsPerEpoch(30)
                .stalls(100, 10)
                .historyEpochs(20)
                .build();
        try (SimulatedChain stalling = SimulatedChain.create(spec, Specs.NOON)) {
            Truth truth = stalling.truth();
            long[] empty = truth.slots().stream()
                    .filter(slot -> slot.outcome() == Truth.Outcome.MISSED)
                    .mapToLong(Truth.Slot::slot)
                    .toArray();
            assertThat(empty.length).isBetween(50, 60);
            for (int i = 10; i < empty.length; i++) {
                assertThat(empty[i]).isEqualTo(empty[i - 10] + 100);
            }
            assertThat(truth.causes(0.33, 10).values()).containsOnly("network");
        }
    }

    private String hash(long number) throws Exception {
        return client.result("chain_getBlockHash", "[" + number + "]").textValue();
    }

    private String right(long number) {
        return chain.canonical(number).orElseThrow().hash().hex();
    }
}
