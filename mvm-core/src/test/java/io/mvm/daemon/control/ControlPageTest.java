package io.mvm.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.daemon.operation.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** docs/control.md says what the code does. */
class ControlPageTest {
    private static List<String> page() throws Exception {
        return Files.readAllLines(Path.of("..", "docs", "control.md"));
    }

    @Test
    void listsEveryErrorCodeAndNoOther() throws Exception {
        assertThat(page().stream()
                        .filter(line -> line.matches("\\| \\d{4} \\|.*"))
                        .map(line -> line.substring(0, line.indexOf('|', line.indexOf('`')))))
                .containsExactlyElementsOf(Arrays.stream(ErrorCode.values())
                        .map(code -> "| " + code.number() + " | `"
                                + code.name().toLowerCase(Locale.ROOT).replace('_', ' ') + "` ")
                        .toList());
    }

    @Test
    void numbersEveryErrorOnceAndByItsRange() {
        assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::number))
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(ErrorCode.values())
                .allSatisfy(code -> assertThat(code.number()).isBetween(1001, 4999));
    }

    @Test
    void listsEveryCommandWithItsArguments() throws Exception {
        for (ControlCommand command : ControlCommand.values()) {
            String arguments = command.arguments().isEmpty() ? "" : " `" + command.arguments() + "`";
            assertThat(page()).anyMatch(line -> line.startsWith("| `" + command.word() + "` |" + arguments + " | "));
        }
    }

    @Test
    void tellsTheLimits() throws Exception {
        ControlLimits limits = ControlLimits.USUAL;
        String page = String.join(" ", page());
        assertThat(page)
                .contains(String.format(Locale.ROOT, "at most %,d bytes", limits.lineBytes()))
                .contains(limits.clients() + " clients at once")
                .contains("silent for " + limits.patience().toSeconds() + " s")
                .contains(limits.idle().toSeconds() + " s from one reply")
                .contains(limits.writing().toSeconds() + " s to take a reply");
    }
}
