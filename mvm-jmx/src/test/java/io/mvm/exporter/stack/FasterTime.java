package io.mvm.exporter.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The shipped files with time that passes faster: every wait, interval and range, and every age in seconds that a rule
 * compares with, is divided by one number. Nothing else in them differs, and that is checked.
 */
final class FasterTime {
    private static final Pattern DURATION =
            Pattern.compile("(\\[|\\boffset |\\bfor: |_interval: |_timeout: |_wait: )(\\d+)([smhd])(?=]|\\s)");
    /** Ages counted by {@code time()} or recorded as such, and the seconds that a pace is worked out by. */
    private static final Pattern SECONDS =
            Pattern.compile("(time\\(\\) - [^\\n<>]*(?:>|<=) |age_seconds:min > |\\) / )(\\d+)(?=\\)|\\s)");

    private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?(?:ms|[smhd])?");

    private final int factor;

    FasterTime(int factor) {
        this.factor = factor;
    }

    /** Rewrites a file in its place. */
    void apply(Path file) {
        try {
            String shipped = Files.readString(file);
            String faster = apply(shipped);
            Files.writeString(file, faster);
            assertThat(NUMBER.matcher(faster).replaceAll("#"))
                    .as("%s but for its numbers", file.getFileName())
                    .isEqualTo(NUMBER.matcher(shipped).replaceAll("#"));
            assertThat(faster).as(file.getFileName().toString()).isNotEqualTo(shipped);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String apply(String text) {
        String faster = DURATION.matcher(text)
                .replaceAll(found -> found.group(1).replace("$", "\\$")
                        + Long.parseLong(found.group(2)) * milliseconds(found.group(3)) / factor
                        + "ms");
        return SECONDS.matcher(faster)
                .replaceAll(found -> found.group(1).replace("$", "\\$") + Double.parseDouble(found.group(2)) / factor);
    }

    private static long milliseconds(String unit) {
        return switch (unit) {
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 86_400_000;
        };
    }
}
