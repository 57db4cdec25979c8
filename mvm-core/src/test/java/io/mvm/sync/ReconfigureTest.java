package io.mvm.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mvm.chain.SidechainKey;
import io.mvm.duty.JudgementRule;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import io.mvm.simulator.Truth;
import io.mvm.validator.KeyType;
import io.mvm.validator.LocalKeys;
import io.mvm.view.ValidatorView;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Each setting that may change while the chain is followed is in force afterwards, and nothing pauses for it. */
class ReconfigureTest extends JudgementScene {
    @Test
    void showsAValidatorThatBecomesOursWithItsPastAndItsNewName() throws Exception {
        try (SimulatedChain chain =
                        SimulatedChain.create(network().missRate(0.1).build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain);
                Follower follower = new Follower(database(), Follower.live(), node)) {
            SidechainKey key = chain.validators().get(1).sidechainKey();
            awaitAll(chain, follower);
            ValidatorView before = view(follower, key);
            assertThat(before.ours()).isFalse();
            assertThat(before.own()).isNull();
            assertThat(before.owed()).isPositive();

            take(follower, with(Set.of(key), Map.of(key, "TICKR"), List::of, JudgementRule.DEFAULT));

            ValidatorView after = view(follower, key);
            assertThat(after.ours()).isTrue();
            assertThat(after.label()).isEqualTo("TICKR");
            assertThat(after.produced()).isEqualTo(before.produced());
            assertThat(after.missed()).isEqualTo(before.missed());
            await().atMost(PATIENCE)
                    .until(() -> view(follower, key).own().registration() != null
                            && view(follower, key).own().schedule() != null);

            take(follower, with(Set.of(), Map.of(key, "OTHER"), List::of, JudgementRule.DEFAULT));
            assertThat(view(follower, key).ours()).isFalse();
            assertThat(view(follower, key).own()).isNull();
            assertThat(view(follower, key).label()).isEqualTo("OTHER");
        }
    }

    @Test
    void readsKeysAtOnceWhereTheyLieNow() throws Exception {
        try (SimulatedChain chain = SimulatedChain.create(network().build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain);
                Follower follower = new Follower(database(), Follower.live(), node)) {
            SidechainKey first = chain.validators().get(1).sidechainKey();
            SidechainKey second = chain.validators().get(2).sidechainKey();
            awaitAll(chain, follower);
            take(follower, with(Set.of(), Map.of(), () -> List.of(holding(first)), JudgementRule.DEFAULT));
            await().atMost(PATIENCE).until(() -> view(follower, first).ours());
            take(follower, with(Set.of(), Map.of(), () -> List.of(holding(second)), JudgementRule.DEFAULT));
            await().atMost(PATIENCE)
                    .until(() -> view(follower, second).ours()
                            && !view(follower, first).ours());
        }
    }

    @Test
    void doesNotBelieveWhatWasReadWhereKeysLayBefore() throws Exception {
        try (SimulatedChain chain = SimulatedChain.create(network().build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain);
                Follower follower = new Follower(database(), Follower.live(), node)) {
            SidechainKey first = chain.validators().get(1).sidechainKey();
            SidechainKey second = chain.validators().get(2).sidechainKey();
            awaitAll(chain, follower);
            CountDownLatch reading = new CountDownLatch(1);
            CountDownLatch slow = new CountDownLatch(1);
            Supplier<List<LocalKeys>> before = () -> {
                reading.countDown();
                try {
                    slow.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return List.of(holding(first));
            };
            take(follower, with(Set.of(), Map.of(), before, JudgementRule.DEFAULT));
            assertThat(reading.await(20, TimeUnit.SECONDS)).isTrue();
            take(follower, with(Set.of(), Map.of(), () -> List.of(holding(second)), JudgementRule.DEFAULT));
            slow.countDown();
            await().atMost(PATIENCE).until(() -> view(follower, second).ours());
            assertThat(view(follower, first).ours()).isFalse();
        }
    }

    @Test
    void judgesSlotsNotYetJudgedByTheNewRule() throws Exception {
        JudgementRule wide = new JudgementRule(0.33, 30);
        try (SimulatedChain chain =
                        SimulatedChain.create(network().missRate(0.1).build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain);
                Follower follower =
                        new Follower(database(), with(Set.of(), Map.of(), List::of, wide), Follower.rpc(node.url()))) {
            awaitAll(chain, follower);
            long finalSlot = finalSlot(chain);
            await().atMost(PATIENCE).until(() -> Long.valueOf(finalSlot - 30).equals(through(follower)));

            take(follower, with(Set.of(), Map.of(), List::of, RULE));
            await().atMost(PATIENCE)
                    .until(() -> Long.valueOf(finalSlot - RULE.windowSlots()).equals(through(follower)));

            Map<Long, String> wideCauses = chain.truth().causes(wide.networkShare(), wide.windowSlots());
            Map<Long, String> causes = chain.truth().causes(RULE.networkShare(), RULE.windowSlots());
            long alone = chain.truth().slots().stream()
                    .filter(slot -> slot.slot() <= finalSlot - RULE.windowSlots())
                    .filter(slot -> slot.outcome() == Truth.Outcome.MISSED)
                    .map(slot -> (slot.slot() <= finalSlot - 30 ? wideCauses : causes).get(slot.slot()))
                    .filter("alone"::equals)
                    .count();
            assertThat(follower.snapshot().network().judged().alone()).isEqualTo(alone);
        }
    }

    @Test
    void backfillsInRequestsOfTheNewSize() throws Exception {
        try (SimulatedChain chain =
                        SimulatedChain.create(network().historyEpochs(12).build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            node.change(behaviour -> behaviour.latency(Duration.ofMillis(20)));
            SyncSettings slow = new SyncSettings(Follower.CHAIN, 0, 2, 1, false, false, Set.of(), Map.of());
            try (Follower follower = new Follower(database(), slow, node)) {
                await().atMost(PATIENCE)
                        .until(() -> follower.snapshot() != null
                                && follower.snapshot().sync() != null
                                && follower.snapshot().sync().blocks() > 100);
                long left = chain.heads().best().number()
                        - follower.snapshot().sync().blocks();
                assertThat(left).isGreaterThan(200);
                node.counters().reset();
                take(follower, new SyncSettings(Follower.CHAIN, 0, 100, 4, false, false, Set.of(), Map.of()));
                awaitAll(chain, follower);
                assertThat(node.counters().requests())
                        .as("requests for %s blocks, which took %s of two each", left, left)
                        .isLessThan(left / 2);
                follower.stop();
                assertThat(Agreement.between(chain.truth(), follower.store()).disagreements())
                        .isEmpty();
            }
        }
    }

    @Test
    void keepsChainAndStartBlockOfTheStart() throws Exception {
        try (SimulatedChain chain = SimulatedChain.create(network().build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain);
                Follower follower = new Follower(database(), Follower.live(), node)) {
            awaitAll(chain, follower);
            take(follower, new SyncSettings("another", 150, 10, 1, true, true, Set.of(), Map.of()));
            chain.advanceSlots(20);
            awaitAll(chain, follower);
            assertThat(follower.snapshot().chain()).isEqualTo(Follower.CHAIN);
            assertThat(follower.service().done()).isNotDone();
        }
    }

    @Test
    void saysSoWhenThereIsNothingLeftToReconfigure() throws Exception {
        try (SimulatedChain chain = SimulatedChain.create(network().build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain);
                Follower follower = new Follower(database(), Follower.live(), node)) {
            awaitAll(chain, follower);
            follower.stop();
            assertThatThrownBy(() -> take(follower, Follower.live())).hasMessageContaining("the service has ended");
        }
    }

    private static SyncSettings with(
            Set<SidechainKey> ours,
            Map<SidechainKey, String> labels,
            Supplier<List<LocalKeys>> keys,
            JudgementRule rule) {
        return new SyncSettings(Follower.CHAIN, 0, 200, 4, false, false, ours, labels, rule, keys);
    }

    private static void take(Follower follower, SyncSettings next) throws Exception {
        long before = follower.snapshot().sequence();
        follower.service().reconfigure(next).get(20, TimeUnit.SECONDS);
        await().atMost(PATIENCE).until(() -> follower.snapshot().sequence() > before);
    }

    private static LocalKeys holding(SidechainKey key) {
        return new LocalKeys(
                "a test",
                false,
                Optional.empty(),
                Map.of(KeyType.CROSS_CHAIN, Set.of(key.hex())),
                List.of(),
                List.of(),
                null);
    }

    private static Long through(Follower follower) {
        return follower.snapshot().network().judged() == null
                ? null
                : follower.snapshot().network().judged().throughSlot();
    }

    private static long finalSlot(SimulatedChain chain) {
        return chain.canonical(chain.heads().finalized().number()).orElseThrow().slot();
    }

    /** Until everything is stored and everybody is known. */
    private static void awaitAll(SimulatedChain chain, Follower follower) {
        long head = chain.heads().best().number();
        await().atMost(PATIENCE)
                .until(() -> follower.snapshot() != null
                        && follower.snapshot().sync() != null
                        && Long.valueOf(head).equals(follower.snapshot().sync().blocks())
                        && follower.snapshot().validators().stream()
                                .noneMatch(validator -> validator.key().startsWith("aura:")));
    }
}
