package io.mvm.store;

/**
 * An unbroken run of stored canonical blocks.
 *
 * @param first lowest height in it
 * @param last highest height in it
 */
public record Segment(long first, long last) {
    public Segment {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException("not a run of blocks: " + first + " to " + last);
        }
    }

    /** Number of blocks. */
    public long size() {
        return last - first + 1;
    }
}
