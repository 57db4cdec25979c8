package io.mvm.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mvm.chain.Hex;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class DemoNetworkTest {
    @Test
    void showsAMissOfOursInTenEpochsOfHistoryAndGoesOn() throws Exception {
        try (DemoNetwork demo = DemoNetwork.start(Clock.systemUTC())) {
            SimulatedChain chain = demo.chain();
            Truth truth = chain.truth();
            assertThat(truth.byValidator().get(demo.ourKey()).missed()).isPositive();
            assertThat(truth.byValidator().get(demo.ourKey()).produced()).isGreaterThan(20);
            assertThat(truth.blocks().size()).isGreaterThan(10 * 60);
            assertThat(truth.total().missed()).isLessThan(truth.total().owed() / 20);
            assertThat(chain.validators()).hasSize(13);
            assertThat(new NodeClient(demo.node())
                            .result("chain_getHeader", "[]")
                            .get("number")
                            .textValue())
                    .startsWith("0x");
            assertThat(demo.ourKeystore())
                    .anyMatch(
                            name -> name.equals("63726368" + demo.ourKey().hex().substring(2)));
        }
    }

    @Test
    void historyHoldsAMissOfOursAloneAndAStallOfEverybody() {
        try (DemoNetwork demo = DemoNetwork.start(Clock.systemUTC())) {
            Truth truth = demo.chain().truth();
            Map<Long, String> causes = truth.causes(0.33, 10);
            assertThat(truth.slots())
                    .anyMatch(
                            slot -> slot.validator().equals(demo.ourKey()) && "alone".equals(causes.get(slot.slot())));
            assertThat(causes.values().stream().filter("network"::equals).count())
                    .isGreaterThanOrEqualTo(10);
        }
    }

    @Test
    void oneVoterIsSilentOneRegistrationPendingAndOurKeysAreInTheNode() throws Exception {
        try (DemoNetwork demo = DemoNetwork.start(Clock.systemUTC())) {
            NodeClient client = new NodeClient(demo.node());
            SimulatedValidator mute = demo.chain().validators().stream()
                    .filter(validator -> "MUTE".equals(demo.labels().get(validator.sidechainKey())))
                    .findFirst()
                    .orElseThrow();
            Awaitility.await()
                    .until(() -> client.result("grandpa_roundState", "[]")
                            .at("/background/0/prevotes/missing")
                            .toString()
                            .contains(Ss58.encode(mute.grandpaKey())));
            assertThat(demo.chain().heads().finalized().number()).isGreaterThan(500);

            SimulatedValidator soon = demo.chain().validators().get(12);
            assertThat(demo.labels()).containsEntry(soon.sidechainKey(), "SOON");
            String pool = Hex.encode(soon.poolKey());
            long epoch = soon.registeredFrom().orElseThrow();
            assertThat(candidates(client, epoch - 1).has(pool)).isFalse();
            assertThat(candidates(client, epoch).has(pool)).isTrue();

            for (String file : demo.ourKeystore()) {
                String type = new String(Hex.decode("0x" + file.substring(0, 8)), StandardCharsets.US_ASCII);
                assertThat(client.result("author_hasKey", "[\"0x" + file.substring(8) + "\",\"" + type + "\"]")
                                .asBoolean())
                        .isTrue();
            }
        }
    }

    @Test
    void oursIsRegisteredAndMissesASlotOfItsOwnInTheFirstMinute() {
        try (DemoNetwork demo = DemoNetwork.start(Clock.systemUTC())) {
            SimulatedChain chain = demo.chain();
            assertThat(demo.ours().kind()).isEqualTo(SimulatedValidator.Kind.REGISTERED);
            assertThat(demo.ours().stakeLovelace()).isPositive();
            long before = chain.truth().byValidator().get(demo.ourKey()).missed();
            // Ahead of the clock, two epochs: it may have no seat in the first.
            chain.advanceSlots(120);
            assertThat(chain.truth().byValidator().get(demo.ourKey()).missed()).isGreaterThan(before);
        }
    }

    @Test
    void twoNodesTellTheSameChain() throws Exception {
        try (DemoNetwork demo = DemoNetwork.start(Clock.systemUTC())) {
            assertThat(new NodeClient(demo.fallback()).result("chain_getBlockHash", "[100]"))
                    .isEqualTo(new NodeClient(demo.node()).result("chain_getBlockHash", "[100]"));
        }
    }

    private static JsonNode candidates(NodeClient client, long epoch) throws Exception {
        return client.result("systemParameters_getAriadneParameters", "[" + epoch + "]")
                .get("candidateRegistrations");
    }
}
