package io.mvm.cli;

import static io.mvm.cli.VoteReading.Vote.NOT_IN_SET;
import static io.mvm.cli.VoteReading.Vote.SILENT;
import static io.mvm.cli.VoteReading.Vote.UNKNOWN;
import static io.mvm.cli.VoteReading.Vote.VOTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.rpc.RoundState;
import io.mvm.rpc.RoundState.Round;
import io.mvm.rpc.RoundState.Votes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VoteReadingTest {
    private static final String OURS = "0x" + "a1".repeat(32);
    private static final String OTHER = "0x" + "b2".repeat(32);

    private final FakeNode node = new FakeNode();
    private final List<Duration> pauses = new ArrayList<>();

    @BeforeEach
    void elect() {
        node.voters = List.of(OURS, OTHER, "0x" + "c3".repeat(32), OURS);
    }

    private VoteReading read() throws InterruptedException {
        return VoteReading.of(node, Set.of(OURS), pauses::add);
    }

    private static Round round(long number, Set<String> noPrevote, Set<String> noPrecommit) {
        return new Round(number, 4, 3, new Votes(4, noPrevote), new Votes(4, noPrecommit));
    }

    private static RoundState state(long set, Round... background) {
        return new RoundState(set, round(99, Set.of(OURS), Set.of(OURS)), List.of(background));
    }

    @Test
    void oneLookIsEnoughWhereAVoteIsSeen() throws InterruptedException {
        node.rounds.add(state(3, round(7, Set.of(OURS), Set.of()), round(8, Set.of(OURS), Set.of(OURS))));
        VoteReading reading = read();
        assertThat(reading.of(OURS)).as("a late prevote is a vote all the same").isEqualTo(VOTING);
        assertThat(reading.voted()).as("of 4, without our 2 seats").isEqualTo(2);
        assertThat(reading.threshold()).isEqualTo(3);
        assertThat(pauses).isEmpty();
    }

    @Test
    void aVoterIsSilentOnlyAfterSeveralCompletedRounds() throws InterruptedException {
        Set<String> without = Set.of(OURS);
        node.rounds.add(state(3, round(7, without, without)));
        node.rounds.add(state(3, round(7, without, without), round(8, without, without)));
        node.rounds.add(state(3, round(8, without, without), round(9, without, without)));
        VoteReading reading = read();
        assertThat(reading.of(OURS)).isEqualTo(SILENT);
        assertThat(reading.rounds()).isEqualTo(3);
        assertThat(pauses).hasSize(2);
    }

    @Test
    void aLateVoteClearsARoundSeenBefore() throws InterruptedException {
        Set<String> without = Set.of(OURS);
        node.rounds.add(state(3, round(7, without, without)));
        node.rounds.add(state(3, round(7, without, Set.of())));
        assertThat(read().of(OURS)).isEqualTo(VOTING);
    }

    @Test
    void theRoundInProgressProvesNothing() throws InterruptedException {
        node.rounds.add(state(3));
        assertThat(read().of(OURS)).isEqualTo(UNKNOWN);
        assertThat(pauses).as("it gives up in the end").hasSizeLessThan(10);
    }

    @Test
    void roundsOfAnotherSetDoNotCount() throws InterruptedException {
        Set<String> without = Set.of(OURS);
        node.rounds.add(state(2, round(7, without, without), round(8, without, without)));
        node.rounds.add(state(3, round(1, without, without)));
        VoteReading reading = read();
        assertThat(reading.rounds()).isEqualTo(1);
        assertThat(reading.of(OURS)).isEqualTo(UNKNOWN);
    }

    @Test
    void whoIsNotInTheSetNeedNotVote() throws InterruptedException {
        node.voters = List.of(OTHER);
        node.rounds.add(state(3, round(7, Set.of(), Set.of())));
        assertThat(read().of(OURS)).isEqualTo(NOT_IN_SET);
        assertThat(pauses).isEmpty();
    }

    @Test
    void aVoterBehindTheChainIsLookedAtAgain() throws InterruptedException {
        node.rounds.add(state(2, round(7, Set.of(), Set.of())));
        VoteReading stuck = read();
        assertThat(stuck.behind()).isTrue();
        assertThat(pauses).isNotEmpty();
        node.rounds.clear();
        node.rounds.add(state(2, round(7, Set.of(), Set.of())));
        node.rounds.add(state(3, round(1, Set.of(), Set.of())));
        assertThat(read().behind()).as("a change of set takes a moment").isFalse();
    }

    @Test
    void aNodeThatDoesNotTellLeavesItUnknown() throws InterruptedException {
        assertThat(read()).isEqualTo(VoteReading.UNKNOWN);
        assertThat(VoteReading.UNKNOWN.of(OURS)).isEqualTo(UNKNOWN);
        node.rounds.add(RoundState.NOT_RUNNING);
        VoteReading reading = read();
        assertThat(reading.running()).isFalse();
        assertThat(reading.of(OURS)).isEqualTo(UNKNOWN);
        node.setId = null;
        node.rounds.clear();
        node.rounds.add(state(3, round(7, Set.of(), Set.of())));
        assertThat(read().of(OURS)).as("who votes is not told").isEqualTo(UNKNOWN);
    }
}
