package io.mvm.config;

import java.time.Duration;

/** Durations as they are written in a file. */
final class Durations {
    private Durations() {}

    /** The shortest exact form in one unit: {@code 100ms}, {@code 6s}, {@code 10m}, {@code 36500d}. */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 86_400_000 == 0) {
            return millis / 86_400_000 + "d";
        }
        if (millis % 3_600_000 == 0) {
            return millis / 3_600_000 + "h";
        }
        if (millis % 60_000 == 0) {
            return millis / 60_000 + "m";
        }
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }
}
