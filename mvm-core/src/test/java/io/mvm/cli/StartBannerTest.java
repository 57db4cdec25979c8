package io.mvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.BuildInfo;
import io.mvm.config.ConfigLoader;
import io.mvm.config.MvmConfig;
import io.mvm.daemon.MonitorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartBannerTest {
    @TempDir
    Path directory;

    @Test
    void saysWhatIsEffectiveAndNoSecret() throws IOException {
        Path file = Files.writeString(directory.resolve("mvm.conf"), """
                rpc.urls = ["https://user:hunter2hunter2@a.example/v3/0123456789abcdef0123456789abcdef?k=querysecret", "ws://b:1"]
                database.path = "%s/mvm.db"
                validator { ours = ["0x%s"], label = "POOL", keystore-path = "/keys" }
                integration.chain-id = "preview"
                daemon.pid-file = "/run/mvm.pid"
                exporter.bind = "127.0.0.1:9477"
                """.formatted(directory, "02" + "a".repeat(64)));
        Files.write(directory.resolve("mvm.db"), new byte[1_500_000]);
        List<String> lines = lines(ConfigLoader.load(
                Optional.of(file), Map.of(), Map.of("logging.format", "json", "sync.start-block", 7)));
        assertThat(lines)
                .containsExactly(
                        "MVM 1.2.3 (abc) on Java 17.0.1, heap up to 192 MiB, process "
                                + ProcessHandle.current().pid(),
                        "configuration: file " + file
                                + "; set by command line or environment: logging.format, sync.start-block",
                        "chain preview from https://a.example/v3/***?..., then ws://b:1, from block 7 on",
                        "database " + directory + "/mvm.db, 1.5 MB",
                        "ours: 1 in the configuration, keystore /keys, called POOL",
                        "metrics: http://127.0.0.1:9477/metrics; control socket " + directory + "/mvm.db.sock",
                        "state file " + directory
                                + "/mvm.db.state; PID file /run/mvm.pid; logs to stderr, json, level info");
        assertThat(String.join("", lines)).doesNotContain("hunter2", "0123456789abcdef", "querysecret");
    }

    @Test
    void saysWhatIsNotThere() throws IOException {
        Path file = Files.writeString(
                directory.resolve("mvm.conf"),
                "database.path = \"" + directory + "/mvm.db\"\nexporter.enabled = false\ndaemon.log-file = \"/l\"\n");
        assertThat(lines(ConfigLoader.load(Optional.of(file), Map.of(), Map.of())))
                .contains(
                        "configuration: file " + file, "database " + directory + "/mvm.db, new", "ours: none is named")
                .anyMatch(line -> line.startsWith("metrics: not served"))
                .anyMatch(line -> line.endsWith("logs to /l, text, level info"));
    }

    @Test
    void namesIncludedFilesAndDoesNotTakeThemForTheCommandLine() throws IOException {
        Path file = Files.writeString(directory.resolve("mvm.conf"), "include \"one.conf\"\ninclude \"two.conf\"");
        Path one = Files.writeString(directory.resolve("one.conf"), "sync.batch-size = 7");
        Path two = Files.writeString(directory.resolve("two.conf"), "exporter.bind = off");
        assertThat(lines(ConfigLoader.load(Optional.of(file), Map.of(), Map.of("sync.start-block", 7))))
                .contains("configuration: file " + file + " with " + one + " and " + two
                        + "; set by command line or environment: sync.start-block")
                .anyMatch(line -> line.startsWith("metrics: not served"));
    }

    private static List<String> lines(MvmConfig config) {
        return new StartBanner(
                        config,
                        LogPlan.of(config, Map.of()),
                        MonitorSettings.rpc(config).shownUrls())
                .lines(new BuildInfo("1.2.3", "abc", "17.0.1"), 192L << 20);
    }
}
