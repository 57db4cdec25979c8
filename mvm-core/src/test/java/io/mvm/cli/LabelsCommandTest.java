package io.mvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.config.LabelsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelsCommandTest {
    private static final String ONE = "0x02" + "ab".repeat(32);
    private static final String TWO = "0x03" + "cd".repeat(32);
    private static final String THREE = "0x02" + "ef".repeat(32);

    @TempDir
    Path directory;

    @Test
    void importsARegistryWhateverTheCaseAndPrefixOfItsKeys() throws IOException {
        Path registry = registry(
                """
                # known validators
                version = 3

                [[validators]]
                sidechain_key = "%s"   # by hand
                label = "TICKR"
                website = "https://example.org"

                [[ validators ]]
                label = 'it''s "quoted" # no comment'
                sidechain_key = "%s"
                [other]
                label = "of something else"
                """.formatted(ONE, TWO.substring(2).toUpperCase(Locale.ROOT)).replace("''s", "s"));
        Path out = directory.resolve("labels.conf");

        CommandRun.Result result = run().run("labels", "import", registry.toString(), "--out", out.toString());

        assertThat(result.status()).as(result.toString()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("2 names written to " + out);
        assertThat(LabelsFile.read(out)).isEqualTo(Map.of(ONE, "TICKR", TWO, "its \"quoted\" # no comment"));
    }

    @Test
    void tellsEveryLineThatWasNotTakenOver() throws IOException {
        Path registry = registry("""
                [[validators]]
                sidechain_key = "%s"
                label = "first"
                [[validators]]
                sidechain_key = "%s"
                label = "second"
                [[validators]]
                sidechain_key = "0x1234"
                label = "bad"
                [[validators]]
                label = "nobody"
                [[validators]]
                sidechain_key = "%s"
                label = unquoted
                [[validators]]
                sidechain_key = "%s"
                label = ""
                [[validators]]
                sidechain_key = "%s"
                label = "three"
                label = "four"
                ???
                """.formatted(ONE, ONE.substring(2), TWO, TWO, THREE));

        CommandRun.Result result = run().run("labels", "import", registry.toString());

        assertThat(result.status()).isZero();
        assertThat(result.err().lines())
                .containsExactly(
                        "mvm: " + registry + ": line 4 names " + ONE + " \"second\", but line 1 named it \"first\"; the"
                                + " first counts",
                        "mvm: " + registry
                                + ": line 7 begins a validator whose sidechain_key is \"0x1234\", expected 0x"
                                + " and 66 hex digits",
                        "mvm: " + registry + ": line 10 begins a validator without 'sidechain_key'",
                        "mvm: " + registry + ": line 14 is not understood, expected NAME = \"TEXT\"",
                        "mvm: " + registry + ": line 12 begins a validator without 'label'",
                        "mvm: " + registry + ": line 15 begins a validator whose label is empty, longer than 64"
                                + " characters, or has control characters",
                        "mvm: " + registry + ": line 21 gives 'label' again for the validator of line 18; the first"
                                + " counts",
                        "mvm: " + registry + ": line 22 is not understood, expected NAME = \"TEXT\"");
        Path out = Files.writeString(directory.resolve("labels.conf"), result.out());
        assertThat(LabelsFile.read(out)).isEqualTo(Map.of(ONE, "first", THREE, "three"));
    }

    @Test
    void replacesNoFileUnasked() throws IOException {
        Path registry = registry("[[validators]]\nsidechain_key = \"" + ONE + "\"\nlabel = \"A\"\n");
        Path out = Files.writeString(directory.resolve("labels.conf"), "mine");
        CommandRun.Result refused = run().run("labels", "import", registry.toString(), "--out", out.toString());
        assertThat(refused.status()).isEqualTo(ExitStatus.HOPELESS);
        assertThat(refused.err()).contains("exists; give --force");
        assertThat(out).hasContent("mine");
        assertThat(run().run("labels", "import", registry.toString(), "--out", out.toString(), "--force")
                        .status())
                .isZero();
        assertThat(LabelsFile.read(out)).isEqualTo(Map.of(ONE, "A"));
    }

    @Test
    void refusesARegistryWithoutValidators() throws IOException {
        CommandRun.Result result =
                run().run("labels", "import", registry("a = 1\n").toString());
        assertThat(result.status()).isEqualTo(ExitStatus.HOPELESS);
        assertThat(result.err()).contains("names no validator");
    }

    @Test
    void listsNamesInForceWithOursBeforeTheFile() throws IOException {
        Path labels = Files.writeString(
                directory.resolve("labels.conf"), "labels { \"" + ONE + "\" = FILE, \"" + TWO + "\" = OTHER }");
        CommandRun run = run().configure("""
                validator { ours = ["%s"], label = mine, labels-file = "%s", others = [{ key = "%s", label = second }] }
                """.formatted(ONE, labels, THREE));
        assertThat(run.run("labels", "list", "--csv").out())
                .isEqualTo("validator,label,from\r\n" + ONE + ",mine,configuration\r\n" + THREE
                        + ",second,configuration\r\n" + TWO + ",OTHER,file\r\n");
        assertThat(run.run("labels", "list").out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void failsWhenTheFileOfLabelsIsMissing() {
        CommandRun.Result result = run().configure("validator.labels-file = \"" + directory.resolve("none") + "\"")
                .run("labels", "list");
        assertThat(result.status()).isEqualTo(ExitStatus.HOPELESS);
        assertThat(result.err()).contains("none: does not exist; it was given as 'validator.labels-file'");
    }

    private CommandRun run() {
        return new CommandRun(directory);
    }

    private Path registry(String text) throws IOException {
        return Files.writeString(directory.resolve("known_validators.toml"), text);
    }
}
