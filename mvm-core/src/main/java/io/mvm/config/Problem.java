package io.mvm.config;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One thing that is wrong with the configuration.
 *
 * @param origin where it was written: {@code /etc/mvm/mvm.conf:12}, {@code environment MVM_DB_PATH}, {@code command line}
 * @param message what is wrong, with the value and what was expected
 */
public record Problem(String origin, String message) {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /** A file of one long line must not fill a log. */
    private static final int LONGEST = 1_000;

    public Problem {
        Objects.requireNonNull(origin, "origin");
        // What somebody wrote is in it: nothing that steers a terminal, or makes one line of a log two.
        message = CONTROL.matcher(Objects.requireNonNull(message, "message")).replaceAll("?");
        if (message.length() > LONGEST) {
            message = message.substring(0, LONGEST - 3) + "...";
        }
    }

    @Override
    public String toString() {
        return origin + ": " + message;
    }
}
