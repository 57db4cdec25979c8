package io.mvm.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.rpc.ChainNode;
import io.mvm.rpc.RpcException;
import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.NodeBehaviour;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is there when a run that ends by itself has ended. */
@Timeout(120)
class OnceTest {
    private static final NetworkSpec NETWORK = NetworkSpec.builder()
            .seed(5)
            .seats(8)
            .slotsPerEpoch(40)
            .historyEpochs(3)
            .finalityLag(3)
            .build();

    @TempDir
    Path directory;

    @Test
    void endsWhenItKnowsWhoHoldsTheSeatsHoweverLateTheAnswersCome() throws Exception {
        try (SimulatedChain chain = SimulatedChain.create(NETWORK, Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(
                        chain,
                        0,
                        NodeBehaviour.builder().latency(Duration.ofMillis(60)).build());
                Follower follower = new Follower(directory.resolve("mvm.db"), Follower.once(), node)) {
            follower.finish();
            assertThat(follower.snapshot().validators())
                    .isNotEmpty()
                    .allSatisfy(one -> assertThat(one.key()).doesNotStartWith("aura:"));
        }
    }

    @Test
    void marksFinalityAfterTheNodeFailedToAnswerForIt() throws Exception {
        AtomicInteger lost = new AtomicInteger();
        try (SimulatedChain chain = SimulatedChain.create(NETWORK, Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            long finalized = chain.heads().finalized().number();
            try (Follower follower = new Follower(
                    directory.resolve("mvm.db"),
                    Follower.once(),
                    Follower.rpc(node.url()),
                    Duration.ofSeconds(5),
                    snapshot -> {},
                    real -> losing(real, finalized, lost))) {
                follower.finish();
                assertThat(lost).hasValue(2);
                assertThat(follower.snapshot().sync().finalizedBlock()).isEqualTo(finalized);
            }
        }
    }

    /** The node as it is, but for the first two answers to which hash one height has. */
    private static ChainNode losing(ChainNode real, long height, AtomicInteger lost) {
        return (ChainNode) Proxy.newProxyInstance(
                ChainNode.class.getClassLoader(), new Class<?>[] {ChainNode.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("blockHashes")
                            && arguments[0].equals(height)
                            && arguments[1].equals(1)
                            && lost.get() < 2) {
                        lost.incrementAndGet();
                        return CompletableFuture.failedFuture(
                                new RpcException(RpcException.Kind.TIMEOUT, "no answer for " + height));
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
