package io.mvm.duty;

import java.time.Duration;

/**
 * A stretch of time.
 *
 * @param fromMs its start, Unix milliseconds
 * @param untilMs its end, Unix milliseconds
 */
public record Window(long fromMs, long untilMs) {
    /** How long it is. */
    public Duration length() {
        return Duration.ofMillis(untilMs - fromMs);
    }
}
