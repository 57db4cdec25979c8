package io.mvm.view;

/**
 * More of the active node, from RPC and from its own Prometheus page. Everything is null where it is not told.
 *
 * @param condition {@code ok}, {@code down}, {@code syncing}, {@code frozen} (it answers, but its head stands still while others'
 *     grow), {@code stalled} (the whole network's head stands still), or {@code unknown}
 * @param conditionSinceMs since when
 * @param peersExpected whether it should have peers; false on development chains
 * @param targetHeight highest block seen at its peers
 * @param mainchainSlot slot of the newest Cardano block that its db-sync knows
 * @param mainchainTimestampMs time of that slot; null on Cardano networks MVM does not know
 * @param startedAtMs when its process started
 * @param restarts restarts seen since MVM's start
 * @param pageUp whether its Prometheus page answered; null if none is configured
 * @param pagePeers peers by that page
 * @param connectionsIn inbound connections by that page
 * @param connectionsOut outbound connections by that page
 * @param proposedBlocks blocks its proposer has built since its start
 * @param readyTransactions transactions ready in its pool
 * @param prevotesTotal prevotes it has cast itself since its start
 * @param precommitsTotal precommits it has cast itself since its start
 */
public record NodeDetailView(
        String condition,
        Long conditionSinceMs,
        Boolean peersExpected,
        Long targetHeight,
        Long mainchainSlot,
        Long mainchainTimestampMs,
        Long startedAtMs,
        Long restarts,
        Boolean pageUp,
        Long pagePeers,
        Long connectionsIn,
        Long connectionsOut,
        Long proposedBlocks,
        Long readyTransactions,
        Long prevotesTotal,
        Long precommitsTotal) {}
