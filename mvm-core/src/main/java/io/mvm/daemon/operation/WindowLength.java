package io.mvm.daemon.operation;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.time.Duration;

/** Lengths of maintenance windows as people write them. */
public final class WindowLength {
    /** A window that never ends would hide what is wrong for good. */
    private static final Duration LONGEST = Duration.ofDays(366);

    private WindowLength() {}

    /**
     * Reads one written as in the configuration, with its unit: {@code 30m}, {@code 2h}, {@code 90s}.
     *
     * @throws OperationException if it is none, is not more than 0, or longer than a year
     */
    public static Duration parse(String text) {
        String written = text == null ? "" : text.strip();
        // HOCON takes a number alone for milliseconds, which nobody means here.
        if (written.isEmpty() || !Character.isLetter(written.charAt(written.length() - 1))) {
            throw refused(text);
        }
        try {
            Duration length = ConfigFactory.empty()
                    .withValue("length", ConfigValueFactory.fromAnyRef(written))
                    .getDuration("length");
            if (length.isNegative() || length.isZero() || length.compareTo(LONGEST) > 0) {
                throw refused(text);
            }
            return length;
        } catch (ConfigException | ArithmeticException e) {
            throw refused(text);
        }
    }

    private static OperationException refused(String text) {
        return new OperationException(
                ErrorCode.BAD_ARGUMENT,
                "'" + text + "' is no length of a window, expected one such as 30m, 2h or 90s, at most "
                        + LONGEST.toDays() + "d");
    }
}
