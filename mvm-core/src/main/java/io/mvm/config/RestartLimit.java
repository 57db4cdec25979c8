package io.mvm.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often something may be started again.
 *
 * @param restarts 0 to 1000
 * @param within in so much time, 1 s to 1 d
 */
public record RestartLimit(int restarts, Duration within) {
    static final String FORM = "restarts per time such as \"5 per 10m\", 0 to 1000 per 1s to 1d";

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,4}) +per +([0-9]{1,5})(s|m|h|d)");

    /**
     * Reads {@code N per TIME}.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static RestartLimit parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("");
        }
        int restarts = Integer.parseInt(matcher.group(1));
        long seconds = Long.parseLong(matcher.group(2))
                * switch (matcher.group(3)) {
                    case "s" -> 1;
                    case "m" -> 60;
                    case "h" -> 3_600;
                    default -> 86_400;
                };
        if (restarts > 1_000 || seconds < 1 || seconds > 86_400) {
            throw new IllegalArgumentException("");
        }
        return new RestartLimit(restarts, Duration.ofSeconds(seconds));
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        return restarts + " per " + Durations.text(within);
    }
}
