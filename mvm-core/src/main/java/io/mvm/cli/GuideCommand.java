package io.mvm.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mvm guide}: what to do about what MVM finds, as text within 80 columns. */
@Command(
        name = "guide",
        description = "What to do when something is wrong: what it looks like, why, how to check, how to fix.",
        footerHeading = "%nExamples:%n",
        footer = {"  mvm guide", "  mvm guide not-producing", "  mvm guide keys | less"})
final class GuideCommand implements Callable<Integer> {
    private final MvmCommand root;

    @Parameters(
            arity = "0..1",
            paramLabel = "TOPIC",
            completionCandidates = Topics.class,
            description = "One of ${COMPLETION-CANDIDATES}; without it, they are listed.")
    private String topic;

    @Mixin
    private JsonOption json;

    /** Every topic there is, in the order in which they are listed. */
    enum Topic {
        NOT_PRODUCING("owed slots stay empty"),
        REGISTRATION("candidates, stake, seats, and why there are none"),
        KEYS("keystore, registration and authority set do not fit"),
        EQUIVOCATION("two blocks for one slot: two nodes run with the same keys"),
        PEERS("no peers, syncing, frozen, stalled, down"),
        FINALITY("finality lags, a voter is silent, the quorum is thin"),
        RESTART("when to restart the node, and how");

        private final String about;

        Topic(String about) {
            this.about = about;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        String text() {
            String file = "guide/" + word() + ".txt";
            try (InputStream in = GuideCommand.class.getResourceAsStream(file)) {
                if (in == null) {
                    throw new IllegalStateException("the guide " + file + " is not in this build");
                }
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static List<String> words() {
            return List.of(values()).stream().map(Topic::word).toList();
        }
    }

    /** For the help and for completion. */
    static final class Topics implements Iterable<String> {
        @Override
        public java.util.Iterator<String> iterator() {
            return Topic.words().iterator();
        }
    }

    GuideCommand(MvmCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Output output = root.output();
        if (topic == null) {
            list(output);
        } else {
            show(output, named(topic));
        }
        output.flush();
        return ExitStatus.OK;
    }

    private static Topic named(String word) {
        for (Topic one : Topic.values()) {
            if (one.word().equalsIgnoreCase(word.replace('_', '-'))) {
                return one;
            }
        }
        throw new CommandFailure(
                ExitStatus.HOPELESS,
                "there is no guide '" + word + "', expected one of " + String.join(", ", Topic.words()));
    }

    private void list(Output output) {
        Map<String, Object> topics = new LinkedHashMap<>();
        for (Topic one : Topic.values()) {
            topics.put(one.word(), one.about);
        }
        if (json.wanted()) {
            output.document(Map.of("topics", topics));
            return;
        }
        int width = topics.keySet().stream().mapToInt(String::length).max().orElse(0);
        output.line(Style.BOLD.apply("Guides", output.color()) + "  mvm guide TOPIC");
        topics.forEach((word, about) -> output.line("  " + word + " ".repeat(width - word.length() + 2) + about));
    }

    private void show(Output output, Topic one) {
        if (json.wanted()) {
            output.document(Map.of("topic", one.word(), "text", one.text()));
            return;
        }
        // Headings are the lines that begin at the margin; the rest is indented.
        one.text()
                .lines()
                .forEach(line -> output.line(
                        line.isEmpty() || line.startsWith(" ") ? line : Style.BOLD.apply(line, output.color())));
    }
}
