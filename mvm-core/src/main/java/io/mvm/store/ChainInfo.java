package io.mvm.store;

import io.mvm.chain.BlockHash;
import io.mvm.chain.BlockRef;

/**
 * A chain in the database.
 *
 * @param id by which rows name it
 * @param name as configured
 * @param genesis hash of block 0
 * @param parameters what is known of its time
 * @param finalized newest block known to be final; null if none
 * @param reorgs reorgs undone since the database was made
 * @param createdAtMs Unix ms at which it was first followed
 */
public record ChainInfo(
        int id,
        String name,
        BlockHash genesis,
        ChainParameters parameters,
        BlockRef finalized,
        long reorgs,
        long createdAtMs) {}
