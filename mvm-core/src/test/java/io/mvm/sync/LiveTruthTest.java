package io.mvm.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mvm.rpc.RpcSettings;
import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.NetworkSpecBuilder;
import io.mvm.simulator.NodeBehaviour;
import io.mvm.simulator.RotationDelay;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import io.mvm.simulator.Truth;
import io.mvm.view.Snapshot;
import io.mvm.view.ValidatorView;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chain that grows, forks and stalls while it is followed. */
class LiveTruthTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void undoesEveryReorgAndKnowsEveryOrphan() throws Exception {
        NetworkSpec spec = small().orphanRate(0.1)
                .maxReorgDepth(3)
                .rotation(RotationDelay.NEXT_BLOCK)
                .build();
        try (SimulatedChain chain = SimulatedChain.create(spec, Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain);
                Follower follower = new Follower(directory.resolve("mvm.db"), Follower.live(), node)) {
            awaitHead(chain, follower);
            long followedFrom = chain.heads().best().number();
            for (int slot = 0; slot < 400; slot++) {
                chain.advanceSlots(1);
                if (slot % 7 == 0) {
                    awaitHead(chain, follower);
                }
            }
            awaitHead(chain, follower);
            follower.stop();
            Truth all = chain.truth();
            Truth seen = all.knowing(hash -> follower.store().orphan(hash).isPresent());
            report("reorgs and forks while live", Agreement.between(seen, follower.store()));
            long lateOrphans = all.slots().stream()
                    .filter(slot -> slot.outcome() == Truth.Outcome.ORPHANED)
                    .filter(slot -> chain.block(slot.block()).orElseThrow().number() > followedFrom)
                    .filter(slot -> follower.store().orphan(slot.block()).isEmpty())
                    .count();
            assertThat(lateOrphans)
                    .as("orphans announced while we listened, yet not kept")
                    .isZero();
            assertThat(follower.snapshot().sync().reorgs()).isPositive();
            assertThat(seen.total().orphaned()).isPositive();
            assertShown(seen, follower.snapshot());
        }
    }

    @Test
    void followsHeadsByPollingThroughReorgs() throws Exception {
        NetworkSpec spec = small().orphanRate(0.1).maxReorgDepth(3).build();
        try (SimulatedChain chain = SimulatedChain.create(spec, Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(
                        chain, 0, NodeBehaviour.builder().webSocket(false).build());
                Follower follower = new Follower(directory.resolve("mvm.db"), Follower.live(), node)) {
            awaitHead(chain, follower);
            for (int slot = 0; slot < 60; slot++) {
                chain.advanceSlots(3);
                awaitHead(chain, follower);
            }
            follower.stop();
            Truth seen =
                    chain.truth().knowing(hash -> follower.store().orphan(hash).isPresent());
            report("reorgs seen by polling", Agreement.between(seen, follower.store()));
        }
    }

    @Test
    void goesOnWhereItStoppedThoughTheTipWasOrphanedMeanwhile() throws Exception {
        NetworkSpec spec = small().build();
        try (SimulatedChain chain = SimulatedChain.create(spec, Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            for (int round = 0; round < 6; round++) {
                try (Follower follower = new Follower(directory.resolve("mvm.db"), Follower.live(), node)) {
                    chain.advanceSlots(20);
                    awaitHead(chain, follower);
                    // The fork becomes the best chain, is seen as such, and loses while nobody looks.
                    chain.forceReorg(2);
                    chain.advanceSlots(1 + round % 3);
                    awaitHead(chain, follower);
                }
                chain.advanceSlots(round % 2 == 0 ? 4 : 150);
            }
            try (Follower follower = new Follower(directory.resolve("mvm.db"), Follower.once(), node)) {
                follower.finish();
                Truth seen = chain.truth()
                        .knowing(hash -> follower.store().orphan(hash).isPresent());
                report("restarts across reorgs", Agreement.between(seen, follower.store()));
                assertThat(follower.store().segments()).hasSize(1);
            }
        }
    }

    @Test
    void failsOverWithoutLosingItsPlaceAndComesBack() throws Exception {
        NetworkSpec spec = small().orphanRate(0.05).build();
        try (SimulatedChain chain = SimulatedChain.create(spec, Clock.systemUTC());
                SimulatedNode first = SimulatedNode.start(chain);
                SimulatedNode second = SimulatedNode.start(
                        chain, 0, NodeBehaviour.builder().lag(2).build());
                Follower follower = new Follower(directory.resolve("mvm.db"), Follower.live(), first, second)) {
            awaitHead(chain, follower);
            first.change(behaviour -> behaviour.offline(true));
            first.dropConnections();
            await().atMost(PATIENCE)
                    .until(() -> follower.snapshot().endpoints().get(1).active());
            chain.advanceSlots(50);
            second.change(behaviour -> behaviour.lag(0));
            chain.advanceSlots(1);
            awaitHead(chain, follower);
            assertThat(follower.snapshot().endpoints().get(0).up()).isFalse();
            first.change(behaviour -> behaviour.offline(false));
            await().atMost(PATIENCE)
                    .until(() -> follower.snapshot().endpoints().get(0).active());
            chain.advanceSlots(50);
            awaitHead(chain, follower);
            follower.stop();
            Truth seen =
                    chain.truth().knowing(hash -> follower.store().orphan(hash).isPresent());
            report("fail-over between two nodes", Agreement.between(seen, follower.store()));
        }
    }

    @Test
    void storesOnlyFinalBlocksWhenAsked() throws Exception {
        NetworkSpec spec =
                small().orphanRate(0.2).maxReorgDepth(3).finalityLag(5).build();
        SyncSettings settings =
                new SyncSettings(Follower.CHAIN, 0, 200, 4, true, false, java.util.Set.of(), java.util.Map.of());
        try (SimulatedChain chain = SimulatedChain.create(spec, Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain);
                Follower follower = new Follower(directory.resolve("mvm.db"), settings, node)) {
            for (int slot = 0; slot < 150; slot++) {
                chain.advanceSlots(1);
                long finalized = chain.heads().finalized().number();
                if (slot % 10 == 0) {
                    await().atMost(PATIENCE)
                            .until(() -> follower.snapshot() != null
                                    && Long.valueOf(finalized)
                                            .equals(follower.snapshot().sync().lastBlock()));
                }
            }
            follower.stop();
            long last = follower.snapshot().sync().lastBlock();
            report(
                    "finalized blocks only",
                    Agreement.between(chain.truth(1, last).withoutOrphans(), follower.store()));
            assertThat(follower.snapshot().sync().reorgs()).isZero();
        }
    }

    @Test
    void waitsForANodeThatIsNotThereYet() throws Exception {
        NetworkSpec spec = small().build();
        try (SimulatedChain chain = SimulatedChain.create(spec, Clock.systemUTC())) {
            int port;
            try (SimulatedNode probe = SimulatedNode.start(chain)) {
                port = probe.port();
            }
            RpcSettings rpc = Follower.rpc(URI.create("http://127.0.0.1:" + port));
            try (Follower follower = new Follower(directory.resolve("mvm.db"), Follower.live(), rpc)) {
                await().atMost(PATIENCE)
                        .until(() -> follower.snapshot() != null
                                && !follower.snapshot().node().up());
                try (SimulatedNode node =
                        SimulatedNode.start(chain, port, NodeBehaviour.builder().build())) {
                    awaitHead(chain, follower);
                    assertThat(node.counters()).isNotNull();
                }
            }
        }
    }

    /** What is shown of each validator, counted again from the slots. */
    private static void assertShown(Truth truth, Snapshot shown) {
        long epoch = shown.sidechainEpoch().number();
        int slotsPerEpoch = shown.sidechainEpoch().slots();
        assertThat(truth.blocks().get(truth.blocks().size() - 1).slot() / slotsPerEpoch)
                .isEqualTo(epoch);
        Map<String, List<Truth.Slot>> slots = new HashMap<>();
        truth.slots()
                .forEach(slot -> slots.computeIfAbsent(slot.validator().hex(), key -> new ArrayList<>())
                        .add(slot));
        int compared = 0;
        for (ValidatorView view : shown.validators()) {
            List<Truth.Slot> own = slots.getOrDefault(view.key(), List.of());
            List<Truth.Slot> ofEpoch = own.stream()
                    .filter(slot -> slot.slot() / slotsPerEpoch == epoch)
                    .toList();
            assertThat(view.owed()).as("owed by %s", view.key()).isEqualTo(own.size());
            assertThat(view.produced()).isEqualTo(count(own, Truth.Outcome.PRODUCED));
            assertThat(view.missed()).isEqualTo(count(own, Truth.Outcome.MISSED));
            assertThat(view.orphaned()).isEqualTo(count(own, Truth.Outcome.ORPHANED));
            assertThat(view.owedEpoch())
                    .as("owed by %s in epoch %d", view.key(), epoch)
                    .isEqualTo(ofEpoch.size());
            assertThat(view.producedEpoch()).isEqualTo(count(ofEpoch, Truth.Outcome.PRODUCED));
            assertThat(view.missedEpoch()).isEqualTo(count(ofEpoch, Truth.Outcome.MISSED));
            if (!own.isEmpty()) {
                assertThat(view.consecutiveMissed())
                        .as("missed in a row by %s", view.key())
                        .isEqualTo(missedSinceLastBlock(own));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(slots.size());
        assertThat(shown.network().owed())
                .isEqualTo(shown.network().produced()
                        + shown.network().missed()
                        + shown.network().orphaned())
                .isEqualTo(truth.slots().size());
    }

    private static long count(List<Truth.Slot> slots, Truth.Outcome outcome) {
        return slots.stream().filter(slot -> slot.outcome() == outcome).count();
    }

    private static long missedSinceLastBlock(List<Truth.Slot> slots) {
        long missed = 0;
        for (Truth.Slot slot : slots) {
            if (slot.outcome() == Truth.Outcome.PRODUCED) {
                missed = 0;
            } else if (slot.outcome() == Truth.Outcome.MISSED) {
                missed++;
            }
        }
        return missed;
    }

    private static NetworkSpecBuilder small() {
        return NetworkSpec.builder()
                .seed(11)
                .permissionedSeats(5)
                .registeredSeats(5)
                .permissionedCandidates(4)
                .registeredCandidates(4)
                .slotsPerEpoch(30)
                .missRate(0.05)
                .finalityLag(3)
                .historyEpochs(4);
    }

    private static void awaitHead(SimulatedChain chain, Follower follower) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> follower.snapshot() != null
                        && Long.valueOf(chain.heads().best().number())
                                .equals(follower.snapshot().sync().lastBlock())
                        && follower.snapshot().sync().gapBlocks() == 0
                        && Long.valueOf(0).equals(follower.snapshot().sync().backfillRemainingBlocks()));
    }

    private static void report(String name, Agreement agreement) {
        System.out.printf(
                "truth | %s | %d blocks | %d validators | %d disagreements%n",
                name,
                agreement.blocks(),
                agreement.validators(),
                agreement.disagreements().size());
        assertThat(agreement.disagreements()).isEmpty();
    }
}
