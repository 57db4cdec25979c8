package io.mvm.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mvm.chain.AuraKey;
import io.mvm.chain.BlockHash;
import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.NetworkSpecBuilder;
import io.mvm.simulator.SimulatedBlock;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import io.mvm.simulator.SimulatedValidator;
import io.mvm.store.BlockRow;
import io.mvm.store.EquivocationCount;
import io.mvm.store.RecountCheck;
import io.mvm.store.StoreReader;
import io.mvm.view.EquivocationsView;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A validator that signs two blocks for a slot, on a chain that is followed, whatever order they come in. */
@Timeout(120)
class EquivocationsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OURS = 1;
    private static final int OTHER = 2;

    @TempDir
    Path directory;

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.mvm.sync");
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @BeforeEach
    void listen() {
        said.start();
        logger.addAppender(said);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(said);
    }

    private static NetworkSpecBuilder network() {
        return NetworkSpec.builder()
                .seed(5)
                .permissionedSeats(3)
                .registeredSeats(3)
                .permissionedCandidates(3)
                .registeredCandidates(3)
                .slotsPerEpoch(30)
                .finalityLag(3)
                .historyEpochs(2);
    }

    private Path database() {
        return directory.resolve("mvm.db");
    }

    private Follower follow(SimulatedChain chain, SimulatedNode node) {
        SimulatedValidator ours = chain.validators().get(OURS);
        return new Follower(
                database(),
                new SyncSettings(
                        Follower.CHAIN,
                        0,
                        200,
                        4,
                        false,
                        false,
                        Set.of(ours.sidechainKey()),
                        Map.of(ours.sidechainKey(), "MYPOOL")),
                node);
    }

    private static void awaitHead(SimulatedChain chain, Follower follower) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> follower.snapshot() != null
                        && Long.valueOf(chain.heads().best().number())
                                .equals(follower.snapshot().sync().lastBlock())
                        && Long.valueOf(0).equals(follower.snapshot().sync().backfillRemainingBlocks())
                        && follower.snapshot().validators().stream()
                                .allMatch(v -> v.key().startsWith("0x")));
    }

    private static EquivocationsView shown(Follower follower, SimulatedValidator validator) {
        return follower.snapshot().validators().stream()
                .filter(view -> view.key().equals(validator.sidechainKey().hex()))
                .findFirst()
                .orElseThrow()
                .equivocations();
    }

    /** Decides slots until one has two blocks; answers the second. */
    private static SimulatedBlock untilTwin(SimulatedChain chain) {
        SimulatedBlock[] twin = new SimulatedBlock[1];
        chain.listen((block, heads) -> twin[0] = block != null && block.isTwin() ? block : twin[0]);
        for (int i = 0; twin[0] == null; i++) {
            assertThat(i).as("slots without a slot of that validator").isLessThan(100);
            chain.advanceSlots(1);
        }
        return twin[0];
    }

    private List<String> told() {
        return List.copyOf(said.list).stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .filter(line -> line.toLowerCase(Locale.ROOT).contains("equivocation"))
                .toList();
    }

    private void assertRecounts() {
        List<RecountCheck> checks =
                StoreReader.open(database()).chain(Follower.CHAIN).recount().run(step -> {});
        assertThat(checks)
                .allSatisfy(check -> assertThat(check.ok()).as("%s", check).isTrue());
    }

    @Test
    void oneOfOursWhoseSecondBlockLosesIsShownAndToldAsAnError() {
        try (SimulatedChain chain = SimulatedChain.create(network().build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            SimulatedValidator ours = chain.validators().get(OURS);
            SimulatedBlock twin;
            try (Follower follower = follow(chain, node)) {
                awaitHead(chain, follower);
                assertThat(shown(follower, ours)).isEqualTo(EquivocationsView.NONE);
                chain.forceEquivocation(ours.sidechainKey(), false);
                twin = untilTwin(chain);
                chain.advanceSlots(1);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(shown(follower, ours))
                                .isEqualTo(new EquivocationsView(1, twin.slot(), twin.slot() * 6_000)));
                assertThat(shown(follower, chain.validators().get(OTHER))).isEqualTo(EquivocationsView.NONE);
            }
            BlockHash canonical = chain.canonical(twin.number()).orElseThrow().hash();
            assertThat(told())
                    .containsExactly("ERROR EQUIVOCATION of ours: MYPOOL "
                            + ours.sidechainKey().hex() + " signed 2 blocks for slot " + twin.slot() + ": [" + canonical
                            + ", " + twin.hash()
                            + "]. Two nodes run with its keys: stop one now, and see 'mvm guide equivocation'");
            // Another process: what was told is not told again, and stays counted.
            try (Follower again = follow(chain, node)) {
                chain.advanceSlots(3);
                awaitHead(chain, again);
                assertThat(shown(again, ours)).isEqualTo(new EquivocationsView(1, twin.slot(), twin.slot() * 6_000));
            }
            assertThat(told()).hasSize(1);
            assertRecounts();
        }
    }

    @Test
    void aReorgThatSwapsTheTwoCountsOnceAndOthersAreAWarning() {
        try (SimulatedChain chain = SimulatedChain.create(network().build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            SimulatedValidator other = chain.validators().get(OTHER);
            SimulatedBlock twin;
            try (Follower follower = follow(chain, node)) {
                awaitHead(chain, follower);
                chain.forceEquivocation(other.sidechainKey(), true);
                twin = untilTwin(chain);
                // The first one is stored as the best chain, and seen to lose after that.
                awaitHead(chain, follower);
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(shown(follower, other).slots()).isEqualTo(1));
                chain.advanceSlots(3);
                awaitHead(chain, follower);
                assertThat(follower.snapshot().sync().reorgs()).isEqualTo(1);
                assertThat(follower.store().blocks(twin.number(), twin.number()))
                        .extracting(BlockRow::hash)
                        .containsExactly(twin.hash());
                assertThat(shown(follower, other).slots()).isEqualTo(1);
            }
            assertThat(told())
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .startsWith("WARN equivocation: "
                                    + other.sidechainKey().hex() + ", not one of ours, signed 2 blocks" + " for slot "
                                    + twin.slot() + ": ["));
            assertRecounts();
        }
    }

    @Test
    void theOneThatLosesMayComeBeforeTheCanonicalOneIsStored() throws Exception {
        try (SimulatedChain chain = SimulatedChain.create(network().build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain);
                Follower follower = follow(chain, node)) {
            awaitHead(chain, follower);
            assertThat(follower.service().pause().get(10, TimeUnit.SECONDS)).isTrue();
            SimulatedValidator ours = chain.validators().get(OURS);
            chain.forceEquivocation(ours.sidechainKey(), true);
            SimulatedBlock twin = untilTwin(chain);
            chain.advanceSlots(2);
            long head = chain.heads().best().number();
            await().atMost(PATIENCE)
                    .until(() ->
                            Long.valueOf(head).equals(follower.snapshot().node().blockHeight()));
            assertThat(follower.service().resume().get(10, TimeUnit.SECONDS)).isTrue();
            awaitHead(chain, follower);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(shown(follower, ours).slots()).isEqualTo(1));
            assertThat(follower.snapshot().sync().reorgs()).isZero();
            follower.stop();
            assertThat(told()).hasSize(1);
            assertThat(twin.hash())
                    .isEqualTo(chain.canonical(twin.number()).orElseThrow().hash());
            assertRecounts();
        }
    }

    @Test
    void theOneThatWasStoredMayLoseWhileNobodyLooks() {
        try (SimulatedChain chain = SimulatedChain.create(network().build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            SimulatedValidator ours = chain.validators().get(OURS);
            SimulatedBlock[] first = new SimulatedBlock[1];
            SimulatedBlock twin;
            try (Follower follower = follow(chain, node)) {
                awaitHead(chain, follower);
                chain.forceEquivocation(ours.sidechainKey(), true);
                // The node is cut off between the two, so that only the first one can be stored.
                chain.listen((block, heads) -> {
                    if (block != null && first[0] == null && block.author().equals(ours.auraKey())) {
                        first[0] = block;
                        node.change(behaviour -> behaviour.frozen(true));
                    }
                });
                twin = untilTwin(chain);
                await().atMost(PATIENCE)
                        .until(() -> Long.valueOf(first[0].number())
                                .equals(follower.snapshot().sync().lastBlock()));
            }
            node.change(behaviour -> behaviour.frozen(false));
            assertThat(told()).isEmpty();
            chain.advanceSlots(5);
            try (Follower again = follow(chain, node)) {
                awaitHead(chain, again);
                assertThat(shown(again, ours).slots()).isEqualTo(1);
                assertThat(again.store().blocks(twin.number(), twin.number()))
                        .extracting(BlockRow::hash)
                        .containsExactly(twin.hash());
                assertThat(again.store().orphan(first[0].hash())).isPresent();
            }
            assertThat(told()).hasSize(1);
            assertRecounts();
        }
    }

    /** Among forks, misses and reorgs, through restarts: exactly the slots of which two blocks are stored, and most of all. */
    @Test
    void everyOneIsFoundAmongForksAndRestarts() {
        NetworkSpec spec =
                network().orphanRate(0.08).maxReorgDepth(3).missRate(0.05).build();
        Map<SimulatedBlock, Boolean> made = new ConcurrentHashMap<>();
        Random random = new Random(8);
        try (SimulatedChain chain = SimulatedChain.create(spec, Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            chain.listen((block, heads) -> {
                if (block != null) {
                    made.put(block, true);
                }
            });
            Follower follower = follow(chain, node);
            awaitHead(chain, follower);
            for (int round = 0; round < 120; round++) {
                SimulatedValidator one = chain.validators().get(random.nextInt(6));
                chain.forceEquivocation(one.sidechainKey(), random.nextBoolean());
                chain.advanceSlots(1 + random.nextInt(5));
                if (round % 4 == 0) {
                    awaitHead(chain, follower);
                }
                if (round % 30 == 29) {
                    follower.close();
                    follower = follow(chain, node);
                }
            }
            awaitHead(chain, follower);
            follower.close();
            try (Follower last = follow(chain, node)) {
                awaitHead(chain, last);
                Map<AuraKey, Map<Long, Set<BlockHash>>> stored = made.keySet().stream()
                        .filter(block -> isStored(last, block))
                        .collect(Collectors.groupingBy(
                                SimulatedBlock::author,
                                Collectors.groupingBy(
                                        SimulatedBlock::slot,
                                        Collectors.mapping(SimulatedBlock::hash, Collectors.toSet()))));
                Map<AuraKey, EquivocationCount> expected = new HashMap<>();
                stored.forEach((author, slots) -> slots.forEach((slot, hashes) -> {
                    if (hashes.size() > 1) {
                        expected.merge(author, EquivocationCount.NONE.plus(slot), EquivocationCount::plus);
                    }
                }));
                assertThat(last.store().equivocations().totals()).isEqualTo(expected);
                long kept = expected.values().stream()
                        .mapToLong(EquivocationCount::slots)
                        .sum();
                long all = made.keySet().stream().filter(SimulatedBlock::isTwin).count();
                System.out.printf("equivocations | %d made | %d of them seen%n", all, kept);
                assertThat(kept).isBetween(all / 2, all);
                Set<String> lines = new HashSet<>(told());
                assertThat(told()).hasSameSizeAs(lines).hasSize((int) kept);
            }
            assertRecounts();
        }
    }

    private static boolean isStored(Follower follower, SimulatedBlock block) {
        return follower.store().orphan(block.hash()).isPresent()
                || follower.store().blocks(block.number(), block.number()).stream()
                        .anyMatch(row -> row.hash().equals(block.hash()));
    }
}
