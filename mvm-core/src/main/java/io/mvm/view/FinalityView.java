package io.mvm.view;

/**
 * The state of GRANDPA as the node tells it. Weights are seats. Everything is null where the node does not tell.
 *
 * @param round round in progress
 * @param setId authority set of the node's voter
 * @param chainSetId authority set in the chain's state; another one means that the node's voter is stuck
 * @param voters weight of all voters
 * @param threshold weight that finalizes
 * @param prevotes weight of prevotes in the round in progress
 * @param precommits weight of precommits in it
 * @param votedWeight weight of the voters seen in the newest completed round
 * @param roundsObserved completed rounds looked at, since the start
 */
public record FinalityView(
        Long round,
        Long setId,
        Long chainSetId,
        Long voters,
        Long threshold,
        Long prevotes,
        Long precommits,
        Long votedWeight,
        long roundsObserved) {
    /** Share of all voters by which the votes of the newest completed round exceeded the threshold; null if unknown. */
    public Double quorumMargin() {
        return votedWeight == null || threshold == null || voters == null || voters == 0
                ? null
                : (votedWeight - threshold) / (double) voters;
    }
}
