package io.mvm.chain.consensus;

import io.mvm.chain.AuraKey;

/**
 * One place in a committee.
 *
 * @param index position in slot order, from 0
 * @param key key that holds it
 */
public record Seat(int index, AuraKey key) {}
