package io.mvm.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A moment in the past, as a duration back from now ({@code 24h}) or a date ({@code 2026-11-20}, {@code 2026-11-20T22:00:00Z}).
 * Dates are UTC.
 */
final class SinceOption implements ITypeConverter<SinceOption.Since> {
    /** A moment, once the time of day is known. */
    @FunctionalInterface
    interface Since {
        /** Unix ms. */
        long ms(Clock clock);
    }

    @Override
    public Since convert(String text) {
        String wanted = text.strip();
        try {
            if (wanted.contains("T")) {
                long ms = Instant.parse(wanted).toEpochMilli();
                return clock -> ms;
            }
            if (wanted.contains("-")) {
                long ms = LocalDate.parse(wanted)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .toEpochMilli();
                return clock -> ms;
            }
            long back = new DurationOption().convert(wanted).toMillis();
            return clock -> clock.millis() - back;
        } catch (DateTimeException | TypeConversionException e) {
            throw new TypeConversionException(
                    "'" + text + "' is no time, expected one such as 24h, 2026-11-20 or 2026-11-20T22:00:00Z");
        }
    }
}
