package io.mvm.store;

import io.mvm.chain.SidechainKey;

/**
 * What is known of a validator besides its blocks.
 *
 * @param key its sidechain key
 * @param registration {@code permissioned}, {@code registered}, {@code invalid} or {@code none}; null if unknown
 * @param stakeLovelace its stake; null if unknown
 */
public record Identity(SidechainKey key, String registration, Long stakeLovelace) {}
