package io.mvm.store;

import io.mvm.duty.Judged;
import io.mvm.duty.Tally;

/**
 * Slots of one sidechain epoch.
 *
 * @param epoch the epoch; null on chains without
 * @param startMs Unix ms at which it starts; null if the slot duration is unknown
 * @param tally slots as seen at the head
 * @param judged slots by verdict
 * @param extent how much of it is stored
 */
public record EpochPerformance(Long epoch, Long startMs, Tally tally, Judged judged, Extent extent) {
    /** How much of an epoch is stored. */
    public enum Extent {
        /** From its first slot to its last. */
        COMPLETE,
        /** From its first slot to the newest block. */
        RUNNING,
        /** Not from its first slot on, or with a gap. */
        PARTIAL
    }
}
