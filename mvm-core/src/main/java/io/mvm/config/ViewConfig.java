package io.mvm.config;

import java.time.Duration;

/**
 * Section {@code view}: the terminal interface.
 *
 * @param refreshInterval time between two looks at what is new
 * @param theme its colours
 */
public record ViewConfig(Duration refreshInterval, Theme theme) {
    /** Colours. */
    public enum Theme {
        /** For dark terminals. */
        MIDNIGHT,
        /** For light ones. */
        MIDDAY,
        /** None. */
        MONO
    }

    static ViewConfig read(Section in) {
        return new ViewConfig(
                in.duration("refresh-interval", Duration.ofMillis(100), Duration.ofMinutes(10)),
                in.choice("theme", Theme.class));
    }
}
