package io.mvm.store;

import io.mvm.duty.Tally;

/**
 * What is stored of a chain, in numbers.
 *
 * @param chain the chain
 * @param blocks canonical blocks
 * @param first the lowest stored height; null while none is stored
 * @param last the newest stored block; null while none is stored
 * @param segments unbroken runs of blocks
 * @param gapBlocks blocks missing between the first and the last stored
 * @param unattributed canonical blocks without an author
 * @param unknownEngine those of them whose consensus engine this version does not know
 * @param orphans blocks kept as orphans
 * @param equivocations slots for which one author signed several blocks
 * @param validators validators known by their sidechain key
 * @param unidentifiedKeys Aura keys that owed slots and whose holder is not known
 * @param authoritySets different authority sets seen
 * @param firstEpoch lowest sidechain epoch with an owed slot; null if none or unknown
 * @param lastEpoch highest of them; null as above
 * @param slots all owed slots by outcome
 * @param databaseBytes size of the file
 * @param walBytes size of its write-ahead log
 */
public record ChainStats(
        ChainInfo chain,
        long blocks,
        Long first,
        StoredBlock last,
        int segments,
        long gapBlocks,
        long unattributed,
        long unknownEngine,
        long orphans,
        long equivocations,
        int validators,
        int unidentifiedKeys,
        int authoritySets,
        Long firstEpoch,
        Long lastEpoch,
        Tally slots,
        long databaseBytes,
        long walBytes) {}
