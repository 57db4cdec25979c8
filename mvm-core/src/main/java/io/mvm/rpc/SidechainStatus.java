package io.mvm.rpc;

import java.util.OptionalLong;

/**
 * Answer of {@code sidechain_getStatus}: worked out from the node's wall clock, never from a block.
 *
 * @param sidechainEpoch current sidechain epoch
 * @param sidechainSlot current slot; empty on nodes that no longer tell it
 * @param sidechainEpochEndMs Unix ms at which the sidechain epoch ends
 * @param mainchainEpoch epoch of the newest Cardano block the node's db-sync knows
 * @param mainchainSlot slot of that block
 * @param mainchainEpochEndMs Unix ms at which that mainchain epoch ends
 */
public record SidechainStatus(
        long sidechainEpoch,
        OptionalLong sidechainSlot,
        long sidechainEpochEndMs,
        long mainchainEpoch,
        long mainchainSlot,
        long mainchainEpochEndMs) {}
