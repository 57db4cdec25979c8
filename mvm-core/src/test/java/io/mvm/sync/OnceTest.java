package io.mvm.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.rpc.ChainNode;
import io.mvm.rpc.RpcException;
import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import io.mvm.view.Snapshot;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
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
    void endsWhenItKnowsWhoHoldsTheSeatsHoweverLateTheAnswerComes() throws Exception {
        CountDownLatch stored = new CountDownLatch(1);
        try (SimulatedChain chain = SimulatedChain.create(NETWORK, Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            long finalized = chain.heads().finalized().number();
            try (Follower follower = follower(
                    node,
                    snapshot -> {
                        if (snapshot.sync().gapBlocks() == 0
                                && Long.valueOf(finalized)
                                        .equals(snapshot.sync().finalizedBlock())) {
                            stored.countDown();
                        }
                    },
                    (method, arguments) -> {
                        if (method.equals("runtimeCall") && ((String) arguments[0]).contains("committee")) {
                            assertThat(stored.await(60, TimeUnit.SECONDS)).isTrue();
                        }
                    })) {
                follower.finish();
                assertThat(follower.snapshot().validators())
                        .isNotEmpty()
                        .allSatisfy(one -> assertThat(one.key()).doesNotStartWith("aura:"));
            }
        }
    }

    @Test
    void marksFinalityAfterTheNodeFailedToAnswerForIt() throws Exception {
        AtomicInteger lost = new AtomicInteger();
        try (SimulatedChain chain = SimulatedChain.create(NETWORK, Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            long finalized = chain.heads().finalized().number();
            try (Follower follower = follower(node, snapshot -> {}, (method, arguments) -> {
                if (method.equals("blockHashes")
                        && arguments[0].equals(finalized)
                        && arguments[1].equals(1)
                        && lost.get() < 2) {
                    lost.incrementAndGet();
                    throw new RpcException(RpcException.Kind.TIMEOUT, "no answer for " + finalized);
                }
            })) {
                follower.finish();
                assertThat(lost).hasValue(2);
                assertThat(follower.snapshot().sync().finalizedBlock()).isEqualTo(finalized);
            }
        }
    }

    /** Something that happens on the way to the node. */
    private interface Way {
        void goes(String method, Object[] arguments) throws InterruptedException;
    }

    private Follower follower(SimulatedNode node, Consumer<Snapshot> everySnapshot, Way way) {
        return new Follower(
                directory.resolve("mvm.db"),
                Follower.once(),
                Follower.rpc(node.url()),
                Duration.ofSeconds(5),
                everySnapshot,
                real -> between(real, way));
    }

    private static ChainNode between(ChainNode real, Way way) {
        return (ChainNode) Proxy.newProxyInstance(
                ChainNode.class.getClassLoader(), new Class<?>[] {ChainNode.class}, (proxy, method, arguments) -> {
                    try {
                        way.goes(method.getName(), arguments);
                    } catch (RpcException e) {
                        if (method.getReturnType() == CompletableFuture.class) {
                            return CompletableFuture.failedFuture(e);
                        }
                        throw e;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
