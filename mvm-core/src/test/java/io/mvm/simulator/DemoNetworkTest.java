package io.mvm.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
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
            assertThat(chain.validators()).hasSize(12);
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
}
