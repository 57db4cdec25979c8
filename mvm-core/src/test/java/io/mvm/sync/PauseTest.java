package io.mvm.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import io.mvm.simulator.Truth;
import io.mvm.store.Segment;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Storing paused and taken up again, and blocks fetched because somebody asked for them. */
@Timeout(120)
class PauseTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    Path directory;

    private static NetworkSpec spec() {
        return NetworkSpec.builder()
                .seed(5)
                .seats(10)
                .slotsPerEpoch(30)
                .missRate(0.05)
                .finalityLag(3)
                .historyEpochs(6)
                .build();
    }

    private static <T> T get(CompletableFuture<T> call) throws Exception {
        return call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static void awaitAll(SimulatedChain chain, Follower follower) {
        await().atMost(PATIENCE)
                .until(() -> follower.snapshot() != null
                        && Long.valueOf(chain.heads().best().number())
                                .equals(follower.snapshot().sync().lastBlock())
                        && Long.valueOf(0).equals(follower.snapshot().sync().backfillRemainingBlocks()));
    }

    @Test
    void storesNothingWhilePausedAndLosesNothingByIt() throws Exception {
        try (SimulatedChain chain = SimulatedChain.create(spec(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain);
                Follower follower = new Follower(directory.resolve("mvm.db"), Follower.live(), node)) {
            awaitAll(chain, follower);
            // This fork is stored as the best chain, and loses while storing is paused.
            chain.forceReorg(2);
            chain.advanceSlots(2);
            awaitAll(chain, follower);
            assertThat(get(follower.service().pause())).isTrue();
            assertThat(get(follower.service().pause())).as("paused already").isFalse();
            assertThat(follower.service().condition().paused()).isTrue();
            long last = follower.snapshot().sync().lastBlock();
            chain.advanceSlots(60);
            long head = chain.heads().best().number();
            await().atMost(PATIENCE)
                    .until(() ->
                            Long.valueOf(head).equals(follower.snapshot().node().blockHeight()));
            await().atMost(PATIENCE)
                    .until(() -> Long.valueOf(head - last)
                            .equals(follower.snapshot().sync().blocksBehind()));
            assertThat(follower.snapshot().sync().lastBlock()).isEqualTo(last);
            assertThat(follower.store().segments().get(0).last()).isEqualTo(last);

            assertThat(get(follower.service().resume())).isTrue();
            assertThat(get(follower.service().resume())).as("not paused").isFalse();
            awaitAll(chain, follower);
            follower.stop();
            Truth seen =
                    chain.truth().knowing(hash -> follower.store().orphan(hash).isPresent());
            assertThat(Agreement.between(seen, follower.store()).disagreements())
                    .isEmpty();
            assertThat(follower.snapshot().sync().reorgs()).isPositive();
        }
    }

    @Test
    void historyStopsInTheMiddleAndGoesOn() throws Exception {
        NetworkSpec spec = NetworkSpec.builder()
                .seed(6)
                .seats(10)
                .slotsPerEpoch(100)
                .historyEpochs(60)
                .build();
        SyncSettings small = new SyncSettings(Follower.CHAIN, 0, 20, 1, false, false, Set.of(), Map.of());
        try (SimulatedChain chain = SimulatedChain.create(spec, Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain);
                Follower follower = new Follower(directory.resolve("mvm.db"), small, node)) {
            await().atMost(PATIENCE)
                    .until(() -> follower.snapshot() != null
                            && follower.snapshot().sync().blocks() > 0);
            get(follower.service().pause());
            long remaining = follower.snapshot().sync().backfillRemainingBlocks();
            assertThat(remaining).as("history left when it was paused").isPositive();
            chain.advanceSlots(5);
            long head = chain.heads().best().number();
            await().atMost(PATIENCE)
                    .until(() ->
                            Long.valueOf(head).equals(follower.snapshot().node().blockHeight()));
            assertThat(follower.snapshot().sync().backfillRemainingBlocks()).isEqualTo(remaining);
            get(follower.service().resume());
            awaitAll(chain, follower);
            follower.stop();
            assertThat(Agreement.between(chain.truth().withoutOrphans(), follower.store())
                            .disagreements())
                    .isEmpty();
        }
    }

    @Test
    void whoIsPausedBeforeTheNodeIsThereBeginsWhenTakenUp() throws Exception {
        try (SimulatedChain chain = SimulatedChain.create(spec(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            node.change(behaviour -> behaviour.offline(true));
            try (Follower follower = new Follower(directory.resolve("mvm.db"), Follower.live(), node)) {
                await().atMost(PATIENCE)
                        .until(() -> follower.service().condition().waiting() != null);
                assertThat(get(follower.service().pause())).isTrue();
                node.change(behaviour -> behaviour.offline(false));
                await().atMost(PATIENCE)
                        .until(() -> follower.service().condition().waiting() == null);
                await().atMost(PATIENCE).until(() -> follower.snapshot().node().blockHeight() != null);
                assertThat(follower.snapshot().sync().lastBlock()).isNull();
                assertThat(follower.store().segments()).isEmpty();
                get(follower.service().resume());
                awaitAll(chain, follower);
            }
        }
    }

    @Test
    void fetchesWhatIsAskedForBelowTheStartBlock() throws Exception {
        try (SimulatedChain chain = SimulatedChain.create(spec(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            long start = chain.heads().best().number() - 10;
            SyncSettings late = new SyncSettings(Follower.CHAIN, start, 200, 4, false, false, Set.of(), Map.of());
            try (Follower follower = new Follower(directory.resolve("mvm.db"), late, node)) {
                awaitAll(chain, follower);
                assertThat(follower.store().segments())
                        .containsExactly(new Segment(start, chain.heads().best().number()));
                assertThat(get(follower.service().backfill(20, 29))).isEqualTo(10);
                assertThat(get(follower.service().backfill(25, 34)))
                        .as("some of it may be there already")
                        .isBetween(5L, 10L);
                await().atMost(PATIENCE)
                        .until(() -> follower.store().segments().size() == 2
                                && follower.store().segments().get(0).equals(new Segment(20, 34)));
                awaitAll(chain, follower);
                assertThat(follower.snapshot().sync().gapBlocks())
                        .as("nobody means to fill what lies between")
                        .isZero();
                assertThat(get(follower.service().backfill(20, 34))).isZero();
                assertThat(get(follower.service().backfill(0, start))).isEqualTo(start - 1 - 15);
                await().atMost(PATIENCE).until(() -> follower.store().segments().size() == 1);
                awaitAll(chain, follower);
                follower.stop();
                assertThat(Agreement.between(chain.truth().withoutOrphans(), follower.store())
                                .disagreements())
                        .isEmpty();
            }
        }
    }

    @Test
    void refusesRangesThatAreNone() throws Exception {
        try (SimulatedChain chain = SimulatedChain.create(spec(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain);
                Follower follower = new Follower(directory.resolve("mvm.db"), Follower.live(), node)) {
            awaitAll(chain, follower);
            long head = chain.heads().best().number();
            assertThatThrownBy(() -> follower.service().backfill(10, 9))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("blocks 10 to 9 are no range");
            assertThatThrownBy(() -> follower.service().backfill(-1, 9)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> get(follower.service().backfill(1, head + 1)))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the node's head is " + head);
            follower.stop();
            assertThatThrownBy(() -> get(follower.service().pause()))
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the service has ended");
        }
    }

    @Test
    void whatIsCalledOffIsNeverDone() {
        int[] done = {0};
        LoopCall<Integer> call = new LoopCall<>(() -> ++done[0]);
        assertThat(call.cancel(false)).isTrue();
        call.run();
        assertThat(done[0]).isZero();
        LoopCall<Integer> begun = new LoopCall<>(() -> ++done[0]);
        begun.run();
        assertThat(begun.cancel(false)).isFalse();
        assertThat(begun.join()).isEqualTo(1);
    }
}
