package io.mvm.view;

import java.util.Map;

/**
 * Progress of following the chain.
 *
 * @param lastBlock height of the newest block stored; null while none is
 * @param finalizedBlock height up to which stored blocks are final; null while none is
 * @param blocksBehind node's head minus {@code lastBlock}; null while either is unknown
 * @param rateBps blocks stored a second, over the last seconds
 * @param backfillRemainingBlocks blocks of history still to be fetched; null while the head is unknown
 * @param gapBlocks blocks missing between the first and the last stored, from the start block on
 * @param unattributedBlocks stored canonical blocks without an author
 * @param unknownEngineBlocks those of them whose consensus engine this version does not know
 * @param blocks canonical blocks stored
 * @param blocksSinceStart blocks stored by this process, canonical or not when they came
 * @param reorgs reorgs undone, over the whole database
 * @param orphanedBlocks blocks kept as orphans, over the whole database
 * @param errors failures since the start, by kind
 * @param lastSuccessMs when a block or a confirmation that there is none was last had; null if never
 */
public record SyncView(
        Long lastBlock,
        Long finalizedBlock,
        Long blocksBehind,
        Double rateBps,
        Long backfillRemainingBlocks,
        long gapBlocks,
        long unattributedBlocks,
        long unknownEngineBlocks,
        long blocks,
        long blocksSinceStart,
        long reorgs,
        long orphanedBlocks,
        Map<String, Long> errors,
        Long lastSuccessMs) {
    public SyncView {
        errors = Map.copyOf(errors);
    }
}
