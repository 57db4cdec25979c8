package io.mvm.cli;

import io.mvm.store.KnownValidator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Values as people read them. Unknown is a dash. */
final class Text {
    static final String UNKNOWN = "-";

    private Text() {}

    static String number(Number value) {
        return value == null ? UNKNOWN : String.format(Locale.ROOT, "%,d", value.longValue());
    }

    /** A number of things: "1 block", "2 blocks". */
    static String count(long value, String thing) {
        return number(value) + " " + thing + (value == 1 ? "" : "s");
    }

    /** A configuration's files: "mvm.conf", "mvm.conf with labels.conf and node.conf". */
    static String withIncluded(List<?> files) {
        return files.get(0)
                + (files.size() == 1
                        ? ""
                        : " with "
                                + files.stream().skip(1).map(Object::toString).collect(Collectors.joining(" and ")));
    }

    static String or(Object value) {
        return value == null ? UNKNOWN : value.toString();
    }

    /** Enough of a hash or key to know it again. */
    static String shortHex(String hex) {
        if (hex == null) {
            return UNKNOWN;
        }
        if (hex.startsWith(KnownValidator.AURA_PREFIX)) {
            int digits = KnownValidator.AURA_PREFIX.length() + 2;
            return KnownValidator.AURA_PREFIX + hex.substring(digits, digits + 4) + "..";
        }
        return hex.length() <= 14 ? hex : hex.substring(0, 6) + ".." + hex.substring(hex.length() - 4);
    }

    static String time(Long unixMs) {
        return unixMs == null
                ? UNKNOWN
                : Instant.ofEpochMilli(unixMs).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** With its distance from now: "2026-11-20T22:00:00Z, 12 s ago". */
    static String timeAndAge(Long unixMs, Clock clock) {
        return unixMs == null ? UNKNOWN : time(unixMs) + ", " + age(unixMs, clock);
    }

    static String age(Long unixMs, Clock clock) {
        if (unixMs == null) {
            return UNKNOWN;
        }
        long ms = clock.millis() - unixMs;
        return ms < 0 ? "in " + duration(Duration.ofMillis(-ms)) : duration(Duration.ofMillis(ms)) + " ago";
    }

    /** The two largest units, spelled so that minutes are not taken for months: "6 min 36 s". */
    static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min" + rest(seconds % 60, "s");
        }
        if (seconds < 86_400) {
            return seconds / 3_600 + " h" + rest(seconds % 3_600 / 60, "min");
        }
        return seconds / 86_400 + " d" + rest(seconds % 86_400 / 3_600, "h");
    }

    private static String rest(long value, String unit) {
        return value == 0 ? "" : " " + value + " " + unit;
    }

    /** A share in percent, never rounded up to 100 %; a dash of nothing. */
    static String percent(long part, long whole) {
        if (whole == 0) {
            return UNKNOWN;
        }
        long hundredths = Math.floorDiv(part * 10_000, whole);
        return hundredths / 100 + "." + String.format(Locale.ROOT, "%02d", hundredths % 100) + "%";
    }

    /** Lines of at most that many columns, broken between words. */
    static List<String> wrapped(String text, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    static String bytes(long bytes) {
        if (bytes < 1_024) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = 0;
        while (value >= 1_024 && unit < 4) {
            value /= 1_024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %siB", value, "KMGT".charAt(unit - 1));
    }
}
