package io.mvm.sync;

/**
 * Tells how a node fares from what it answers and from the clock. A socket that is open says little: a node is well when its
 * head is young. Not safe for several threads.
 */
final class NodeCondition {
    /** An older head is old, whoever is to blame. */
    private static final long OLD_SLOTS = 10;
    /** A head that grew within so many slots is on its way. */
    private static final long MOVING_SLOTS = 3;
    /** Blocks; heads told seconds apart differ by one or two. */
    private static final long FAR_AHEAD = 3;

    /**
     * The newest head that was seen.
     *
     * @param number its height
     * @param slot its slot; null if unknown
     * @param slotMs length of a slot; null if unknown
     */
    record Head(long number, Long slot, Long slotMs) {}

    private String condition = "unknown";
    private Long sinceMs;
    private Long height;
    private Long movedAt;

    /** The condition at the last look. */
    String condition() {
        return condition;
    }

    /** Since when, Unix ms; null before the first look. */
    Long sinceMs() {
        return sinceMs;
    }

    /**
     * Looks anew.
     *
     * @param up whether it answers
     * @param syncing whether it says that it is in major sync; null if it does not tell
     * @param head null if none was seen
     * @param highest highest block known to exist anywhere; null if unknown
     */
    void look(boolean up, Boolean syncing, Head head, Long highest, long nowMs) {
        if (head != null) {
            if (height != null && head.number() > height) {
                movedAt = nowMs;
            }
            height = head.number();
        }
        String found = judge(up, syncing, head, highest, nowMs);
        if (sinceMs == null || !found.equals(condition)) {
            condition = found;
            sinceMs = nowMs;
        }
    }

    private String judge(boolean up, Boolean syncing, Head head, Long highest, long nowMs) {
        if (!up) {
            return "down";
        }
        if (Boolean.TRUE.equals(syncing)) {
            return "syncing";
        }
        if (head == null || head.slot() == null || head.slotMs() == null) {
            return "unknown";
        }
        long slotMs = head.slotMs();
        if (nowMs - head.slot() * slotMs <= OLD_SLOTS * slotMs) {
            return "ok";
        }
        if (movedAt != null && nowMs - movedAt <= MOVING_SLOTS * slotMs) {
            // Behind, but catching up, though it does not call that a sync.
            return "syncing";
        }
        return highest != null && highest > head.number() + FAR_AHEAD ? "frozen" : "stalled";
    }
}
