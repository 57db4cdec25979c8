package io.mvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigCommandTest {
    @TempDir
    Path directory;

    private CommandRun mvm;
    private Path file;

    @BeforeEach
    void begins() {
        mvm = new CommandRun(directory);
        file = directory.resolve("mvm.conf");
    }

    @Test
    void showsWhatIsInEffectWithWhatIsSetStandingOut() {
        mvm.configure("sync.batch-size = 64, api.api-key = s3cr3t-s3cr3t-s3cr3t")
                .env("MVM_RPC_URL", "http://u:s3cr3t@a:1");
        CommandRun.Result result = mvm.run("config", "show", "--origin");

        assertThat(result.status()).isZero();
        assertThat(result.out())
                .doesNotContain("s3cr3t")
                .containsPattern("(?m)^\\*  sync\\.batch-size +64 +" + file + ":2$")
                .containsPattern("(?m)^\\*  rpc\\.urls +\\[\"http://\\*+@a:1\"] +environment MVM_RPC_URL$")
                .containsPattern("(?m)^   sync\\.concurrency +4 +default$")
                .containsPattern("(?m)^   node\\.home +- +default$");
        assertThat(mvm.run("config", "show").out().lines())
                .allMatch(line -> line.length() <= 80)
                .noneMatch(line -> line.contains("default"));
        assertThat(mvm.terminal().run("config", "show", "sync").out().lines())
                .anyMatch(line -> line.contains("\u001b[1m64\u001b[0m"))
                .noneMatch(line -> line.contains("rpc."));
    }

    @Test
    void showsChosenKeysAndRefusesWhatIsNone() throws IOException {
        mvm.configure("sync.batch-size = 64");
        JsonNode shown =
                json(mvm.run("config", "show", "sync", "--changed", "--json")).get("settings");
        assertThat(shown).hasSize(1);
        assertThat(shown.get(0).get("key").asText()).isEqualTo("sync.batch-size");
        assertThat(shown.get(0).get("value").asText()).isEqualTo("64");
        assertThat(shown.get(0).get("origin").asText()).isEqualTo(file + ":2");
        assertThat(shown.get(0).get("changed").asBoolean()).isTrue();
        assertThat(shown.get(0).get("live").asBoolean()).isTrue();
        assertThat(mvm.run("config", "show", "view", "--changed").out())
                .isEqualTo("every one of them has its default\n");
        CommandRun.Result result = mvm.run("config", "show", "snyc");
        assertThat(result.status()).isEqualTo(ExitStatus.HOPELESS);
        assertThat(result.err()).contains("'snyc' is neither a key nor a section");
    }

    @Test
    void validatesAFileWithAllThatIsWrong() throws IOException {
        CommandRun.Result good = mvm.run("config", "validate");
        assertThat(good.status()).isZero();
        assertThat(good.out()).startsWith("valid: " + file + ", 1 key of ").endsWith(" set\n");
        assertThat(good.err()).isEmpty();

        Path included = Files.writeString(directory.resolve("included.conf"), "sync.concurrency = 2");
        mvm.configure("include \"included.conf\"\ninclude \"none.conf\"");
        assertThat(mvm.run("config", "validate").out()).startsWith("valid: " + file + " with " + included + ", ");
        assertThat(json(mvm.run("config", "validate", "--json"))
                        .get("included")
                        .get(0)
                        .asText())
                .isEqualTo(included.toString());
        Path other = Files.writeString(directory.resolve("other.conf"), "sync.batchsize = 1\nview.theme = s\n");
        CommandRun.Result bad = mvm.run("config", "validate", other.toString());
        assertThat(bad.status()).isEqualTo(ExitStatus.HOPELESS);
        assertThat(bad.out()).isEqualTo("not valid: 2 problems\n");
        assertThat(bad.err().lines())
                .containsExactly(
                        "mvm: " + other + ":1: 'sync.batchsize' is not a key; did you mean 'sync.batch-size'?",
                        "mvm: " + other + ":2: 'view.theme' is \"s\", expected midnight or midday or mono");
        CommandRun.Result document = mvm.run("config", "validate", other.toString(), "--json");
        assertThat(document.status()).isEqualTo(ExitStatus.HOPELESS);
        assertThat(json(document).get("valid").asBoolean()).isFalse();
        assertThat(json(document).get("file").asText()).isEqualTo(other.toString());
        assertThat(json(document).get("problems").get(0).get("origin").asText()).isEqualTo(other + ":1");
    }

    @Test
    void validatesTheFilesThatAConfigurationNames() throws IOException {
        Path labels = Files.writeString(directory.resolve("labels"), "labels { \"0x12\" = A }");
        Path key = directory.resolve("none");
        mvm.configure("validator { labels-file = \"" + labels + "\", keystore-path = \"" + key
                + "\" }\napi.api-key-file = \"" + key + "\"\nview.theme = mono");

        CommandRun.Result result = mvm.run("config", "validate");

        assertThat(result.status()).isEqualTo(ExitStatus.HOPELESS);
        assertThat(result.err().lines())
                .containsExactly(
                        "mvm: warning: 'validator.keystore-path' is " + key + ", which does not exist now",
                        "mvm: " + file + ":3: 'api.api-key-file' is " + key + ", which does not exist",
                        "mvm: " + labels + ":1: \"0x12\" is no sidechain key, expected 0x and 66 hex digits");
        // Who only reads need not be able to read the daemon's secrets.
        assertThat(mvm.run("config", "show").status()).isZero();
    }

    @Test
    void printsTheExampleThatIsShipped() throws IOException {
        CommandRun.Result result = mvm.run("config", "example");
        assertThat(result.status()).isZero();
        assertThat(result.out()).isEqualTo(Files.readString(Path.of("../packaging/conf/mvm.conf.example")));
    }

    @Test
    void tellsPathsAlsoWhenTheConfigurationIsNotValid() throws IOException {
        mvm.env("HOME", "/home/op").configure("daemon.pid-file = /run/mvm.pid");
        JsonNode paths = json(mvm.run("config", "paths", "--json"));
        assertThat(paths.get("searched").get(0).get("path").asText()).isEqualTo(file.toString());
        assertThat(paths.get("searched").get(0).get("inUse").asBoolean()).isTrue();
        assertThat(paths.get("searched").findValuesAsText("path"))
                .contains("/home/op/.config/mvm/mvm.conf", "/etc/mvm/mvm.conf");
        assertThat(paths.get("paths").get("daemon.control-socket").asText()).isEqualTo(mvm.database() + ".sock");
        assertThat(paths.get("paths").get("daemon.log-file").isNull()).isTrue();
        assertThat(mvm.run("config", "paths").out())
                .containsPattern("(?m)^  " + file + " +in use$")
                .containsPattern("(?m)^  daemon\\.pid-file +/run/mvm\\.pid  \\(not there now\\)$");

        mvm.configure("include \"none.conf\"");
        JsonNode included = json(mvm.run("config", "paths", "--json")).get("included");
        assertThat(included.get(0).get("path").asText()).endsWith("/none.conf");
        assertThat(included.get(0).get("exists").asBoolean()).isFalse();
        assertThat(mvm.run("config", "paths").out())
                .contains("Included by it")
                .containsPattern("(?m)^  " + directory + "/none\\.conf +-$");

        CommandRun.Result bad = mvm.configure("x = 1").run("config", "paths");
        assertThat(bad.status()).isEqualTo(ExitStatus.HOPELESS);
        assertThat(bad.out()).contains("/etc/mvm/mvm.conf");
        assertThat(bad.err()).contains("'x' is not a key");
    }

    @Test
    void importsIntoAFileForItsOwnerWhenItHoldsASecret() throws IOException {
        Path toml = Files.writeString(
                directory.resolve("old.toml"),
                "[alerts]\nenabled = true\nwebhook_url = \"https://h.example/s3cr3t\"\n");
        Path out = directory.resolve("new.conf");

        CommandRun.Result shown = mvm.run("config", "import", toml.toString());
        assertThat(shown.status()).isZero();
        assertThat(shown.out() + shown.err()).doesNotContain("s3cr3t").contains("give --out");

        CommandRun.Result written = mvm.run("config", "import", toml.toString(), "--out", out.toString());
        assertThat(written.status()).as(written.toString()).isZero();
        assertThat(written.out())
                .startsWith("2 keys taken over, 0 keys not; written to " + out + ", for its owner alone");
        assertThat(out).content().contains("https://h.example/s3cr3t");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
                .isEqualTo("rw-------");
        assertThat(mvm.run("config", "validate", out.toString()).status()).isZero();

        CommandRun.Result refused = mvm.run("config", "import", toml.toString(), "--out", out.toString());
        assertThat(refused.status()).isEqualTo(ExitStatus.HOPELESS);
        assertThat(refused.err()).contains("exists; give --force");
        assertThat(mvm.run("config", "import", toml.toString(), "--out", out.toString(), "--force")
                        .status())
                .isZero();
    }

    @Test
    void refusesToImportWhatIsNotThereOrNoToml() throws IOException {
        Path toml = directory.resolve("old.toml");
        assertThat(mvm.run("config", "import", toml.toString()).err()).contains("old.toml does not exist");
        Files.writeString(toml, "a = b\n");
        CommandRun.Result result = mvm.run("config", "import", toml.toString());
        assertThat(result.status()).isEqualTo(ExitStatus.HOPELESS);
        assertThat(result.err()).isEqualTo("mvm: " + toml + ":1: is not understood as TOML\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " show", " validate", " example", " paths", " import"})
    void helpHasExamplesWithinEightyColumns(String command) {
        CommandRun.Result result = mvm.run(("config" + command + " --help").split(" "));
        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("Examples:", "  mvm config" + command);
        assertThat(result.out().lines().toList()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void wantsACommand() {
        assertThat(mvm.run("config").err()).contains("config needs a command: show, validate, example, paths, import");
    }

    private static JsonNode json(CommandRun.Result result) throws IOException {
        return new ObjectMapper().readTree(result.out());
    }
}
