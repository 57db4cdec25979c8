package io.mvm.config;

import java.time.Duration;

/**
 * Section {@code sync}: how the chain is followed.
 *
 * @param batchSize calls in one request at the most
 * @param concurrency requests in flight at the most
 * @param pollInterval time between two looks at the head where there is no subscription
 * @param finalizedOnly whether only finalized blocks are stored
 * @param startBlock the oldest block wanted; 0: everything
 */
public record SyncConfig(
        int batchSize, int concurrency, Duration pollInterval, boolean finalizedOnly, long startBlock) {
    static SyncConfig read(Section in) {
        return new SyncConfig(
                (int) in.wholeNumber("batch-size", 1, 1_000),
                (int) in.wholeNumber("concurrency", 1, 64),
                in.duration("poll-interval", Duration.ofMillis(50), Duration.ofMinutes(10)),
                in.bool("finalized-only"),
                // Block numbers of Substrate chains are u32.
                in.wholeNumber("start-block", 0, 0xffff_ffffL));
    }
}
