package io.mvm.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.rpc.RoundState;
import io.mvm.rpc.RoundState.Round;
import io.mvm.rpc.RoundState.Votes;
import io.mvm.sync.VoteTally.Count;
import io.mvm.sync.VoteTally.Voters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VoteTallyTest {
    private static final Set<String> NOBODY = Set.of();

    private final VoteTally tally = new VoteTally();

    @BeforeEach
    void learn() {
        tally.voters(new Voters(1, Map.of("A", 2L, "B", 1L, "C", 1L)));
    }

    private static Round round(long number, Set<String> noPrevote, Set<String> noPrecommit) {
        return new Round(number, 4, 3, new Votes(4, noPrevote), new Votes(4, noPrecommit));
    }

    /** Everybody is still missing in the round in progress: it must not matter. */
    private void seen(long setId, long best, Round... background) {
        Set<String> all = Set.of("A", "B", "C");
        tally.seen(new RoundState(setId, round(best, all, all), List.of(background)));
    }

    @Test
    void countsARoundOnceWhenItHasLeft() {
        seen(1, 2, round(1, Set.of("B"), Set.of("B", "C")));
        assertThat(tally.observed()).isZero();
        seen(1, 3, round(2, NOBODY, NOBODY));
        assertThat(tally.observed()).isEqualTo(1);
        assertThat(tally.of("B")).isEqualTo(new Count(1, 1, 1));
        assertThat(tally.of("C")).as("its prevote came").isEqualTo(new Count(1, 0, 0));
        assertThat(tally.of("A")).isEqualTo(new Count(1, 0, 0));
        assertThat(tally.votedWeight()).isEqualTo(3);
        seen(1, 4, round(3, NOBODY, NOBODY));
        assertThat(tally.observed()).isEqualTo(2);
        assertThat(tally.of("B")).isEqualTo(new Count(2, 1, 0));
        assertThat(tally.votedWeight()).isEqualTo(4);
    }

    @Test
    void takesVotesThatCameLateUntilTheLastSight() {
        seen(1, 2, round(1, Set.of("A", "B"), Set.of("A", "B", "C")));
        seen(1, 2, round(1, Set.of("B"), Set.of("B", "C")));
        seen(1, 3, round(1, Set.of("B"), NOBODY), round(2, NOBODY, NOBODY));
        seen(1, 4, round(3, NOBODY, NOBODY));
        assertThat(tally.observed()).isEqualTo(2);
        assertThat(tally.of("B").missing()).isZero();
    }

    @Test
    void countsARoundThatStaysWhenNothingMoreComes() {
        for (int sample = 0; sample < 2; sample++) {
            seen(1, 2, round(1, Set.of("B"), Set.of("B")));
            assertThat(tally.observed()).isZero();
        }
        for (int sample = 0; sample < 10; sample++) {
            seen(1, 2, round(1, Set.of("B"), Set.of("B")));
        }
        seen(1, 3, round(2, NOBODY, NOBODY));
        assertThat(tally.observed()).as("not again when it leaves").isEqualTo(1);
        assertThat(tally.of("B")).isEqualTo(new Count(1, 1, 1));
    }

    @Test
    void roundsThatWereNeverSeenCompletedProveNothing() {
        for (int best = 1; best < 20; best++) {
            seen(1, best);
        }
        seen(1, 20, round(20, Set.of("A"), Set.of("A")));
        seen(1, 30);
        assertThat(tally.observed()).isZero();
        assertThat(tally.of("A")).isNull();
    }

    @Test
    void roundsCutShortAreNotCounted() {
        seen(1, 2, round(1, Set.of("B"), Set.of("B")));
        tally.interrupted();
        seen(1, 9, round(8, NOBODY, NOBODY));
        seen(2, 1);
        tally.voters(new Voters(2, Map.of("B", 1L)));
        seen(2, 2);
        assertThat(tally.observed()).isZero();
        seen(2, 3, round(2, Set.of("B"), Set.of("B")));
        tally.seen(RoundState.NOT_RUNNING);
        seen(2, 5, round(4, NOBODY, NOBODY));
        seen(2, 6);
        assertThat(tally.observed()).isEqualTo(1);
        assertThat(tally.of("B")).isEqualTo(new Count(1, 0, 0));
        assertThat(tally.of("A")).isNull();
    }

    @Test
    void nobodyIsChargedWhileTheVotersOfTheSetAreUnknown() {
        seen(2, 2, round(1, Set.of("A"), Set.of("A")));
        seen(2, 3);
        assertThat(tally.observed()).isZero();
        tally.voters(new Voters(2, Map.of("D", 1L)));
        seen(2, 4, round(3, Set.of("D"), Set.of("D")));
        seen(2, 5);
        assertThat(tally.of("D")).isEqualTo(new Count(1, 1, 1));
        assertThat(tally.of("A")).as("no longer in the set").isNull();
    }

    @Test
    void aNodeThatIsBehindDoesNotCountRoundsAgain() {
        for (int best = 2; best <= 20; best++) {
            seen(1, best, round(best - 1, Set.of("B"), Set.of("B")));
        }
        assertThat(tally.observed()).isEqualTo(18);
        // After a fail-over.
        for (int best = 15; best <= 20; best++) {
            seen(1, best, round(best - 2, NOBODY, NOBODY), round(best - 1, NOBODY, NOBODY));
        }
        // Round 19 had been seen, and left with the node that told it.
        assertThat(tally.observed()).isEqualTo(19);
        assertThat(tally.of("B").missing()).isEqualTo(19);
    }

    @Test
    void isSilentAfterSomeRoundsInARowAndHeardAgainAfterOne() {
        for (int best = 2; best <= VoteTally.SILENT_AFTER + 1; best++) {
            seen(1, best, round(best - 1, Set.of("B"), Set.of("B")));
        }
        assertThat(tally.of("B").silent()).isFalse();
        assertThat(tally.of("B").hasVoted()).isFalse();
        seen(1, 10, round(9, NOBODY, NOBODY));
        assertThat(tally.of("B").silent()).isTrue();
        seen(1, 11);
        assertThat(tally.of("B").silent()).isFalse();
        assertThat(tally.of("B").hasVoted()).isTrue();
    }

    @Test
    void holdsABoundedNumberOfKeysAndRounds() {
        for (long set = 2; set < 12; set++) {
            Map<String, Long> weights = new HashMap<>();
            for (int i = 0; i < 5_000; i++) {
                weights.put(set + "-" + i, 1L);
            }
            tally.voters(new Voters(set, weights));
            seen(set, 2, round(1, NOBODY, NOBODY));
            seen(set, 3, round(2, NOBODY, NOBODY));
        }
        assertThat(tally.observed()).isEqualTo(10);
        assertThat(tally.of("2-0")).as("long gone").isNull();
        assertThat(tally.of("11-0").observed()).isEqualTo(1);

        Round[] many = new Round[1_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = round(i + 100, NOBODY, NOBODY);
        }
        seen(11, 5_000, many);
        seen(11, 5_001);
        assertThat(tally.observed()).isLessThan(10 + 100);
    }
}
