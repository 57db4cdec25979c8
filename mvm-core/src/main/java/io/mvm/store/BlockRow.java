package io.mvm.store;

import io.mvm.chain.AuraKey;
import io.mvm.chain.AuthoritySet;
import io.mvm.chain.BlockHash;

/**
 * A block as stored. What is not known is null.
 *
 * @param number height
 * @param hash its hash
 * @param parent its parent's hash
 * @param slot slot it was authored in; null if its engine is not known
 * @param timestampMs time of its timestamp inherent
 * @param sidechainEpoch sidechain epoch of its slot
 * @param mainchainEpoch Cardano epoch of its slot's start
 * @param engine consensus engine; null if this version does not know it
 * @param author Aura key that had to author it
 * @param seat seat of that key
 * @param setAfter authorities in the state after it, which govern its children
 * @param specVersion runtime spec version written in its header
 * @param extrinsics extrinsics in its body
 */
public record BlockRow(
        long number,
        BlockHash hash,
        BlockHash parent,
        Long slot,
        Long timestampMs,
        Long sidechainEpoch,
        Long mainchainEpoch,
        String engine,
        AuraKey author,
        Integer seat,
        AuthoritySet setAfter,
        Integer specVersion,
        Integer extrinsics) {}
