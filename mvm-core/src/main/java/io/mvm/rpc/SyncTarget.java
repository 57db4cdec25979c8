package io.mvm.rpc;

import java.util.OptionalLong;

/**
 * Answer of {@code system_syncState}.
 *
 * @param startingBlock height at which the node began to sync
 * @param currentBlock its best block
 * @param highestBlock highest block its peers claim; empty where the node does not tell
 */
public record SyncTarget(long startingBlock, long currentBlock, OptionalLong highestBlock) {}
