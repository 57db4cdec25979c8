package io.mvm.config;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;

/** Where values came from, as text for people. */
final class Origins {
    static final String DEFAULT = "default";
    static final String COMMAND_LINE = "command line";

    private Origins() {}

    static String environment(String variable) {
        return "environment " + variable;
    }

    /** {@code FILE:LINE} for a value of a file, else what the layer was called. */
    static String of(ConfigValue value) {
        return value == null ? DEFAULT : of(value.origin());
    }

    static String of(ConfigOrigin origin) {
        if (origin.filename() != null) {
            String file = plain(origin.filename());
            return origin.lineNumber() > 0 ? file + ":" + origin.lineNumber() : file;
        }
        // Only the shipped defaults are read from what is no file and yet has lines.
        return origin.lineNumber() > 0 && origin.url() == null ? DEFAULT : origin.description();
    }

    /** A file's name without the steps that lead nowhere. */
    static String plain(String file) {
        String plain = file.replaceAll("(?<=^|/)(\\./)+", "");
        return plain.isEmpty() ? file : plain;
    }
}
