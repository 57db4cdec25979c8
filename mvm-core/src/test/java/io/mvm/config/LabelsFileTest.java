package io.mvm.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelsFileTest {
    private static final String KEY = "0x02" + "ab".repeat(32);
    private static final String OTHER = "0x03" + "cd".repeat(32);

    @TempDir
    Path directory;

    @Test
    void readsNamesWhateverTheCaseAndPrefixOfKeys() throws IOException {
        Path file = write("labels { \"" + KEY + "\" = TICKR, \""
                + OTHER.substring(2).toUpperCase(java.util.Locale.ROOT) + "\" = \"The other\" }");
        assertThat(LabelsFile.read(file)).isEqualTo(Map.of(KEY, "TICKR", OTHER, "The other"));
    }

    @Test
    void tellsEveryBadLine() throws IOException {
        Path file = write("""
                labels {
                  "0x1234" = A
                  "%s" = ""
                  "%s" = [1]
                  "%s" = twice
                  "0X%s" = again
                }
                lables = {}
                """.formatted(KEY, OTHER, "0x02" + "00".repeat(32), "02" + "00".repeat(32)));
        assertThat(problems(file))
                .containsExactly(
                        file + ":8: 'lables' is not expected here, expected 'labels' alone",
                        file + ":2: \"0x1234\" is no sidechain key, expected 0x and 66 hex digits",
                        file + ":3: the label of " + KEY + " is , expected a text of 1 to 64 characters",
                        file + ":4: the label of " + OTHER + " is [1], expected a text of 1 to 64 characters",
                        file + ":6: 0x02" + "00".repeat(32) + " has a label already, expected one for each key");
    }

    @Test
    void readsAFileThatChangedAndOneThatIncludesAnother() throws IOException {
        Path file = write("labels { \"" + KEY + "\" = ONE }");
        assertThat(LabelsFile.read(file)).isEqualTo(Map.of(KEY, "ONE")).isSameAs(LabelsFile.read(file));
        write("labels { \"" + KEY + "\" = TWO }");
        assertThat(LabelsFile.read(file)).isEqualTo(Map.of(KEY, "TWO"));

        Path more = Files.writeString(directory.resolve("more.conf"), "labels { \"" + OTHER + "\" = A }");
        write("include \"more.conf\"");
        assertThat(LabelsFile.read(file)).isEqualTo(Map.of(OTHER, "A"));
        Files.writeString(more, "labels { \"" + OTHER + "\" = B }");
        assertThat(LabelsFile.read(file)).isEqualTo(Map.of(OTHER, "B"));
        Files.delete(file);
        assertThat(problems(file)).singleElement().asString().contains("does not exist");
    }

    @Test
    void saysThatAFileIsMissing() {
        Path file = directory.resolve("none.conf");
        assertThat(problems(file)).containsExactly(file + ": does not exist; it was given as 'validator.labels-file'");
    }

    @Test
    void saysWhereAFileIsNoHocon() throws IOException {
        Path file = write("labels {\n \"a\" = \n");
        assertThat(problems(file)).singleElement().asString().startsWith(file.toString());
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("labels.conf"), text);
    }

    private static List<String> problems(Path file) {
        return catchThrowableOfType(ConfigException.class, () -> LabelsFile.read(file)).problems().stream()
                .map(Problem::toString)
                .toList();
    }
}
