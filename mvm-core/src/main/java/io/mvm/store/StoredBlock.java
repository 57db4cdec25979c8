package io.mvm.store;

import io.mvm.chain.AuraKey;
import io.mvm.chain.BlockHash;
import io.mvm.chain.SidechainKey;

/**
 * A block as it is shown. What is not known is null.
 *
 * @param number height
 * @param hash its hash
 * @param parent its parent's hash
 * @param slot slot it was authored in
 * @param timestampMs Unix ms of its timestamp inherent
 * @param sidechainEpoch sidechain epoch of its slot
 * @param mainchainEpoch Cardano epoch of its slot's start
 * @param engine consensus engine
 * @param auraKey key that authored it
 * @param validator who holds that key
 * @param seat seat of that key
 * @param specVersion runtime spec version in its header
 * @param extrinsics extrinsics in its body
 * @param state where it stands
 */
public record StoredBlock(
        long number,
        BlockHash hash,
        BlockHash parent,
        Long slot,
        Long timestampMs,
        Long sidechainEpoch,
        Long mainchainEpoch,
        String engine,
        AuraKey auraKey,
        SidechainKey validator,
        Integer seat,
        Integer specVersion,
        Integer extrinsics,
        State state) {
    /** Where a block stands. */
    public enum State {
        /** Canonical, and at or below the finalized height. */
        FINALIZED,
        /** Canonical for now. */
        BEST,
        /** Dropped by a reorg, or never more than a fork. */
        ORPHANED
    }
}
