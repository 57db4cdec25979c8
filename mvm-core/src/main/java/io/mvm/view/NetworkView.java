package io.mvm.view;

/**
 * Slots of all validators together, over the whole database; owed = produced + missed + orphaned.
 *
 * @param owed slots
 * @param produced slots with a canonical block
 * @param missed slots without any block
 * @param orphaned slots whose block lost
 * @param judged the finalized view; null while nothing is judged
 */
public record NetworkView(long owed, long produced, long missed, long orphaned, JudgedView judged) {}
