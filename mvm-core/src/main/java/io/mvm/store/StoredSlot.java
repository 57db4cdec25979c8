package io.mvm.store;

import io.mvm.chain.AuraKey;

/**
 * An owed slot without a canonical block.
 *
 * @param slot the slot
 * @param startMs Unix ms at which it started; null if the slot duration is unknown
 * @param epoch its sidechain epoch; null on chains without
 * @param afterNumber height of the last canonical block before it
 * @param owner key that owed it
 * @param seat seat of that key
 * @param orphaned whether the owner's block is known and lost
 */
public record StoredSlot(
        long slot, Long startMs, Long epoch, long afterNumber, AuraKey owner, int seat, boolean orphaned) {}
