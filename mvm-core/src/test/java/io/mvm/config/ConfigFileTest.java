package io.mvm.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people and their tools write into a configuration file, odd or broken. */
class ConfigFileTest {
    @TempDir
    Path directory;

    private Path file;
    private final Map<String, String> env = new HashMap<>();

    @BeforeEach
    void choosesAFile() {
        file = directory.resolve("mvm.conf");
    }

    @Test
    void takesAnEmptyFileAndOneWithAByteOrderMarkAndForeignLineEnds() throws IOException {
        write("");
        assertThat(set()).isEmpty();
        write("\uFEFFsync.batch-size = 9\r\nrpc.timeout = 5s\r\n");
        assertThat(load().sync().batchSize()).isEqualTo(9);
        assertThat(load().rpc().timeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void keepsTheDefaultsOfASectionThatIsSetAnew() throws IOException {
        write("sync = x\nsync.batch-size = 3");
        assertThat(load().sync()).isEqualTo(new SyncConfig(3, 4, Duration.ofSeconds(6), false, 0));
        write("rpc = 5\nrpc.timeout = null");
        assertThat(problems())
                .containsExactly(file + ":2: 'rpc.timeout' has no value, expected a duration from 100ms to 10m");
    }

    @Test
    void refusesWhatIsNestedTooDeeply() throws IOException {
        write("{a:".repeat(20_000) + "1" + "}".repeat(20_000));
        assertThat(problems()).containsExactly(file + ": is nested too deeply to be read");
    }

    @Test
    void namesTheVariableThatIsMissingAlsoBesideASecret() throws IOException {
        write("api.api-key = ${MISSING}");
        assertThat(problems())
                .containsExactly(
                        file + ":1: refers to ${MISSING}, which neither the environment nor this file sets; write"
                                + " ${?MISSING} if it may be missing");
        env.put("MISSING", "");
        assertThat(problems()).singleElement().asString().contains("refers to ${MISSING}");
        write("logging.level = ${?MISSING}");
        assertThat(set()).isEmpty();
        write("rpc.timeout = ${sync.poll-interval}\nsync.poll-interval = ${rpc.timeout}");
        assertThat(problems()).singleElement().asString().endsWith(", which leads back to itself");
    }

    @Test
    void saysThatABracketIsMissing() throws IOException {
        write("rpc {\n timeout = 5s\n");
        assertThat(problems()).containsExactly(file + ":3: ends where a value or a closing } or ] is expected");
        write("api {\n api-key = hush-hush-hush-hush\n");
        assertThat(problems()).containsExactly(file + ":3: ends where a value or a closing } or ] is expected");
    }

    @Test
    void repeatsWhatIsWrittenOnOneLineOfBoundedLength() throws IOException {
        write("\"x\\u001b[31m\\nred\" = 1\n\"" + "y".repeat(100_000) + "\" = 1");
        assertThat(problems())
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo(file + ":1: 'x?[31m?red' is not a key"),
                        second ->
                                assertThat(second).startsWith(file + ":2: 'yyy").hasSizeLessThan(1_200));
        write("validator.label = \"a\\u001bb\"");
        assertThat(problems())
                .containsExactly(
                        file + ":1: 'validator.label' is \"a?b\", expected a text (it has line breaks or control"
                                + " characters)");
    }

    @Test
    void refusesAPathThatOnlyAShellUnderstands() throws IOException {
        write("database.path = \"~/mvm.db\"\ndaemon.pid-file = \"~/mvm.pid\"");
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        file
                                + ":1: 'database.path' is \"~/mvm.db\", expected a path (~ is understood by shells alone; write"
                                + " the whole path)",
                        file
                                + ":2: 'daemon.pid-file' is \"~/mvm.pid\", expected a path (~ is understood by shells alone;"
                                + " write the whole path)");
    }

    @Test
    void includesFilesFoundFromTheIncludingOne() throws IOException {
        Files.createDirectories(directory.resolve("more"));
        Files.writeString(directory.resolve("more/rpc.inc"), "timeout = 7s\ninclude \"deeper.conf\"");
        Files.writeString(directory.resolve("more/deeper.conf"), "max-retries = 1");
        write("rpc { include \"more/rpc.inc\" }\ninclude file(\"" + directory.resolve("more/rpc.inc") + "\")");
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        directory.resolve("more/rpc.inc") + ":1: 'timeout' is not a key; did you mean 'rpc.timeout'?",
                        directory.resolve("more/deeper.conf")
                                + ":1: 'max-retries' is not a key; did you mean 'rpc.max-retries'?");
        write("rpc { include \"more/rpc.inc\" }");
        assertThat(load().rpc().timeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(load().rpc().maxRetries()).isEqualTo(1);
        assertThat(load().settings())
                .filteredOn(setting -> setting.key().equals("rpc.timeout"))
                .extracting(Setting::origin)
                .containsExactly(directory.resolve("more/rpc.inc") + ":1");
    }

    @Test
    void warnsOfAnIncludedFileThatIsNotThereAndRefusesOneThatIsRequired() throws IOException {
        write("include \"nowhere.conf\"");
        assertThat(load().warnings())
                .containsExactly(file + ": includes " + directory.resolve("nowhere.conf")
                        + ", which does not exist; nothing is taken from it");
        write("include \"nowhere\"");
        assertThat(load().warnings()).singleElement().asString().contains("nowhere.conf, which does not exist");
        write("include required(\"nowhere.conf\")");
        assertThat(problems())
                .containsExactly(directory.resolve("nowhere.conf") + ": does not exist; it is included as required");
    }

    @Test
    void refusesToIncludeFromTheNetwork() throws IOException {
        write(
                "include url(\"http://me:hush@127.0.0.1:1/x.conf\")\ninclude \"http://127.0.0.1:1/x.conf\"\ninclude classpath(\"x\")");
        assertThat(problems())
                .containsExactly(
                        file + ": includes http://********@127.0.0.1:1/x.conf, expected a file on this machine",
                        file + ": includes http://127.0.0.1:1/x.conf, expected a file on this machine",
                        file + ": includes classpath(x), expected a file on this machine");
    }

    private MvmConfig load() {
        return new ConfigLoader(directory.resolve("work"), directory.resolve("root"))
                .read(Optional.of(file), env, Map.of());
    }

    /** The keys that do not have their default. */
    private List<String> set() {
        return load().settings().stream()
                .filter(setting -> !setting.origin().equals(Setting.DEFAULT_ORIGIN))
                .map(Setting::key)
                .toList();
    }

    private List<String> problems() {
        return catchThrowableOfType(ConfigException.class, this::load).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }
}
