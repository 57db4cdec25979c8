package io.mvm.sync;

import io.mvm.duty.Cause;

/**
 * How a stretch of one validator's judged slots ends: the own misses after the last slot in which it worked. Misses that were
 * the network's, or ours by announcement, neither lengthen the row nor end it.
 *
 * @param workedSlot last slot with a block of its own, canonical or lost; null if there is none in the stretch
 * @param missed own misses after it
 * @param firstMissed the first of them; null if there is none
 */
record MissedRow(Long workedSlot, long missed, Long firstMissed) {
    /** Of a stretch without slots. */
    static final MissedRow EMPTY = new MissedRow(null, 0, null);

    /** Whatever came before, with one more slot that has its block. */
    static MissedRow worked(long slot) {
        return new MissedRow(slot, 0, null);
    }

    /** The same with one more slot that was left without a canonical block. */
    MissedRow empty(long slot, Cause cause) {
        return switch (cause) {
            case ORPHANED -> worked(slot);
            case MAINTENANCE, NETWORK -> this;
            case NODE, ALONE ->
                new MissedRow(workedSlot, missed + 1, firstMissed == null ? Long.valueOf(slot) : firstMissed);
        };
    }

    /** Of both stretches, the given one coming after this one. */
    MissedRow then(MissedRow later) {
        return later.workedSlot != null
                ? later
                : new MissedRow(
                        workedSlot, missed + later.missed, firstMissed == null ? later.firstMissed : firstMissed);
    }
}
