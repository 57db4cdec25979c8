package io.mvm.view;

/**
 * A validator's votes on finality, sampled from completed rounds.
 *
 * @param grandpaKey key it votes with, as {@code 0x} hex; null if unknown
 * @param inSet whether that key is among the voters; null if unknown
 * @param state {@code voting}, {@code silent}, {@code not_in_set}; null while too few rounds were seen
 * @param missingRounds completed rounds in which no vote of it was seen, since the start
 * @param roundsObserved completed rounds looked at while it was in the set, since the start
 */
public record VoteView(String grandpaKey, Boolean inSet, String state, long missingRounds, long roundsObserved) {}
