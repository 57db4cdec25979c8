package io.mvm.sync;

import io.mvm.chain.AuthoritySet;
import io.mvm.chain.BlockRef;
import io.mvm.duty.Forecast;
import io.mvm.epoch.SlotClock;
import io.mvm.validator.Committee;
import java.util.Optional;

/**
 * What the state after one block says of the committees.
 *
 * @param at the block
 * @param slot its slot
 * @param set Aura authorities after it, which own the slots up to and including its child's
 * @param current the session's committee; on newer runtimes it is ahead of {@code set} by one block when it changes
 * @param next the committee chosen to follow it; null while none is
 */
record CommitteeSight(BlockRef at, long slot, AuthoritySet set, Committee current, Committee next) {
    /** Whether the authorities are those of the session's committee. */
    boolean settled() {
        return current.matches(set);
    }

    /** Epoch of the committee whose authorities are {@link #set}. */
    long epoch() {
        return settled() ? current.epoch() : current.epoch() - 1;
    }

    /** The committee whose authorities come after {@link #set}; null while it is not chosen. */
    Committee following() {
        return settled() ? next : current;
    }

    /** Whether a slot lies before the boundary, so that the committees are still the same after a block in it. */
    boolean holds(long bySlot, SlotClock slots) {
        return slots == null || bySlot < slots.firstSlotOf(current.epoch() + 1);
    }

    /**
     * The forecast that follows from it.
     *
     * @param delay blocks by which authorities follow a rotation; null if the runtime in force is not known
     * @return empty if it does not tell when the authorities will change
     */
    Optional<Forecast> forecast(SlotClock slots, Integer delay) {
        long epoch = current.epoch();
        if (settled()) {
            long boundary = Math.max(slots.firstSlotOf(epoch + 1), slot + 1);
            Optional<AuthoritySet> after =
                    Optional.ofNullable(delay == null ? null : next).flatMap(Committee::authorities);
            return Optional.of(new Forecast(
                    slot, set, boundary, after, delay == null ? 1 : delay, slots.firstSlotOf(epoch + 2) - 1));
        }
        if (delay == null || delay < 2) {
            // Under that rule the two never differ: when the authorities will change cannot be told.
            return Optional.empty();
        }
        // The rotation has begun: the authorities follow with the next block.
        return current.authorities()
                .map(after -> new Forecast(
                        slot, set, slot + 1, Optional.of(after), delay - 1, slots.firstSlotOf(epoch + 1) - 1));
    }
}
