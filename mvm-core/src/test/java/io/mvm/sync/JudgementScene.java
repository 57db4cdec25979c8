package io.mvm.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mvm.chain.SidechainKey;
import io.mvm.duty.JudgementRule;
import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.NetworkSpecBuilder;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import io.mvm.simulator.Truth;
import io.mvm.store.SlotRange;
import io.mvm.store.StoreReader;
import io.mvm.view.JudgedView;
import io.mvm.view.Snapshot;
import io.mvm.view.ValidatorView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;

/** Networks and followers for tests of verdicts. */
abstract class JudgementScene {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final JudgementRule RULE = new JudgementRule(0.33, 6);

    @TempDir
    Path directory;

    Path database() {
        return directory.resolve("mvm.db");
    }

    static NetworkSpecBuilder network() {
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

    static SyncSettings settings(boolean once, long startBlock, SidechainKey... ours) {
        return new SyncSettings(
                Follower.CHAIN, startBlock, 200, 4, false, once, Set.of(ours), Map.of(), RULE, List::of);
    }

    /** Follows until all is stored and judged. */
    Verdicts judgeAll(SimulatedChain chain, SimulatedNode node, long startBlock, SidechainKey... ours)
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

    void assertRecounted() {
        assertThat(StoreReader.open(database()).chain(Follower.CHAIN).recount().run(step -> {}))
                .filteredOn(check -> !check.ok())
                .isEmpty();
    }

    /** Snapshots in which a judged count is lower than in one before. */
    static final class Falls implements Consumer<Snapshot> {
        final Map<String, JudgedView> before = new HashMap<>();
        final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        int snapshots;
        int withGap;

        @Override
        public synchronized void accept(Snapshot snapshot) {
            snapshots++;
            look("network", snapshot.network().judged());
            snapshot.validators().forEach(validator -> look(validator.key(), validator.judged()));
        }

        void look(String who, JudgedView now) {
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

    Follower following(SyncSettings settings, Consumer<Snapshot> watch, SimulatedNode node) {
        return new Follower(database(), settings, Follower.rpc(node.url()), Duration.ofSeconds(5), watch);
    }

    /** Own misses in a row as shown, counted again from the slots. */
    static void assertInARow(Truth truth, Follower follower) {
        Snapshot shown = follower.snapshot();
        Long through = shown.network().judged().throughSlot();
        Map<Long, String> causes = truth.causes(RULE.networkShare(), RULE.windowSlots());
        Map<String, Long> missed = new HashMap<>();
        Map<String, Map<String, Long>> last = new HashMap<>();
        for (Truth.Slot slot : truth.slots()) {
            if (slot.slot() > through) {
                break;
            }
            // A validator is shown under its Aura key until it is known who holds that, which may come after the last
            // look.
            for (String key :
                    List.of(slot.validator().hex(), "aura:" + slot.owner().hex())) {
                if (causes.containsKey(slot.slot())) {
                    last.computeIfAbsent(key, who -> new HashMap<>()).put(causes.get(slot.slot()), slot.slot());
                }
                if (slot.outcome() != Truth.Outcome.MISSED) {
                    missed.put(key, 0L);
                } else if (causes.get(slot.slot()).equals("alone")) {
                    missed.merge(key, 1L, Long::sum);
                }
            }
        }
        for (ValidatorView view : shown.validators()) {
            assertThat(view.judged().consecutiveMissed())
                    .as("misses in a row of %s up to slot %d", view.key(), through)
                    .isEqualTo(missed.getOrDefault(view.key(), 0L));
            assertThat(view.judged().lastMissed())
                    .as("newest misses of %s up to slot %d", view.key(), through)
                    .isEqualTo(last.getOrDefault(view.key(), Map.of()));
        }
    }

    static ValidatorView view(Follower follower, SidechainKey key) {
        return follower.snapshot().validators().stream()
                .filter(one -> one.key().equals(key.hex()))
                .findFirst()
                .orElseThrow();
    }

    static void awaitHead(SimulatedChain chain, Follower follower) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> follower.snapshot() != null
                        && Long.valueOf(chain.heads().best().number())
                                .equals(follower.snapshot().sync().lastBlock())
                        && Long.valueOf(0).equals(follower.snapshot().sync().backfillRemainingBlocks()));
    }

    /** Until all is judged that can be now. Verdicts are shown with the next head, so the chain moves on a little. */
    static void awaitJudged(SimulatedChain chain, Follower follower) {
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
