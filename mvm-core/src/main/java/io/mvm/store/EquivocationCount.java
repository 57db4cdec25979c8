package io.mvm.store;

/**
 * Slots for which somebody signed more than one block.
 *
 * @param slots how many; each counts once, however many blocks there are
 * @param lastSlot the newest of them; null if there is none
 */
public record EquivocationCount(long slots, Long lastSlot) {
    /** Not one. */
    public static final EquivocationCount NONE = new EquivocationCount(0, null);

    /** Both together. */
    public EquivocationCount plus(EquivocationCount other) {
        Long newest =
                lastSlot == null || (other.lastSlot != null && other.lastSlot > lastSlot) ? other.lastSlot : lastSlot;
        return new EquivocationCount(slots + other.slots, newest);
    }

    /** With one more slot. */
    public EquivocationCount plus(long slot) {
        return plus(new EquivocationCount(1, slot));
    }
}
