package io.mvm.cli;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Yes, no and unknown for tables: a sign where the terminal's encoding has it, and always a word. */
final class Marks {
    private final boolean unicode;

    /** By the locale's encoding, as the environment gives it. */
    Marks(Map<String, String> env) {
        String locale = Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(env::get)
                .filter(value -> value != null && !value.isBlank())
                .findFirst()
                .orElse("");
        this.unicode = locale.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8");
    }

    String of(Boolean value) {
        return value == null ? "? unknown" : value ? yes("yes") : no("no");
    }

    String yes(String word) {
        return unicode ? "✓ " + word : word;
    }

    String no(String word) {
        return unicode ? "✗ " + word : word.toUpperCase(Locale.ROOT);
    }

    static Style style(Boolean value) {
        return value == null ? Style.WARNING : value ? Style.GOOD : Style.BAD;
    }
}
