package io.mvm.jmx;

import java.util.Map;

/** Progress of following the chain. */
@DescribedBean("Progress of following the chain.")
public interface SyncMXBean {
    @Described("Sequence number of the snapshot now shown; grows by one with each.")
    Long getSequence();

    @Described(value = "Time the snapshot was made, in seconds since 1970.", unit = "seconds")
    Double getSnapshotTimestampSeconds();

    @Described(value = "Height of the newest block stored.", unit = "blocks", metric = "mvm_sync_last_block")
    Long getLastBlock();

    @Described(
            value = "Height up to which stored blocks are final.",
            unit = "blocks",
            metric = "mvm_sync_finalized_block")
    Long getFinalizedBlock();

    @Described(
            value = "Blocks between the node's head and the newest block stored.",
            unit = "blocks",
            metric = "mvm_sync_blocks_behind")
    Long getBlocksBehind();

    @Described(
            value = "Blocks stored a second, over the last seconds.",
            unit = "blocks per second",
            metric = "mvm_sync_rate_bps")
    Double getRateBps();

    @Described(
            value = "Blocks of history still to be fetched.",
            unit = "blocks",
            metric = "mvm_sync_backfill_remaining_blocks")
    Long getBackfillRemainingBlocks();

    @Described(
            value = "Blocks missing between the first and the last one stored, from the start block on.",
            unit = "blocks",
            metric = "mvm_sync_gap_blocks")
    Long getGapBlocks();

    @Described(
            value = "Canonical blocks stored without an author.",
            unit = "blocks",
            metric = "mvm_sync_unattributed_blocks")
    Long getUnattributedBlocks();

    @Described(
            value = "Canonical blocks stored whose consensus engine this version does not know.",
            unit = "blocks",
            metric = "mvm_sync_unknown_engine_blocks")
    Long getUnknownEngineBlocks();

    @Described(value = "Canonical blocks stored; a reorg may lower it.", unit = "blocks")
    Long getBlocks();

    @Described(
            value = "Blocks stored since the start of the process, canonical or not.",
            kind = Kind.COUNTER,
            unit = "blocks",
            metric = "mvm_sync_blocks_total")
    Long getBlocksSinceStart();

    @Described(
            value = "Reorgs undone, over the whole database.",
            kind = Kind.COUNTER,
            unit = "reorgs",
            metric = "mvm_sync_reorgs_total")
    Long getReorgs();

    @Described(
            value = "Blocks kept as orphans, over the whole database.",
            kind = Kind.COUNTER,
            unit = "blocks",
            metric = "mvm_sync_orphaned_blocks_total")
    Long getOrphanedBlocks();

    @Described(
            value = "Failures of following the chain since the start, by kind.",
            kind = Kind.COUNTER,
            unit = "errors",
            metric = "mvm_sync_errors_total",
            keyLabel = "kind")
    Map<String, Long> getErrors();

    @Described(
            value = "Time at which a block, or word that there is none, was last had, in seconds since 1970.",
            unit = "seconds",
            metric = "mvm_sync_last_success_timestamp_seconds")
    Double getLastSuccessTimestampSeconds();

    @DescribedOperation(
            "Has blocks fetched that are not stored, also below the start block. Answers how many were missing.")
    String backfill(
            @DescribedParameter(name = "from", value = "Lowest height.") long from,
            @DescribedParameter(name = "to", value = "Highest height, inclusive.") long to);
}
