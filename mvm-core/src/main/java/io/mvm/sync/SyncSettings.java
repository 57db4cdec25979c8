package io.mvm.sync;

import io.mvm.chain.SidechainKey;
import io.mvm.duty.JudgementRule;
import io.mvm.validator.LocalKeys;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What to follow, and how.
 *
 * @param chain name of the chain in the database, in MBeans and in metrics
 * @param startBlock lowest height wanted; 0 or 1 for all
 * @param batchSize blocks in one backfill request
 * @param concurrency backfill requests in flight
 * @param finalizedOnly whether only final blocks are stored
 * @param once whether to end once the head and all history are stored
 * @param ours our validators
 * @param labels names of validators
 * @param judgement when a miss is the network's
 * @param localKeys reads the keys on this machine anew each time; may touch the disk, so not on the loop's thread
 */
public record SyncSettings(
        String chain,
        long startBlock,
        int batchSize,
        int concurrency,
        boolean finalizedOnly,
        boolean once,
        Set<SidechainKey> ours,
        Map<SidechainKey, String> labels,
        JudgementRule judgement,
        Supplier<List<LocalKeys>> localKeys) {
    public SyncSettings {
        if (startBlock < 0) {
            throw new IllegalArgumentException("start block is " + startBlock + ", expected 0 or more");
        }
        if (batchSize < 1 || concurrency < 1) {
            throw new IllegalArgumentException(
                    "batch size is " + batchSize + " and concurrency " + concurrency + ", expected at least 1 each");
        }
        ours = Set.copyOf(ours);
        labels = Map.copyOf(labels);
    }

    /** With the default judgement and no keys on this machine. */
    public SyncSettings(
            String chain,
            long startBlock,
            int batchSize,
            int concurrency,
            boolean finalizedOnly,
            boolean once,
            Set<SidechainKey> ours,
            Map<SidechainKey, String> labels) {
        this(
                chain,
                startBlock,
                batchSize,
                concurrency,
                finalizedOnly,
                once,
                ours,
                labels,
                JudgementRule.DEFAULT,
                List::of);
    }

    /** Everything of a chain, with the defaults. */
    public static SyncSettings of(String chain) {
        return new SyncSettings(chain, 0, 200, 4, false, false, Set.of(), Map.of());
    }

    /** The lowest height that is stored: genesis has no author and is left out. */
    long firstWanted() {
        return Math.max(1, startBlock);
    }
}
