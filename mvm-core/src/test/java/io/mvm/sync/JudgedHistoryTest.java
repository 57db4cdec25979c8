package io.mvm.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mvm.chain.SidechainKey;
import io.mvm.duty.Cause;
import io.mvm.simulator.NodeBehaviour;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import io.mvm.store.ChainReader;
import io.mvm.store.SampleDatabase;
import io.mvm.store.Segment;
import io.mvm.store.StoreException;
import io.mvm.store.StoreReader;
import io.mvm.view.JudgedView;
import io.mvm.view.Snapshot;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Verdicts while blocks come out of order, go again, or cannot be written: they come late rather than wrong, and stay. */
class JudgedHistoryTest extends JudgementScene {
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
                    if (first > 1) {
                        distances.add(reader.judgements().range().orElseThrow().from()
                                - reader.block(first).orElseThrow().slot());
                    }
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

    @Test
    void judgesADatabaseOfTheSchemaBeforeThereWereVerdicts() throws Exception {
        try (SimulatedChain chain =
                        SimulatedChain.create(network().missRate(0.1).build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            judgeAll(chain, node, 0);
            SampleDatabase.backToSchema(1, database());
            assertThatThrownBy(() -> StoreReader.open(database()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("has schema 1")
                    .hasMessageContaining("mvm sync");
            judgeAll(chain, node, 0);
        }
    }

    @Test
    void followsTheHeadWhileVerdictsCannotBeWrittenAndJudgesAfterwards() throws Exception {
        try (SimulatedChain chain =
                        SimulatedChain.create(network().missRate(0.1).build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            judgeAll(chain, node, 0);
            SampleDatabase.tamper(
                    database(),
                    "CREATE TRIGGER refused BEFORE UPDATE OF judged_to_slot ON chain"
                            + " BEGIN SELECT raise(ABORT, 'refused'); END");
            try (Follower follower = new Follower(database(), settings(false, 0), node)) {
                for (int i = 0; i < 10; i++) {
                    chain.advanceSlots(4);
                    awaitHead(chain, follower);
                }
                assertThat(follower.snapshot().sync().errors()).containsKey("store_failed");
                SampleDatabase.tamper(database(), "DROP TRIGGER refused");
                long last = chain.heads().finalized().slot() - RULE.windowSlots();
                await().atMost(PATIENCE)
                        .until(() -> follower.snapshot().network().judged().throughSlot() >= last);
            }
            judgeAll(chain, node, 0);
        }
    }
}
