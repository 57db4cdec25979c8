package io.mvm.store;

/**
 * A time in which no node of ours was fit, as MVM saw it.
 *
 * @param fromMs Unix ms of its beginning
 * @param toMs Unix ms up to which it is known to have lasted
 * @param reason in words, as first seen
 */
public record Outage(long fromMs, long toMs, String reason) {
    /** Whether a moment lies in it; the end does not. */
    public boolean contains(long timeMs) {
        return fromMs <= timeMs && timeMs < toMs;
    }
}
