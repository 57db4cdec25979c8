package io.mvm.config;

import java.time.Duration;

/**
 * Section {@code logging}.
 *
 * @param level least severity that is logged
 * @param format what a line looks like
 * @param maxSize size in bytes at which a log file is set aside and a new one begun
 * @param maxFiles how many of those set aside are kept
 * @param slowCall a request to the node that takes longer is named in the log
 */
public record LoggingConfig(Level level, Format format, long maxSize, int maxFiles, Duration slowCall) {
    /** Least severity that is logged. */
    public enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /** What a line looks like. */
    public enum Format {
        /** For people. */
        TEXT,
        /** For collectors: one JSON object a line. */
        JSON
    }

    static LoggingConfig read(Section in) {
        return new LoggingConfig(
                in.choice("level", Level.class),
                in.choice("format", Format.class),
                in.bytes("max-size", 64L << 10, 10L << 30),
                (int) in.wholeNumber("max-files", 0, 1_000),
                in.duration("slow-call", Duration.ofMillis(10), Duration.ofMinutes(10)));
    }
}
