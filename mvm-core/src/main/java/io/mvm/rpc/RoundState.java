package io.mvm.rpc;

import java.util.List;
import java.util.Set;

/**
 * Answer of {@code grandpa_roundState}.
 *
 * @param setId authority set of the node's voter; null if its voter does not run
 * @param best the round in progress; null if its voter does not run
 * @param background rounds before it that the voter still listens to: completed, though late votes may come
 */
public record RoundState(Long setId, Round best, List<Round> background) {
    /** The node has a voter, and it does not run (yet). */
    public static final RoundState NOT_RUNNING = new RoundState(null, null, List.of());

    public RoundState {
        background = List.copyOf(background);
    }

    /** Whether the node's voter runs; if not, nothing else is told. */
    public boolean voterRuns() {
        return best != null;
    }

    /**
     * One round of votes. Weights are seats.
     *
     * @param round its number, from 1 on in every set
     * @param totalWeight weight of all voters
     * @param thresholdWeight weight that decides
     * @param prevotes first votes
     * @param precommits second votes
     */
    public record Round(long round, long totalWeight, long thresholdWeight, Votes prevotes, Votes precommits) {}

    /**
     * Votes of one kind in a round.
     *
     * @param weight weight of those that came
     * @param missing GRANDPA keys, as {@code 0x} hex, of the voters whose vote has not come
     */
    public record Votes(long weight, Set<String> missing) {
        public Votes {
            missing = Set.copyOf(missing);
        }
    }
}
