package io.mvm.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files make up a configuration, and what is said when one of them is wrong. */
class IncludesTest {
    @TempDir
    Path directory;

    @Test
    void notesEveryFileThatIsIncludedAlsoByOthersAndThoseThatAreNotThere() throws IOException {
        Path main = write("mvm.conf", """
                include "sync.conf"
                include required("d/all")
                include file("%s")
                include "none.conf"
                include url("file://%s")
                sync.batch-size = 7
                """.formatted(directory.resolve("rpc.json"), directory.resolve("url.conf")));
        Path sync = write("sync.conf", "sync { batch-size = 3, concurrency = 3 }\ninclude \"/nowhere/x.conf\"");
        Path all = write("d/all.conf", "sync.poll-interval = 2s\nvalidator { include \"v\" }");
        Path validator = write("d/v.properties", "label=POOL");
        Path rpc = write("rpc.json", "{\"rpc\":{\"max-retries\":9}}");
        Path url = write("url.conf", "rpc.timeout = 7s");

        MvmConfig config = load(main);

        assertThat(config.sync().batchSize()).isEqualTo(7);
        assertThat(config.sync().concurrency()).isEqualTo(3);
        assertThat(config.rpc().maxRetries()).isEqualTo(9);
        assertThat(config.validator().label()).contains("POOL");
        assertThat(config.files()).containsExactly(main, sync, all, validator, rpc, url);
        assertThat(config.includes())
                .containsExactly(
                        new IncludedFile(sync, false, true),
                        new IncludedFile(Path.of("/nowhere/x.conf"), false, false),
                        new IncludedFile(all, true, true),
                        new IncludedFile(directory.resolve("d/all.json"), false, false),
                        new IncludedFile(directory.resolve("d/all.properties"), false, false),
                        new IncludedFile(directory.resolve("d/v.conf"), false, false),
                        new IncludedFile(directory.resolve("d/v.json"), false, false),
                        new IncludedFile(validator, false, true),
                        new IncludedFile(rpc, false, true),
                        new IncludedFile(directory.resolve("none.conf"), false, false),
                        new IncludedFile(url, false, true));
        assertThat(config.settings())
                .contains(
                        new Setting("sync.concurrency", "3", sync + ":1"),
                        new Setting("validator.label", "POOL", validator.toString()));
    }

    @Test
    void namesTheFileAndTheLineThatIsWrong() throws IOException {
        Path main = write("mvm.conf", "include \"one.conf\"");
        Path one = write("one.conf", "include \"two.conf\"\nsync.bach-size = 3");
        Path two = write("two.conf", "\n\nsync.batch-size = 0");
        ConfigException refused = refused(main);
        assertThat(refused.problems().toString())
                .contains(one + ":2", "did you mean 'sync.batch-size'?")
                .doesNotContain(main + ":");
        write("one.conf", "include \"two.conf\"");
        assertThat(refused(main).problems().toString()).contains(two + ":3", "'sync.batch-size' is 0");
        write("two.conf", "sync {\n  batch-size = ]\n}");
        refused = refused(main);
        assertThat(refused.problems())
                .singleElement()
                .extracting(Problem::origin)
                .isEqualTo(two + ":2");
        assertThat(refused.includes()).extracting(IncludedFile::path).containsExactly(one, two);
    }

    @Test
    void repeatsNothingOfAnIncludedFileWhereASecretMayBe() throws IOException {
        Path main = write("mvm.conf", "# nothing of the kind\n\n\n\n\n\n\n\n\n\ninclude \"secret.conf\"");
        Path secret = write("secret.conf", "api {\n  api-key = hunter2hunter2hunter2]\n}");
        assertThat(refused(main).problems())
                .singleElement()
                .matches(problem -> problem.origin().equals(secret + ":2"))
                .asString()
                .contains("is not understood")
                .doesNotContain("hunter2");
    }

    @Test
    void saysThatARequiredFileIsMissing() throws IOException {
        for (String include :
                List.of("\"none.conf\"", "\"none\"", "file(\"" + directory.resolve("none.conf") + "\")")) {
            Path main = write("mvm.conf", "\ninclude required(" + include + ")");
            ConfigException refused = refused(main);
            assertThat(refused.problems())
                    .as(include)
                    .containsExactly(new Problem(
                            directory.resolve("none.conf").toString(), "does not exist; it is included as required"));
            assertThat(refused.includes())
                    .as(include)
                    .contains(new IncludedFile(directory.resolve("none.conf"), true, false));
        }
    }

    @Test
    void doesNotTakeWhatCannotBeReadForEmpty() throws IOException {
        Path wrong = Files.createDirectory(directory.resolve("wrong.conf"));
        for (String include : List.of("\"wrong.conf\"", "required(\"wrong.conf\")")) {
            Path main = write("mvm.conf", "include " + include);
            assertThat(refused(main).problems())
                    .as(include)
                    .containsExactly(new Problem(wrong.toString(), "is included and is a directory, expected a file"));
        }
    }

    @Test
    void saysThatAFileIncludesItself() throws IOException {
        Path main = write("mvm.conf", "include \"other.conf\"");
        write("other.conf", "include \"./mvm.conf\"");
        assertThat(refused(main).problems())
                .containsExactly(new Problem(
                        main.toString(),
                        "includes '" + directory.resolve("other.conf")
                                + "' 32 files deep; one of them includes itself"));
    }

    /** The library alone leaves out silently what lies beside a file that is named without a directory. */
    @Test
    void includesBesideAFileOfTheWorkingDirectory() throws IOException {
        Path main = Files.createTempFile(Path.of(""), "main", ".conf");
        Path one = Files.createTempFile(Path.of(""), "one", ".conf");
        Path two = Files.createTempFile(Path.of(""), "two", ".conf");
        try {
            Files.writeString(main, "include file(\"" + one + "\")\nsync.concurrency = 2");
            Files.writeString(one, "include \"" + two + "\"");
            Files.writeString(two, "sync.batch-size = 3");
            for (Path named : List.of(main, Path.of("./" + main))) {
                MvmConfig config = load(named);
                assertThat(config.sync().batchSize()).isEqualTo(3);
                assertThat(config.files()).containsExactly(main, one, two);
                assertThat(config.settings())
                        .contains(
                                new Setting("sync.concurrency", "2", main + ":2"),
                                new Setting("sync.batch-size", "3", two + ":1"));
            }
        } finally {
            for (Path file : List.of(main, one, two)) {
                Files.delete(file);
            }
        }
    }

    @Test
    void knowsTheFilesThatAFileOfLabelsIncludes() throws IOException {
        Path labels = write("labels.conf", "labels {}\ninclude \"more.conf\"\ninclude \"none.conf\"");
        Path more = write("more.conf", "labels { \"0x02" + "ab".repeat(32) + "\" = X }");
        assertThat(LabelsFile.read(labels)).containsValue("X");
        assertThat(LabelsFile.includes(labels))
                .containsExactly(
                        new IncludedFile(more, false, true),
                        new IncludedFile(directory.resolve("none.conf"), false, false));
        write("more.conf", "labels { ]");
        assertThat(LabelsFile.includes(labels)).extracting(IncludedFile::path).containsExactly(more);
        assertThat(LabelsFile.includes(directory.resolve("no-labels.conf"))).isEmpty();
        write("labels.conf", "include required(\"gone.conf\")");
        assertThat(catchThrowableOfType(ConfigException.class, () -> LabelsFile.read(labels)))
                .hasMessage(directory.resolve("gone.conf") + ": does not exist; it is included as required");
    }

    private static ConfigException refused(Path main) {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> load(main));
        assertThat(refused).as("a refusal").isNotNull();
        return refused;
    }

    private static MvmConfig load(Path file) {
        return ConfigLoader.load(Optional.of(file), Map.of(), Map.of());
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
