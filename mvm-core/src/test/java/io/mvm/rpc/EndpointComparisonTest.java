package io.mvm.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.NodeBehaviour;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several endpoints of one network, held against each other. */
@Timeout(60)
class EndpointComparisonTest extends NodeFixture {
    private static final Duration SOME_ROUNDS = Duration.ofMillis(600);

    private SimulatedChain chain;

    @BeforeEach
    void open() {
        chain = closing(
                SimulatedChain.create(NetworkSpec.builder().historyEpochs(1).build(), Clock.systemUTC()));
    }

    private SimulatedNode endpoint(NodeBehaviour behaviour) {
        return closing(SimulatedNode.start(chain, 0, behaviour));
    }

    private static EndpointStatus status(FailoverNode node, SimulatedNode of) {
        return node.endpoints().stream()
                .filter(endpoint -> endpoint.url().equals(of.url().toString()))
                .findFirst()
                .orElseThrow();
    }

    private FailoverNode node(SimulatedNode... endpoints) {
        URI[] urls = new URI[endpoints.length];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = endpoints[i].url();
        }
        return node(urls);
    }

    @Test
    void agreeOnOneChainEvenIfOneLags() {
        SimulatedNode first = endpoint(NodeBehaviour.healthy());
        SimulatedNode second = endpoint(NodeBehaviour.builder().lag(2).build());
        FailoverNode node = node(first, second);
        await().untilAsserted(() ->
                assertThat(node.endpoints()).extracting(EndpointStatus::agrees).containsExactly(true, true));
        assertThat(status(node, first).active()).isTrue();
        assertThat(status(node, second).height()).isEqualTo(chain.heads().best().number() - 2);
    }

    @Test
    void aSingleEndpointIsNotComparedNorAskedMore() {
        SimulatedNode only = endpoint(NodeBehaviour.healthy());
        FailoverNode node = node(only);
        await().until(() -> only.counters().calls("system_health") >= 4);
        assertThat(status(node, only).agrees()).isNull();
        assertThat(only.counters().calls("chain_getFinalizedHead"))
                .as("only to learn how the node hashes")
                .isEqualTo(1);
    }

    @Test
    void tellsOfAnotherForkUntilItIsGone() {
        SimulatedNode first = endpoint(NodeBehaviour.healthy());
        SimulatedNode second =
                endpoint(NodeBehaviour.builder().otherHashes(true).build());
        FailoverNode node = node(first, second);
        await().until(() -> Boolean.FALSE.equals(status(node, second).agrees()));
        // The one that is active comes last in a comparison.
        await().until(() -> Boolean.TRUE.equals(status(node, first).agrees()));
        assertThat(status(node, first).active()).isTrue();

        second.change(behaviour -> behaviour.otherHashes(false));
        await().until(() -> Boolean.TRUE.equals(status(node, second).agrees()));
    }

    @Test
    void doesNotCompareWhatIsAway() {
        SimulatedNode first = endpoint(NodeBehaviour.healthy());
        SimulatedNode second = endpoint(NodeBehaviour.healthy());
        FailoverNode node = node(first, second);
        await().until(() -> Boolean.TRUE.equals(status(node, second).agrees()));
        second.change(behaviour -> behaviour.offline(true));
        second.dropConnections();
        await().until(() -> !status(node, second).up());
        await().until(() ->
                status(node, second).agrees() == null && status(node, first).agrees() == null);
        second.change(behaviour -> behaviour.offline(false));
        await().until(() -> Boolean.TRUE.equals(status(node, second).agrees()));
    }

    @Test
    void leavesANodeThatStandsStillWithAnOpenSocketAndComesBackToIt() {
        SimulatedNode first = endpoint(NodeBehaviour.healthy());
        SimulatedNode second = endpoint(NodeBehaviour.healthy());
        FailoverNode node = node(first, second);
        await().until(() -> Boolean.TRUE.equals(status(node, second).agrees()));
        long frozenAt = chain.heads().best().number();
        first.change(behaviour -> behaviour.frozen(true));
        chain.advanceSlots(10);

        await().until(() -> status(node, second).active());
        assertThat(status(node, first).up()).isTrue();
        assertThat(status(node, first).height()).isEqualTo(frozenAt);
        assertThat(status(node, first).heightSinceMs())
                .isLessThan(status(node, second).heightSinceMs());
        // It answers well enough to be preferred, were it not for its head.
        await().during(SOME_ROUNDS).until(() -> status(node, second).active());

        first.change(behaviour -> behaviour.frozen(false));
        await().until(() -> status(node, first).active());
    }

    @Test
    void staysWithAPreferredNodeThatLagsALittle() {
        SimulatedNode first = endpoint(NodeBehaviour.builder().lag(3).build());
        SimulatedNode second = endpoint(NodeBehaviour.healthy());
        FailoverNode node = node(first, second);
        await().until(() -> status(node, second).up());
        await().during(SOME_ROUNDS).until(() -> status(node, first).active());
        first.change(behaviour -> behaviour.lag(4));
        await().until(() -> status(node, second).active());
    }

    @Test
    void goesToThePreferredOfThoseThatAreWell() {
        SimulatedNode first = endpoint(NodeBehaviour.builder().frozen(true).build());
        SimulatedNode second = endpoint(NodeBehaviour.builder().frozen(true).build());
        SimulatedNode third = endpoint(NodeBehaviour.builder().lag(1).build());
        SimulatedNode fourth = endpoint(NodeBehaviour.healthy());
        chain.advanceSlots(20);
        FailoverNode node = node(first, second, third, fourth);
        await().until(() -> status(node, third).active());
    }

    @Test
    void staysWhereItIsWhenOnlyAnotherForkIsAhead() {
        SimulatedNode first = endpoint(NodeBehaviour.builder().lag(10).build());
        SimulatedNode second =
                endpoint(NodeBehaviour.builder().otherHashes(true).build());
        FailoverNode node = node(first, second);
        await().until(() -> Boolean.FALSE.equals(status(node, second).agrees()));
        await().during(SOME_ROUNDS).until(() -> status(node, first).active());
    }
}
