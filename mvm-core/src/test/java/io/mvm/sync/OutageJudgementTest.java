package io.mvm.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mvm.chain.SidechainKey;
import io.mvm.duty.Cause;
import io.mvm.duty.JudgementRule;
import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import io.mvm.store.Outage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that goes on by the clock while our node is away: our misses meanwhile are the node's, and no other's are. */
class OutageJudgementTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Of six seats a third may be missed by two owners alone; half never is here, however committees fall. */
    private static final JudgementRule RULE = new JudgementRule(0.5, 3);

    private static final int SLOT_MS = 200;

    @TempDir
    Path directory;

    private static SimulatedChain chain() {
        return SimulatedChain.create(
                NetworkSpec.builder()
                        .seed(8)
                        .slotDurationMs(SLOT_MS)
                        .slotsPerEpoch(60)
                        .permissionedSeats(6)
                        .registeredSeats(0)
                        .permissionedCandidates(6)
                        .registeredCandidates(0)
                        .duplicateSeats(false)
                        .historyEpochs(1)
                        .build(),
                Clock.systemUTC());
    }

    private Follower follow(SimulatedNode node, SidechainKey ours) {
        SyncSettings settings =
                new SyncSettings(Follower.CHAIN, 0, 200, 4, false, false, Set.of(ours), Map.of(), RULE, List::of);
        return new Follower(
                directory.resolve("mvm.db"),
                settings,
                Follower.rpc(node.url()),
                Duration.ofMillis(100),
                snapshot -> {});
    }

    @Test
    void blamesOurNodeWhileItIsOffline() throws Exception {
        blamesOurNodeWhile(
                "no node answered",
                node -> {
                    node.change(behaviour -> behaviour.offline(true));
                    node.dropConnections();
                },
                node -> node.change(behaviour -> behaviour.offline(false)));
    }

    @Test
    void blamesOurNodeWhileItsHeadStandsStill() throws Exception {
        blamesOurNodeWhile(
                "the node's head stood still",
                node -> node.change(behaviour -> behaviour.frozen(true)),
                node -> node.change(behaviour -> behaviour.frozen(false)));
    }

    @Test
    void blamesOurNodeWhileItSyncs() throws Exception {
        blamesOurNodeWhile(
                "the node was syncing",
                node -> node.change(behaviour -> behaviour.syncing(true)),
                node -> node.change(behaviour -> behaviour.syncing(false)));
    }

    private interface Change {
        void to(SimulatedNode node);
    }

    private void blamesOurNodeWhile(String reason, Change away, Change back) throws Exception {
        try (SimulatedChain chain = chain();
                SimulatedNode node = SimulatedNode.start(chain)) {
            SidechainKey ours = chain.validators().get(0).sidechainKey();
            SidechainKey other = chain.validators().get(1).sidechainKey();
            try (Follower follower = follow(node, ours)) {
                chain.startLive();
                awaitThrough(follower, chain.slot());
                away.to(node);
                // Frozen is said after ten slots; there must be some more in which to miss.
                long gone = chain.slot();
                chain.forceMiss(ours, 3);
                chain.forceMiss(other, 1);
                await().atMost(PATIENCE).until(() -> chain.slot() > gone + 25);
                back.to(node);
                long returned = chain.slot();
                await().atMost(PATIENCE).until(() -> chain.slot() > returned + 10);
                chain.forceMiss(ours, 1);
                await().atMost(PATIENCE).until(() -> chain.slot() > returned + 30);
                awaitThrough(follower, returned + 25);
                follower.stop();
                List<Outage> outages = follower.store().downtimes().outages(0, Long.MAX_VALUE);
                assertThat(outages).hasSize(1).first().satisfies(outage -> {
                    assertThat(outage.reason()).isEqualTo(reason);
                    assertThat(outage.fromMs()).isBetween((gone - 10) * SLOT_MS, (gone + 3) * SLOT_MS);
                    assertThat(outage.toMs()).isBetween((returned - 2) * SLOT_MS, (returned + 20) * SLOT_MS);
                });
                Verdicts verdicts = Verdicts.between(chain.truth(), follower.store(), RULE, Set.of(ours), SLOT_MS);
                assertThat(verdicts.disagreements()).isEmpty();
                assertThat(verdicts.count(Cause.NODE)).isEqualTo(3);
                assertThat(verdicts.count(Cause.ALONE)).isEqualTo(2);
            }
        }
    }

    private static void awaitThrough(Follower follower, long slot) {
        await().atMost(PATIENCE)
                .until(() -> follower.snapshot() != null
                        && follower.snapshot().network().judged() != null
                        && follower.snapshot().network().judged().throughSlot() >= slot);
    }
}
