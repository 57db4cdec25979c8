package io.mvm.view;

/**
 * An epoch of either layer.
 *
 * @param number epoch number
 * @param startMs when it began; null if unknown
 * @param endMs when it ends; null if unknown
 * @param slots slots in it; null for the mainchain
 */
public record EpochView(long number, Long startMs, Long endMs, Integer slots) {
    /** Share of the epoch gone by, 0 to 1; null if its bounds are unknown. */
    public Double progress(long nowMs) {
        if (startMs == null || endMs == null || endMs <= startMs) {
            return null;
        }
        return Math.min(1.0, Math.max(0.0, (nowMs - startMs) / (double) (endMs - startMs)));
    }
}
