package io.mvm.store;

/**
 * Where a key stands by its newest rows.
 *
 * @param number height of its newest canonical block; null if it has none
 * @param slot slot of that block; null if it has none
 * @param timestampMs time of that block; null if it has none or its time is unknown
 * @param missedSince slots it missed after that block, or ever if it has none
 */
public record LastDuty(Long number, Long slot, Long timestampMs, long missedSince) {}
