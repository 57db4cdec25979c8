package io.mvm.duty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mvm.chain.AuraKey;
import io.mvm.chain.AuthoritySet;
import io.mvm.chain.consensus.AuraEngine;
import io.mvm.chain.consensus.Seat;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmptySlotTest {
    private static final AuraKey A = key(1);
    private static final AuraKey B = key(2);
    private static final AuraKey C = key(3);
    private static final AuthoritySet SET = AuthoritySet.of(List.of(A, B, A, C));

    @Test
    void chargesEverySlotBetweenTwoBlocksToTheSeatThatOwnsIt() {
        assertThat(EmptySlot.between(new AuraEngine(), SET, 100, 106))
                .containsExactly(
                        new EmptySlot(101, new Seat(1, B)),
                        new EmptySlot(102, new Seat(2, A)),
                        new EmptySlot(103, new Seat(3, C)),
                        new EmptySlot(104, new Seat(0, A)),
                        new EmptySlot(105, new Seat(1, B)));
    }

    @Test
    void chargesNothingBetweenNeighbours() {
        assertThat(EmptySlot.between(new AuraEngine(), SET, 100, 101)).isEmpty();
    }

    @Test
    void refusesASlotThatDoesNotAdvance() {
        assertThatThrownBy(() -> EmptySlot.between(new AuraEngine(), SET, 100, 100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a block's slot 100 does not come after its parent's slot 100");
    }

    @Test
    void refusesAGapThatNoHaltExplains() {
        assertThatThrownBy(() -> EmptySlot.between(new AuraEngine(), SET, 100, Long.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected at most " + EmptySlot.LONGEST_GAP);
    }

    @Test
    void owedIsTheSumOfItsOutcomes() {
        Tally tally = new Tally(5, 2, 1).plus(Outcome.ORPHANED, 1).plus(Outcome.MISSED, -1);
        assertThat(tally).isEqualTo(new Tally(5, 1, 2));
        assertThat(tally.owed()).isEqualTo(8);
    }

    private static AuraKey key(int fill) {
        byte[] bytes = new byte[AuraKey.LENGTH];
        Arrays.fill(bytes, (byte) fill);
        return AuraKey.of(bytes);
    }
}
