package io.mvm.duty;

import io.mvm.chain.AuraKey;
import io.mvm.chain.AuthoritySet;
import io.mvm.chain.consensus.Seat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who owns the slots after a head: the authorities in force up to the boundary, and after it the next committee once so many
 * blocks stand on the chain from the boundary on. Which blocks will stand there nobody knows; so owners are told for given
 * blocks, and lists assume that the boundary's slots are produced. Immutable; slots are not negative.
 *
 * @param headSlot slot of the block it is made from; slots after it are forecast
 * @param current authorities after that block
 * @param boundary first slot in which a block may rotate to the next committee; it still belongs to the current one
 * @param next seats of the next committee in order; empty while it is not chosen, or its activation is not known
 * @param delay blocks that must stand from the boundary on before the next committee owns slots, at least 1
 * @param end last slot forecast; without a next committee that is the boundary
 */
public record Forecast(
        long headSlot, AuthoritySet current, long boundary, Optional<AuthoritySet> next, int delay, long end) {
    public Forecast {
        if (headSlot < 0 || boundary <= headSlot) {
            throw new IllegalArgumentException(
                    "the boundary is slot " + boundary + ", expected one after the head's slot " + headSlot);
        }
        if (delay < 1) {
            throw new IllegalArgumentException("the delay is " + delay + " blocks, expected at least 1");
        }
        end = next.isEmpty() ? boundary : Math.max(end, boundary);
    }

    /** Where the next committee is not known. */
    public static Forecast untilBoundary(long headSlot, AuthoritySet current, long boundary) {
        return new Forecast(headSlot, current, boundary, Optional.empty(), 1, boundary);
    }

    /** Whether a slot is after the head and not after the end. */
    public boolean covers(long slot) {
        return slot > headSlot && slot <= end;
    }

    /**
     * Who owns a slot.
     *
     * @param blocks blocks on the chain from the boundary on and before the slot
     * @throws IllegalArgumentException if the slot is not covered
     */
    public Seat owner(long slot, long blocks) {
        if (!covers(slot)) {
            throw new IllegalArgumentException(
                    "slot " + slot + " is not forecast, expected " + (headSlot + 1) + " to " + end);
        }
        return seat(slot > boundary && blocks >= delay ? next.orElse(current) : current, slot);
    }

    /**
     * The slots of these keys within {@code from} to {@code to}, ascending, if the boundary's slots are produced. Slots that
     * are not covered are left out.
     */
    public List<SlotAhead> slotsOf(Set<AuraKey> keys, long from, long to) {
        long first = Math.max(from, headSlot + 1);
        long last = Math.min(to, end);
        List<SlotAhead> owed = new ArrayList<>();
        if (next.isEmpty()) {
            add(owed, current, keys, first, last);
            return owed;
        }
        // Slot boundary + k has k slots of the boundary before it.
        long lastOfCurrent = boundary + delay - 1;
        add(owed, current, keys, first, Math.min(last, lastOfCurrent));
        add(owed, next.get(), keys, Math.max(first, lastOfCurrent + 1), last);
        return owed;
    }

    /**
     * Slots right after the boundary which these keys would owe as the old committee if slots of the boundary were missed:
     * a node that is down in one of them risks a miss.
     */
    public List<Long> slotsAtRisk(Set<AuraKey> keys) {
        List<Long> risky = new ArrayList<>();
        if (next.isPresent()) {
            for (long slot = boundary + delay; slot <= Math.min(end, boundary + 2L * delay - 1); slot++) {
                if (keys.contains(seat(current, slot).key())) {
                    risky.add(slot);
                }
            }
        }
        return risky;
    }

    /**
     * The same knowledge seen from a later head.
     *
     * @param slot the later head's slot
     * @param blocks blocks on the chain from the boundary on, up to that head
     * @param after authorities after that head, as its headers tell
     * @return empty if the authorities are not those that this forecast leads to, or its end is passed
     */
    public Optional<Forecast> from(long slot, long blocks, AuthoritySet after) {
        boolean rotated = next.isPresent() && blocks >= delay;
        if (slot < headSlot || slot >= end || !after.equals(rotated ? next.get() : current)) {
            return Optional.empty();
        }
        if (rotated) {
            return Optional.of(untilBoundary(slot, after, end + 1));
        }
        long left = Math.max(boundary, slot + 1);
        return Optional.of(
                next.isEmpty()
                        ? untilBoundary(slot, after, left)
                        : new Forecast(slot, after, left, next, (int) (delay - blocks), end));
    }

    private void add(List<SlotAhead> owed, AuthoritySet set, Set<AuraKey> keys, long first, long last) {
        boolean ofNext = next.isPresent() && first > boundary + delay - 1;
        int before = owed.size();
        for (int index = 0; index < set.size() && first <= last; index++) {
            if (!keys.contains(set.seat(index))) {
                continue;
            }
            Seat seat = new Seat(index, set.seat(index));
            long from = first + Math.floorMod(index - first, (long) set.size());
            for (long slot = from; slot <= last; slot += set.size()) {
                owed.add(new SlotAhead(slot, seat, ofNext, !ofNext, ofNext && slot < boundary + 2L * delay));
            }
        }
        owed.subList(before, owed.size()).sort(Comparator.comparingLong(SlotAhead::slot));
    }

    private static Seat seat(AuthoritySet set, long slot) {
        int index = set.seatOf(slot);
        return new Seat(index, set.seat(index));
    }
}
