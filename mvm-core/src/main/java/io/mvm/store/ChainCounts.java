package io.mvm.store;

import io.mvm.chain.BlockRef;

/**
 * Counts over a chain's rows.
 *
 * @param unattributed canonical blocks without an author
 * @param unknownEngine those of them whose engine is not known
 * @param orphans blocks kept as orphans
 * @param reorgs reorgs undone
 * @param finalized newest block known to be final; null if none
 */
public record ChainCounts(long unattributed, long unknownEngine, long orphans, long reorgs, BlockRef finalized) {}
