package io.mvm.config;

import java.util.Objects;

/**
 * One thing that is wrong with the configuration.
 *
 * @param origin where it was written: {@code /etc/mvm/mvm.conf:12}, {@code environment MVM_DB_PATH}, {@code command line}
 * @param message what is wrong, with the value and what was expected
 */
public record Problem(String origin, String message) {
    public Problem {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(message, "message");
    }

    @Override
    public String toString() {
        return origin + ": " + message;
    }
}
