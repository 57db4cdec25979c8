package io.mvm.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.rpc.RpcException.Kind;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RoundStateCallTest extends NodeFixture {
    private static final String METHOD = "grandpa_roundState";

    @Test
    void aNodeWithoutTheMethodOrThatRefusesItTellsNothing() {
        FakeNode fake = fake(3);
        FailoverNode node = node(fake);
        assertThat(node.grandpaRoundState()).isEmpty();
        assertThat(node.syncState()).isEmpty();
        fake.answer(METHOD, params -> FakeNode.error(-32601, "RPC call is unsafe to be called externally"));
        assertThat(node.grandpaRoundState()).isEmpty();
    }

    @Test
    void aVoterThatDoesNotRunIsAStateOfItsOwn() {
        FakeNode fake = fake(3);
        fake.answer(METHOD, params -> FakeNode.error(1, "GRANDPA RPC endpoint not ready"));
        FailoverNode node = node(fake);
        assertThat(node.grandpaRoundState()).contains(RoundState.NOT_RUNNING);
        assertThat(RoundState.NOT_RUNNING.voterRuns()).isFalse();
    }

    @Test
    void anAnswerThatCannotBeReadIsAFailureAndNotAnEmptyRound() {
        FakeNode fake = fake(3);
        maxRetries = 0;
        fake.answer(METHOD, params -> FakeNode.result("{\"setId\":1}"));
        FailoverNode node = node(fake);
        assertThat(failure(Kind.MALFORMED, node::grandpaRoundState)).hasMessageContaining("best");
        fake.answer(METHOD, params -> FakeNode.error(-32000, "something else"));
        failure(Kind.ERROR, node::grandpaRoundState);
    }

    @Test
    void tellsHowFarItHasToGo() {
        FakeNode fake = fake(3);
        fake.answer(
                "system_syncState",
                params -> FakeNode.result("{\"startingBlock\":0,\"currentBlock\":3,\"highestBlock\":9}"));
        assertThat(node(fake).syncState()).contains(new SyncTarget(0, 3, OptionalLong.of(9)));
    }
}
