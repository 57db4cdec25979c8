package io.mvm.store;

/**
 * A range of slots, both ends included.
 *
 * @param from the lowest
 * @param to the highest
 */
public record SlotRange(long from, long to) {
    public SlotRange {
        if (from > to) {
            throw new IllegalArgumentException("a range of slots goes from " + from + " to " + to);
        }
    }

    /** Whether a slot lies in it. */
    public boolean contains(long slot) {
        return from <= slot && slot <= to;
    }

    /** The range that has all of both, which must touch. */
    public SlotRange with(SlotRange other) {
        if (other.from > to + 1 || from > other.to + 1) {
            throw new IllegalArgumentException(this + " and " + other + " do not touch");
        }
        return new SlotRange(Math.min(from, other.from), Math.max(to, other.to));
    }
}
