package io.mvm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GuideCommandTest {
    /** On a line of its own, in quotes, or in brackets. */
    private static final Pattern COMMAND = Pattern.compile("(?m)^ {4}mvm ([^\\n]+)$|'mvm ([^']+)'|\\(mvm ([^)]+)\\)");

    private static final Pattern METRIC = Pattern.compile("mvm_[a-z0-9_]+");

    @TempDir
    Path directory;

    private CommandRun mvm() {
        return new CommandRun(directory);
    }

    @Test
    void listsItsTopics() {
        CommandRun.Result result = mvm().run("guide");
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains("not-producing", "registration", "keys", "equivocation", "peers", "finality", "restart");
        assertThat(mvm().run("guide", "--json").out()).contains("\"not-producing\" : \"owed slots stay empty\"");
    }

    @Test
    void refusesATopicThereIsNoneOf() {
        CommandRun.Result result = mvm().run("guide", "cooking");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("there is no guide 'cooking', expected one of not-producing, ");
    }

    @Test
    void headingsStandOutOnATerminalAlone() {
        assertThat(mvm().terminal().run("guide", "keys").out()).startsWith("\u001b[1mKEYS\u001b[0m");
        assertThat(mvm().run("guide", "keys").out()).startsWith("KEYS\n").doesNotContain("\u001b");
    }

    @ParameterizedTest
    @EnumSource
    void everyGuideHasItsPartsWithinEightyColumns(GuideCommand.Topic topic) {
        CommandRun.Result result = mvm().run("guide", topic.word());
        assertThat(result.status()).isZero();
        assertThat(result.out().lines()).allSatisfy(line -> {
            assertThat(line).hasSizeLessThanOrEqualTo(80).doesNotEndWith(" ");
            assertThat(line.chars()).allMatch(c -> c >= ' ' && c < 127);
        });
        assertThat(result.out().lines())
                .anyMatch(line -> line.equals("WHAT IT LOOKS LIKE"))
                .anyMatch(line -> line.startsWith("WHY"))
                .anyMatch(line -> line.equals("CHECK"))
                .anyMatch(line -> line.equals("FIX"))
                .anyMatch(line -> line.equals("WHEN TO CALL OTHERS"));
    }

    @ParameterizedTest
    @EnumSource
    void everyCommandInAGuideExists(GuideCommand.Topic topic) {
        List<String> commands = COMMAND.matcher(topic.text())
                .results()
                .map(GuideCommandTest::group)
                .toList();
        assertThat(commands).isNotEmpty();
        for (String command : commands) {
            assertThatCode(() -> parse(command)).as("mvm " + command).doesNotThrowAnyException();
        }
    }

    private static String group(MatchResult found) {
        for (int i = 1; i <= found.groupCount(); i++) {
            if (found.group(i) != null) {
                return found.group(i);
            }
        }
        throw new IllegalStateException(found.group());
    }

    private void parse(String command) {
        MvmCommand.commandLine(new CommandEnvironment(
                        System.out, System.err, Map.of(), Clock.systemUTC(), false, null, null, null))
                .parseArgs(command.split(" "));
        List<String> words = List.of(command.split(" "));
        if (words.get(0).equals("guide")) {
            assertThat(GuideCommand.Topic.words()).contains(words.get(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyMetricInAGuideIsServed(GuideCommand.Topic topic) throws IOException {
        // Made from the beans, and held equal to them by a test.
        String served = Files.readString(Path.of("../docs/metrics.md"));
        List<String> unknown = new ArrayList<>();
        METRIC.matcher(topic.text()).results().map(MatchResult::group).forEach(metric -> {
            if (!served.contains("`" + metric + "`")) {
                unknown.add(metric);
            }
        });
        assertThat(unknown).isEmpty();
    }
}
