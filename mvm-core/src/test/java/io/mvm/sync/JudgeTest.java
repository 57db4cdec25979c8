package io.mvm.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mvm.chain.SidechainKey;
import io.mvm.duty.Cause;
import io.mvm.duty.JudgementRule;
import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.NetworkSpecBuilder;
import io.mvm.simulator.NodeBehaviour;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import io.mvm.simulator.Truth;
import io.mvm.store.ChainReader;
import io.mvm.store.Segment;
import io.mvm.store.SlotRange;
import io.mvm.store.StoreReader;
import io.mvm.view.JudgedView;
import io.mvm.view.MaintenanceView;
import io.mvm.view.Snapshot;
import io.mvm.view.ValidatorView;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verdicts on the slots of networks of many kinds, held against what the networks say of themselves. */
class JudgeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JudgementRule RULE = new JudgementRule(0.33, 6);

    @TempDir
    Path directory;

    private Path database() {
        return directory.resolve("mvm.db");
    }

    private static NetworkSpecBuilder network() {
        return NetworkSpec.builder()
                .seed(5)
                .permissionedSeats(6)
                .registeredSeats(4)
                .permissionedCandidates(4)
                .registeredCandidates(4)
                .slotsPerEpoch(60)
                .finalityLag(3)
                .historyEpochs(4);
    }

    private static SyncSettings settings(boolean once, long startBlock, SidechainKey... ours) {
        return new SyncSettings(
                Follower.CHAIN, startBlock, 200, 4, false, once, Set.of(ours), Map.of(), RULE, List::of);
    }

    /** Follows until all is stored and judged. */
    private Verdicts judgeAll(SimulatedChain chain, SimulatedNode node, long startBlock, SidechainKey... ours)
            throws Exception {
        try (Follower follower = new Follower(database(), settings(true, startBlock, ours), node)) {
            follower.finish();
            Truth truth = startBlock == 0 ? chain.truth() : chain.truth(startBlock, Long.MAX_VALUE);
            Verdicts verdicts = Verdicts.between(
                    truth, follower.store(), RULE, Set.of(ours), chain.spec().slotDurationMs());
            assertThat(verdicts.disagreements()).isEmpty();
            assertRecounted();
            long last = chain.canonical(chain.heads().finalized().number())
                    .orElseThrow()
                    .slot();
            assertThat(verdicts.judged())
                    .isEqualTo(new SlotRange(truth.blocks().get(0).slot(), last - RULE.windowSlots()));
            if (startBlock == 0) {
                assertInARow(truth.knowing(hash -> follower.store().orphan(hash).isPresent()), follower);
            }
            return verdicts;
        }
    }

    private void assertRecounted() {
        assertThat(StoreReader.open(database()).chain(Follower.CHAIN).recount().run(step -> {}))
                .filteredOn(check -> !check.ok())
                .isEmpty();
    }

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
    void agreesThroughReorgsAndRestartsWhileCountsNeverFall() throws Exception {
        Falls falls = new Falls();
        try (SimulatedChain chain = SimulatedChain.create(
                        network()
                                .missRate(0.05)
                                .orphanRate(0.1)
                                .maxReorgDepth(3)
                                .build(),
                        Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            SidechainKey own = chain.validators().get(0).sidechainKey();
            for (int round = 0; round < 5; round++) {
                try (Follower follower = following(settings(false, 0, own), falls, node)) {
                    for (int step = 0; step < 12; step++) {
                        chain.advanceSlots(6);
                        awaitHead(chain, follower);
                    }
                    follower.stop();
                    Verdicts verdicts = Verdicts.between(
                            chain.truth(),
                            follower.store(),
                            RULE,
                            Set.of(own),
                            chain.spec().slotDurationMs());
                    assertThat(verdicts.disagreements()).isEmpty();
                    assertThat(verdicts.judged()).isNotNull();
                    assertInARow(
                            chain.truth()
                                    .knowing(hash ->
                                            follower.store().orphan(hash).isPresent()),
                            follower);
                }
                assertRecounted();
                chain.advanceSlots(round * 5L);
            }
            Verdicts verdicts = judgeAll(chain, node, 0, own);
            assertThat(verdicts.count(Cause.ORPHANED)).isPositive();
            assertThat(falls.seen).isEmpty();
            assertThat(falls.snapshots).isGreaterThan(50);
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

    @Test
    void judgesNothingUntilTheGapIsFilledThatPartsItFromTheFinalBlock() throws Exception {
        Falls falls = new Falls();
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        try (SimulatedChain chain =
                        SimulatedChain.create(network().missRate(0.05).build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            judgeAll(chain, node, 0);
            chain.advanceSlots(1_500);
            Consumer<Snapshot> watch = snapshot -> {
                falls.accept(snapshot);
                JudgedView judged = snapshot.network().judged();
                if (judged == null || snapshot.sync().gapBlocks() == 0) {
                    return;
                }
                falls.withGap++;
                if (judged.throughSlot() > chain.slot() - 1_500) {
                    wrong.add("judged up to " + judged.throughSlot() + " with a gap below the head");
                }
            };
            // Small requests, slowly answered: there is time to look while the gap is open.
            node.change(behaviour -> behaviour.latency(Duration.ofMillis(20)));
            SyncSettings slow =
                    new SyncSettings(Follower.CHAIN, 0, 20, 1, false, true, Set.of(), Map.of(), RULE, List::of);
            try (Follower follower = following(slow, watch, node)) {
                follower.finish();
                assertThat(wrong).isEmpty();
                assertThat(falls.withGap).isPositive();
                assertThat(falls.seen).isEmpty();
            }
            node.behave(NodeBehaviour.healthy());
            judgeAll(chain, node, 0);
        }
    }

    @Test
    void judgesOlderSlotsWhenHistoryComesLater() throws Exception {
        try (SimulatedChain chain =
                        SimulatedChain.create(network().missRate(0.1).build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            // From block 120 on, as if the chain began there; then everything.
            Verdicts late = judgeAll(chain, node, 120);
            Verdicts whole;
            try (Follower follower = new Follower(database(), settings(true, 0), node)) {
                follower.finish();
                whole = Verdicts.between(chain.truth(), follower.store(), RULE, Set.of(), 6_000);
            }
            assertThat(whole.judged().from()).isLessThan(late.judged().from());
            assertThat(whole.judged().to()).isEqualTo(late.judged().to());
            // What was judged with a window cut short stays as it was judged.
            long cut = late.judged().from() + RULE.windowSlots();
            assertThat(whole.disagreements().stream().filter(text -> text.startsWith("slot")))
                    .allMatch(text -> Long.parseLong(text.substring(5, text.indexOf(' ', 5))) < cut);
            assertRecounted();
        }
    }

    @Test
    void judgesNoSlotWhoseSurroundingsAreNotStoredYet() throws Exception {
        // The head ends an epoch: the live run, which begins with its epoch, is long enough for verdicts.
        long epoch = Clock.systemUTC().millis() / 6_000 / 60;
        try (SimulatedChain chain = SimulatedChain.create(
                        network().missRate(0.1).firstSlot((epoch - 4) * 60).build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            ConcurrentLinkedQueue<Long> distances = new ConcurrentLinkedQueue<>();
            node.change(behaviour -> behaviour.latency(Duration.ofMillis(30)));
            SyncSettings slow =
                    new SyncSettings(Follower.CHAIN, 0, 10, 1, false, true, Set.of(), Map.of(), RULE, List::of);
            Consumer<Snapshot> watch = snapshot -> {
                boolean partial = !Long.valueOf(0).equals(snapshot.sync().backfillRemainingBlocks());
                if (partial && snapshot.network().judged() != null) {
                    ChainReader reader = StoreReader.open(database()).chain(Follower.CHAIN);
                    List<Segment> runs = reader.segments();
                    long first = runs.get(runs.size() - 1).first();
                    distances.add(reader.judgements().range().orElseThrow().from()
                            - reader.block(first).orElseThrow().slot());
                }
            };
            try (Follower follower = following(slow, watch, node)) {
                follower.finish();
                assertThat(distances).isNotEmpty().containsOnly((long) RULE.windowSlots());
                assertThat(Verdicts.between(chain.truth(), follower.store(), RULE, Set.of(), 6_000)
                                .disagreements())
                        .isEmpty();
            }
        }
    }

    /** Snapshots in which a judged count is lower than in one before. */
    private static final class Falls implements Consumer<Snapshot> {
        private final Map<String, JudgedView> before = new HashMap<>();
        private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        private int snapshots;
        private int withGap;

        @Override
        public synchronized void accept(Snapshot snapshot) {
            snapshots++;
            look("network", snapshot.network().judged());
            snapshot.validators().forEach(validator -> look(validator.key(), validator.judged()));
        }

        private void look(String who, JudgedView now) {
            JudgedView earlier = now == null ? before.get(who) : before.put(who, now);
            if (earlier != null
                    && (now == null
                            || now.owed() < earlier.owed()
                            || now.produced() < earlier.produced()
                            || now.orphaned() < earlier.orphaned()
                            || now.alone() < earlier.alone()
                            || now.network() < earlier.network()
                            || now.node() < earlier.node()
                            || now.maintenance() < earlier.maintenance()
                            || now.throughSlot() < earlier.throughSlot())) {
                seen.add(who + " fell from " + earlier + " to " + now);
            }
        }
    }

    private Follower following(SyncSettings settings, Consumer<Snapshot> watch, SimulatedNode node) {
        return new Follower(database(), settings, Follower.rpc(node.url()), Duration.ofSeconds(5), watch);
    }

    /** Own misses in a row as shown, counted again from the slots. */
    private static void assertInARow(Truth truth, Follower follower) {
        Snapshot shown = follower.snapshot();
        Long through = shown.network().judged().throughSlot();
        Map<Long, String> causes = truth.causes(RULE.networkShare(), RULE.windowSlots());
        Map<String, Long> missed = new HashMap<>();
        for (Truth.Slot slot : truth.slots()) {
            if (slot.slot() > through) {
                break;
            }
            String key = slot.validator().hex();
            if (slot.outcome() != Truth.Outcome.MISSED) {
                missed.put(key, 0L);
            } else if (causes.get(slot.slot()).equals("alone")) {
                missed.merge(key, 1L, Long::sum);
            }
        }
        for (ValidatorView view : shown.validators()) {
            assertThat(view.judged().consecutiveMissed())
                    .as("misses in a row of %s up to slot %d", view.key(), through)
                    .isEqualTo(missed.getOrDefault(view.key(), 0L));
        }
    }

    private static ValidatorView view(Follower follower, SidechainKey key) {
        return follower.snapshot().validators().stream()
                .filter(one -> one.key().equals(key.hex()))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitHead(SimulatedChain chain, Follower follower) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> follower.snapshot() != null
                        && Long.valueOf(chain.heads().best().number())
                                .equals(follower.snapshot().sync().lastBlock())
                        && Long.valueOf(0).equals(follower.snapshot().sync().backfillRemainingBlocks()));
    }

    /** Until all is judged that can be now. Verdicts are shown with the next head, so the chain moves on a little. */
    private static void awaitJudged(SimulatedChain chain, Follower follower) {
        long last = chain.heads().finalized().slot() - RULE.windowSlots();
        awaitHead(chain, follower);
        for (int more = 0; more < 30; more++) {
            JudgedView judged = follower.snapshot().network().judged();
            if (judged != null && judged.throughSlot() >= last) {
                return;
            }
            chain.advanceSlots(1);
            awaitHead(chain, follower);
        }
        throw new AssertionError("judged up to " + follower.snapshot().network().judged() + ", expected " + last);
    }
}
