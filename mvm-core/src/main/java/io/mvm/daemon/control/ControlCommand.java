package io.mvm.daemon.control;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What may be asked for. */
enum ControlCommand {
    PING("", "Answers at once, with process id and time.", true),
    STATUS("", "How the daemon is and what it knows of the chain.", true),
    HELP("", "These commands.", true),
    RELOAD("", "Reads the configuration anew and takes over what can change while running.", false),
    VALIDATE("file?: text", "Checks a configuration file (absolute path), or the one in use; changes nothing.", false),
    PAUSE("", "Stops storing blocks; heads are still watched.", false),
    RESUME("", "Goes on storing blocks where the database stands.", false),
    MAINTENANCE(
            "on: boolean, for?: text, reason?: text",
            "Announces maintenance for a time such as 30m, or ends the one in progress.",
            false),
    BACKFILL("from: number, to: number", "Has blocks fetched that are not stored, both heights included.", false),
    STOP("", "Ends the daemon as SIGTERM does; answers before.", false);

    private final String arguments;
    private final String description;
    private final boolean immediate;

    ControlCommand(String arguments, String description, boolean immediate) {
        this.arguments = arguments;
        this.description = description;
        this.immediate = immediate;
    }

    /** Its arguments with their types, {@code ?} after those that may be left out; empty if it takes none. */
    String arguments() {
        return arguments;
    }

    /** One sentence. */
    String description() {
        return description;
    }

    /** Whether it never waits for anybody, so that it is answered while others are at work. */
    boolean immediate() {
        return immediate;
    }

    /** As it is written. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that name. */
    static Optional<ControlCommand> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    /** All names. */
    static String list() {
        return Arrays.stream(values()).map(ControlCommand::word).collect(Collectors.joining(", "));
    }

    /** The one that was probably meant. */
    static Optional<ControlCommand> nearest(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        ControlCommand best = null;
        // More letters off than that, and it is a guess.
        int least = 3;
        for (ControlCommand one : values()) {
            int distance = lower.length() >= 3 && one.word().startsWith(lower) ? 1 : distance(lower, one.word());
            if (distance < least && distance < one.word().length() - 1) {
                best = one;
                least = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Letters to insert, drop or change. */
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 2) {
            return Integer.MAX_VALUE;
        }
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
