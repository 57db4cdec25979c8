package io.mvm.simulator;

import java.util.Arrays;

/** The ordered seats of one committee, each the roster index of its holder. Immutable. */
final class Seats {
    private final int[] holders;

    Seats(int[] holders) {
        this.holders = holders;
    }

    int size() {
        return holders.length;
    }

    int holder(int seat) {
        return holders[seat];
    }

    /** Which seat owns a slot. */
    int seatOf(long slot) {
        return (int) Long.remainderUnsigned(slot, holders.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Seats that && Arrays.equals(holders, that.holders);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(holders);
    }
}
