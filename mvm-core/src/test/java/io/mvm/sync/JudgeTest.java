package io.mvm.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mvm.chain.SidechainKey;
import io.mvm.duty.Cause;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import io.mvm.view.JudgedView;
import io.mvm.view.MaintenanceView;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verdicts on the slots of networks of many kinds, held against what the networks say of themselves. */
class JudgeTest extends JudgementScene {
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.03, 0.2, 0.5})
    void agreesWithRandomNetworksOnEverySlot(double missRate) throws Exception {
        try (SimulatedChain chain = SimulatedChain.create(
                        network()
                                .missRate(missRate)
                                .extraMissRate(1, 0.3)
                                .historyEpochs(150)
                                .lateRotationRate(0.1)
                                .build(),
                        Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            Verdicts verdicts =
                    judgeAll(chain, node, 0, chain.validators().get(1).sidechainKey());
            System.out.printf(
                    "verdicts | miss rate %s | %d slots judged | %d alone | %d of the network | %d disagreements%n",
                    missRate,
                    verdicts.judged().to() - verdicts.judged().from() + 1,
                    verdicts.count(Cause.ALONE),
                    verdicts.count(Cause.NETWORK),
                    verdicts.disagreements().size());
            assertThat(verdicts.count(Cause.ALONE)).isPositive();
        }
    }

    @Test
    void chargesAnOwnMissOnceFinalityHasPassedIt() throws Exception {
        try (SimulatedChain chain = SimulatedChain.create(network().build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            SidechainKey own = chain.validators().get(0).sidechainKey();
            try (Follower follower = new Follower(database(), settings(false, 0, own), node)) {
                awaitHead(chain, follower);
                chain.forceMiss(own, 3);
                chain.advanceSlots(40);
                awaitJudged(chain, follower);
                JudgedView judged = view(follower, own).judged();
                assertThat(judged.alone()).isEqualTo(3);
                assertThat(judged.owed()).isEqualTo(judged.produced() + 3);
                assertThat(view(follower, own).missed()).isEqualTo(3);
                assertThat(follower.snapshot().network().judged().alone()).isEqualTo(3);
                assertInARow(chain.truth(), follower);
            }
            judgeAll(chain, node, 0, own);
        }
    }

    @Test
    void countsMissesInARowUntilTheOwnerWorks() throws Exception {
        try (SimulatedChain chain = SimulatedChain.create(network().build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            SidechainKey own = chain.validators().get(0).sidechainKey();
            try (Follower follower = new Follower(database(), settings(false, 0, own), node)) {
                awaitHead(chain, follower);
                chain.forceMiss(own, 1_000);
                chain.advanceSlots(50);
                awaitJudged(chain, follower);
                JudgedView judged = view(follower, own).judged();
                assertThat(judged.alone()).isGreaterThan(2);
                assertThat(judged.consecutiveMissed()).isEqualTo(judged.alone());
            }
            // Known again after a restart, from the rows.
            try (Follower follower = new Follower(database(), settings(false, 0, own), node)) {
                await().atMost(PATIENCE).until(() -> follower.snapshot() != null);
                JudgedView judged = view(follower, own).judged();
                assertThat(judged.consecutiveMissed()).isEqualTo(judged.alone()).isGreaterThan(2);
                assertInARow(chain.truth(), follower);
            }
        }
    }

    @Test
    void blamesTheNetworkForAStall() throws Exception {
        try (SimulatedChain chain = SimulatedChain.create(network().build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            SidechainKey own = chain.validators().get(0).sidechainKey();
            try (Follower follower = new Follower(database(), settings(false, 0, own), node)) {
                awaitHead(chain, follower);
                chain.halt();
                chain.advanceSlots(20);
                chain.resume();
                chain.advanceSlots(30);
                awaitJudged(chain, follower);
                JudgedView judged = view(follower, own).judged();
                assertThat(judged.network()).isPositive();
                assertThat(judged.alone() + judged.node()).isZero();
                assertThat(judged.consecutiveMissed()).isZero();
                JudgedView all = follower.snapshot().network().judged();
                assertThat(all.network()).isEqualTo(20);
                assertThat(all.alone()).isZero();
                assertThat(all.consecutiveMissed()).isNull();
            }
            judgeAll(chain, node, 0, own);
        }
    }

    @Test
    void knowsAnOrphanFromAMiss() throws Exception {
        try (SimulatedChain chain = SimulatedChain.create(network().build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain);
                Follower follower = new Follower(database(), settings(false, 0), node)) {
            awaitHead(chain, follower);
            for (int i = 0; i < 3; i++) {
                chain.forceOrphan();
                chain.advanceSlots(12);
                awaitHead(chain, follower);
            }
            chain.advanceSlots(10);
            awaitJudged(chain, follower);
            JudgedView all = follower.snapshot().network().judged();
            assertThat(all.orphaned()).isEqualTo(3);
            assertThat(all.alone() + all.network()).isZero();
            follower.stop();
            assertThat(Verdicts.between(chain.truth(), follower.store(), RULE, Set.of(), 6_000)
                            .disagreements())
                    .isEmpty();
        }
    }

    @Test
    void excusesOwnMissesInAMaintenanceWindowThatSurvivesARestart() throws Exception {
        try (SimulatedChain chain = SimulatedChain.create(network().build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            SidechainKey own = chain.validators().get(0).sidechainKey();
            SidechainKey other = chain.validators().get(1).sidechainKey();
            MaintenanceView window;
            try (Follower follower = new Follower(database(), settings(false, 0, own), node)) {
                awaitHead(chain, follower);
                // The chain runs ahead of the clock: forty slots of six seconds lie within.
                window = follower.service()
                        .startMaintenance(Duration.ofMinutes(4), "new disk")
                        .get(10, TimeUnit.SECONDS);
                assertThat(follower.snapshot().maintenance()).isEqualTo(window);
                assertThat(window.untilMs() - window.fromMs()).isEqualTo(240_000);
            }
            chain.forceMiss(own, 1_000);
            chain.forceMiss(other, 2);
            chain.advanceSlots(80);
            try (Follower follower = new Follower(database(), settings(false, 0, own), node)) {
                awaitJudged(chain, follower);
                assertThat(follower.snapshot().maintenance()).isEqualTo(window);
                JudgedView judged = view(follower, own).judged();
                assertThat(judged.maintenance()).isPositive();
                assertThat(judged.alone()).isPositive().isEqualTo(judged.consecutiveMissed());
                assertThat(view(follower, other).judged().maintenance()).isZero();
                assertThat(view(follower, other).judged().alone()).isEqualTo(2);
                Optional<MaintenanceView> ended =
                        follower.service().endMaintenance().get(10, TimeUnit.SECONDS);
                assertThat(ended.orElseThrow().untilMs()).isLessThan(window.untilMs());
                assertThat(follower.snapshot().maintenance()).isNull();
                assertThat(follower.service().endMaintenance().get(10, TimeUnit.SECONDS))
                        .isEmpty();
            }
            try (Follower follower = new Follower(database(), settings(true, 0, own), node)) {
                follower.finish();
                assertThat(follower.snapshot().maintenance()).isNull();
                // Verdicts given while the window was open stay, though it was cut short afterwards.
                assertThat(view(follower, own).judged().maintenance()).isPositive();
            }
            assertRecounted();
        }
    }

    @Test
    void answersWhenItHasEndedThatMaintenanceCannotBeAnnounced() throws Exception {
        try (SimulatedChain chain = SimulatedChain.create(network().build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain);
                Follower follower = new Follower(database(), settings(true, 0), node)) {
            follower.finish();
            assertThat(follower.service().startMaintenance(Duration.ofMinutes(1), "late"))
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .withMessageContaining("the service has ended");
        }
    }
}
