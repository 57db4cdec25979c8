package io.mvm.store;

import io.mvm.duty.Tally;

/**
 * Slots of one sidechain epoch by outcome.
 *
 * @param epoch the epoch; null on chains without
 * @param owners keys that owed a slot in it
 * @param tally their slots
 */
public record EpochTally(Long epoch, int owners, Tally tally) {}
