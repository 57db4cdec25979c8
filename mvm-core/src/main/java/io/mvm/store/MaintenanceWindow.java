package io.mvm.store;

/**
 * A time for which the operator announced that ours may miss slots.
 *
 * @param fromMs Unix ms of its beginning
 * @param untilMs Unix ms at which it ends by itself
 * @param reason the operator's words
 * @param endedMs Unix ms at which it was ended before its time; null if it was not
 */
public record MaintenanceWindow(long fromMs, long untilMs, String reason, Long endedMs) {
    /** Unix ms of its end, whichever way it came or will come. */
    public long endMs() {
        return endedMs == null ? untilMs : Math.min(untilMs, endedMs);
    }

    /** Whether a moment lies in it; the end does not. */
    public boolean contains(long timeMs) {
        return fromMs <= timeMs && timeMs < endMs();
    }
}
