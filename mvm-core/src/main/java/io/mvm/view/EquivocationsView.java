package io.mvm.view;

/**
 * Slots for which a validator signed several blocks, over the whole database. Signed is signed: neither a reorg nor finality
 * takes one back.
 *
 * @param slots how many
 * @param lastSlot the newest of them; null if there is none
 * @param lastTimestampMs start of that slot, Unix ms; null if there is none or slots have no known length
 */
public record EquivocationsView(long slots, Long lastSlot, Long lastTimestampMs) {
    /** Not one. */
    public static final EquivocationsView NONE = new EquivocationsView(0, null, null);
}
