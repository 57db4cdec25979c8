package io.mvm.daemon.control;

import io.mvm.config.NearestName;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        Optional<String> begun = lower.length() < 3
                ? Optional.empty()
                : words().filter(one -> one.startsWith(lower)).findFirst();
        return begun.or(() -> NearestName.among(lower, words().toList(), lower.length() / 3))
                .flatMap(ControlCommand::of);
    }

    private static Stream<String> words() {
        return Arrays.stream(values()).map(ControlCommand::word);
    }
}
