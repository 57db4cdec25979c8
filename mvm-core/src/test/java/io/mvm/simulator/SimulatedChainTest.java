package io.mvm.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mvm.chain.BlockHash;
import io.mvm.simulator.Truth.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SimulatedChainTest {
    @Test
    void sameSeedGivesTheSameHashesHoweverItIsDriven() {
        SimulatedChain atOnce = SimulatedChain.create(Specs.rough().build(), Specs.NOON);
        long first = atOnce.slot() - 50 * 40 + 1;
        SimulatedChain step = SimulatedChain.create(
                Specs.rough().historyEpochs(0).firstSlot(first).build(), Specs.NOON);
        while (step.slot() < atOnce.slot()) {
            step.advanceSlots(1);
        }
        assertThat(hashes(step)).isEqualTo(hashes(atOnce));
        assertThat(step.truth()).isEqualTo(atOnce.truth());
        SimulatedChain other = SimulatedChain.create(Specs.rough().seed(8).build(), Specs.NOON);
        assertThat(hashes(other)).doesNotContainAnyElementsOf(hashes(atOnce));
    }

    @Test
    void historyEndsInTheClocksSlot() {
        SimulatedChain chain =
                SimulatedChain.create(NetworkSpec.builder().historyEpochs(2).build(), Specs.NOON);
        assertThat(chain.slot()).isEqualTo(Specs.NOON.millis() / 6000);
        assertThat(chain.heads().best().slot()).isEqualTo(chain.slot());
        assertThat(chain.heads().best().number()).isEqualTo(600);
        assertThat(chain.timestampMs(chain.heads().best()) / 6000).isEqualTo(chain.slot());
    }

    @Test
    void forcedReorgGoesThereAndBack() {
        SimulatedChain chain = calm();
        chain.advanceSlots(5);
        List<SimulatedBlock> bests = bests(chain);
        SimulatedBlock base = chain.heads().best();
        chain.forceReorg(2);
        chain.advanceSlots(5);
        assertThat(bests).hasSize(3);
        assertThat(bests.get(0).parent()).isSameAs(base);
        assertThat(bests.get(1).parent()).isSameAs(bests.get(0));
        assertThat(bests.get(2).number()).isEqualTo(base.number() + 3);
        assertThat(chain.canonical(base.number() + 1)).get().isNotSameAs(bests.get(0));
        Truth truth = chain.truth();
        assertThat(truth.orphans())
                .containsExactlyInAnyOrder(bests.get(0).hash(), bests.get(1).hash());
        assertThat(truth.slots())
                .filteredOn(slot -> slot.outcome() == Outcome.ORPHANED)
                .extracting(Truth.Slot::slot)
                .containsExactly(bests.get(0).slot(), bests.get(1).slot());
    }

    @Test
    void forcedOrphanIsAnnouncedButNeverBest() {
        SimulatedChain chain = calm();
        chain.advanceSlots(3);
        List<SimulatedBlock> bests = bests(chain);
        List<SimulatedBlock> announced = new ArrayList<>();
        chain.listen((block, heads) -> announced.add(block));
        chain.forceOrphan();
        chain.advanceSlots(2);
        assertThat(announced).hasSize(2);
        SimulatedBlock orphan = announced.get(1);
        assertThat(bests).containsExactly(announced.get(0)).doesNotContain(orphan);
        assertThat(orphan.slot()).isEqualTo(announced.get(0).slot() - 1);
        assertThat(chain.truth().orphans()).containsExactly(orphan.hash());
    }

    @Test
    void finalityFollowsAndNeverCoversWhatIsLaterDropped() {
        SimulatedChain chain = SimulatedChain.create(
                Specs.rough().historyEpochs(0).finalityLag(1).build(), Specs.NOON);
        List<SimulatedBlock> finalized = new ArrayList<>();
        chain.listen((block, heads) -> finalized.add(heads.finalized()));
        chain.advanceSlots(2000);
        chain.forceReorg(6);
        chain.advanceSlots(20);
        assertThat(finalized).allMatch(block -> chain.canonical(block.number()).orElseThrow() == block);
        assertThat(LongStream.range(1, finalized.size())
                        .allMatch(i -> finalized.get((int) i).number()
                                >= finalized.get((int) i - 1).number()))
                .isTrue();
    }

    @Test
    void finalityStopsAndCatchesUp() {
        SimulatedChain chain = calm();
        chain.advanceSlots(10);
        assertThat(chain.heads().finalized().number()).isEqualTo(7);
        chain.stopFinality();
        chain.advanceSlots(10);
        assertThat(chain.heads().finalized().number()).isEqualTo(7);
        chain.resumeFinality();
        assertThat(chain.heads().finalized().number()).isEqualTo(17);
    }

    @Test
    void haltedOwnersOweTheirSlots() {
        SimulatedChain chain = calm();
        chain.advanceSlots(2);
        chain.halt();
        chain.advanceSlots(700);
        chain.resume();
        chain.advanceSlots(1);
        Truth truth = chain.truth();
        assertThat(truth.total()).isEqualTo(new Truth.Tally(3, 700, 0));
        assertThat(chain.heads().best().number()).isEqualTo(3);
    }

    @Test
    void committeeThatIsLateLetsTheOldSetGoOn() {
        NetworkSpec spec = Specs.tiny().lateRotationRate(1).slotsPerEpoch(20).build();
        SimulatedChain chain = SimulatedChain.create(spec, Specs.NOON);
        chain.advanceSlots(60);
        List<Long> changes = new ArrayList<>();
        for (long number = 1; number <= chain.heads().best().number(); number++) {
            SimulatedBlock block = chain.canonical(number).orElseThrow();
            if (block.changesAuthorities()) {
                changes.add(block.slot() % 20);
            }
        }
        assertThat(changes).hasSizeGreaterThanOrEqualTo(2).allMatch(slot -> slot > 1 && slot < 12);
    }

    @Test
    void unchangedCommitteeWritesNoLog() {
        NetworkSpec spec = Specs.tiny().unchangedRate(1).historyEpochs(5).build();
        SimulatedChain chain = SimulatedChain.create(spec, Specs.NOON);
        for (long number = 1; number <= chain.heads().best().number(); number++) {
            assertThat(chain.canonical(number).orElseThrow().changesAuthorities())
                    .isFalse();
        }
        assertThat(chain.heads().best().state().committeeEpoch()).isEqualTo(7);
    }

    @Test
    void seatsRepeatOnlyWhereTheyMay() {
        NetworkSpecBuilder spec = NetworkSpec.builder().seats(24);
        assertThat(holders(SimulatedChain.create(spec.build(), Specs.NOON))).hasSizeLessThanOrEqualTo(12);
        spec.permissionedCandidates(16).registeredCandidates(8).duplicateSeats(false);
        assertThat(holders(SimulatedChain.create(spec.build(), Specs.NOON))).hasSize(24);
        assertThatThrownBy(() -> spec.registeredCandidates(7).build())
                .hasMessage("registeredCandidates is 7, expected at least 8");
    }

    @Test
    void validatorMissesWhenItIsTold() {
        SimulatedChain chain = calm();
        SimulatedValidator one = chain.validators().get(0);
        chain.forceMiss(one.sidechainKey(), 2);
        chain.advanceSlots(100);
        Truth truth = chain.truth();
        assertThat(truth.byValidator().get(one.sidechainKey()).missed()).isEqualTo(2);
        assertThat(truth.total().missed()).isEqualTo(2);
    }

    @Test
    void growsWithTheClock() {
        NetworkSpec spec =
                NetworkSpec.builder().slotDurationMs(50).historyEpochs(1).build();
        try (SimulatedChain chain = SimulatedChain.create(spec, Clock.systemUTC())) {
            long before = chain.heads().best().number();
            chain.startLive();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> chain.heads().best().number() > before + 5);
        }
    }

    private static SimulatedChain calm() {
        return SimulatedChain.create(NetworkSpec.builder().build(), Specs.NOON);
    }

    private static long[] holders(SimulatedChain chain) {
        Seats seats = chain.heads().best().state().aura();
        return IntStream.range(0, seats.size())
                .mapToLong(seats::holder)
                .distinct()
                .toArray();
    }

    private static List<SimulatedBlock> bests(SimulatedChain chain) {
        List<SimulatedBlock> bests = new ArrayList<>();
        SimulatedBlock[] last = {chain.heads().best()};
        chain.listen((block, heads) -> {
            if (!Objects.equals(last[0], heads.best())) {
                last[0] = heads.best();
                bests.add(heads.best());
            }
        });
        return bests;
    }

    private static List<BlockHash> hashes(SimulatedChain chain) {
        return LongStream.rangeClosed(1, chain.heads().best().number())
                .mapToObj(number -> chain.canonical(number).orElseThrow().hash())
                .toList();
    }
}
