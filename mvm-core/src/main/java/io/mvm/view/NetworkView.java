package io.mvm.view;

/**
 * Slots of all validators together, over the whole database; owed = produced + missed + orphaned.
 *
 * @param owed slots
 * @param produced slots with a canonical block
 * @param missed slots without any block
 * @param orphaned slots whose block lost
 */
public record NetworkView(long owed, long produced, long missed, long orphaned) {}
