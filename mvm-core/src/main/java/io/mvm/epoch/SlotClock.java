package io.mvm.epoch;

/**
 * Converts between slots, time and sidechain epochs. Slot 0 starts at the Unix epoch, as does sidechain epoch 0.
 *
 * @param slotDurationMs length of a slot
 * @param slotsPerEpoch slots in a sidechain epoch
 */
public record SlotClock(long slotDurationMs, int slotsPerEpoch) {
    public SlotClock {
        if (slotDurationMs <= 0) {
            throw new IllegalArgumentException("slot duration is " + slotDurationMs + " ms, expected more than 0");
        }
        if (slotsPerEpoch <= 0) {
            throw new IllegalArgumentException("an epoch has " + slotsPerEpoch + " slots, expected at least 1");
        }
    }

    /** The slot in progress at a time in Unix ms. */
    public long slotAt(long timeMs) {
        return Math.floorDiv(timeMs, slotDurationMs);
    }

    /** Unix ms at which a slot starts. */
    public long startOf(long slot) {
        return slot * slotDurationMs;
    }

    /** The sidechain epoch a slot lies in. */
    public long epochOf(long slot) {
        return Math.floorDiv(slot, slotsPerEpoch);
    }

    /** First slot of a sidechain epoch. */
    public long firstSlotOf(long epoch) {
        return epoch * slotsPerEpoch;
    }

    /** Unix ms at which a sidechain epoch starts. */
    public long epochStart(long epoch) {
        return startOf(firstSlotOf(epoch));
    }
}
