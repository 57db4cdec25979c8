package io.mvm.store;

import io.mvm.chain.BlockHash;
import io.mvm.chain.BlockRef;
import io.mvm.duty.Tally;
import java.util.List;
import java.util.Map;

/**
 * All that one transaction changes of a chain: either everything or nothing of it happens. Applied in the order of the
 * components.
 *
 * @param orphaned blocks leaving the canonical chain
 * @param forks blocks seen that never were canonical
 * @param canonicalAgain hashes of orphans that come back
 * @param refilled slots that are no longer known to be empty
 * @param added blocks joining the canonical chain, ascending
 * @param emptied slots now known to be empty
 * @param nowOrphaned empty slots, counted as missed, whose block has turned up as an orphan
 * @param duties change of the slot counts, by epoch and owner; negative where slots are taken back
 * @param segments all runs of stored blocks after this update
 * @param finalized newest block known to be final; null if that does not change
 * @param reorgs reorgs that this update undoes: 0 or 1
 */
public record ChainUpdate(
        List<BlockRow> orphaned,
        List<BlockRow> forks,
        List<BlockHash> canonicalAgain,
        List<Long> refilled,
        List<BlockRow> added,
        List<EmptySlotRow> emptied,
        List<Long> nowOrphaned,
        Map<DutyKey, Tally> duties,
        List<Segment> segments,
        BlockRef finalized,
        int reorgs) {}
