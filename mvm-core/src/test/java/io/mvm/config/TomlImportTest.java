package io.mvm.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TomlImportTest {
    private static final String EVERY_KEY = """
            [rpc]
            url = "http://10.0.0.7:9944"
            metrics_url = "http://10.0.0.7:9615/metrics"
            node_exporter_url = "http://10.0.0.7:9100/metrics"
            timeout_ms = 45000
            max_retries = 5
            retry_initial_delay_ms = 250
            retry_max_delay_ms = 500
            [database]
            path = "/srv/mvm \\"old\\".db"
            [validator]
            keystore_path = "/ks"
            name = "second name"
            label = "mine"
            [sync]
            batch_size = 100
            poll_interval_secs = 6
            finalized_only = true
            start_block = 17
            [view]
            refresh_interval_ms = 6000
            expected_ip = "192.0.2.1"
            [daemon]
            pid_file = "/run/mvm.pid"
            log_file = "/var/log/mvm.log"
            enable_syslog = false
            [chain]
            network = "testnet-02"
            genesis_timestamp_ms = 1700000000000
            [alerts]
            enabled = true
            threshold_percent = 80
            min_expected_blocks = 5
            webhook_url = "https://hooks.example/T0/s3cr3t"
            cooldown_secs = 300
            """;

    @TempDir
    Path directory;

    @Test
    void takesEveryKeyOverOrSaysWhyNot() throws IOException {
        TomlImport made = TomlImport.of("mvm.toml", EVERY_KEY, true);
        MvmConfig config = load(made.text());

        assertThat(config.rpc())
                .isEqualTo(new RpcConfig(
                        java.util.List.of(URI.create("http://10.0.0.7:9944")),
                        Optional.of(URI.create("http://10.0.0.7:9615/metrics")),
                        Optional.of(URI.create("http://10.0.0.7:9100/metrics")),
                        Duration.ofSeconds(45),
                        5,
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        RpcConfig.WebSocket.AUTO));
        assertThat(config.database().path()).isEqualTo(Path.of("/srv/mvm \"old\".db"));
        assertThat(config.validator().keystorePath()).contains(Path.of("/ks"));
        assertThat(config.validator().label()).contains("mine");
        assertThat(config.sync()).isEqualTo(new SyncConfig(100, 4, Duration.ofSeconds(6), true, 17));
        assertThat(config.view().refreshInterval()).isEqualTo(Duration.ofSeconds(6));
        assertThat(config.daemon().pidFile()).contains(Path.of("/run/mvm.pid"));
        assertThat(config.daemon().logFile()).contains(Path.of("/var/log/mvm.log"));
        assertThat(config.integration().chainId()).isEqualTo("preview");
        assertThat(config.webhooks().enabled()).isTrue();
        assertThat(config.webhooks().endpoints())
                .extracting(WebhooksConfig.Endpoint::url)
                .containsExactly(URI.create("https://hooks.example/T0/s3cr3t"));
        assertThat(made.taken()).isEqualTo(20);
        assertThat(made.secret()).isTrue();
        assertThat(made.notes())
                .containsExactly(
                        "'validator.name' is not taken over: validator.label is set by validator.label already",
                        "'alerts.cooldown_secs' is not taken over: has no counterpart; Alertmanager groups and repeats",
                        "'alerts.min_expected_blocks' is not taken over: has no counterpart; prometheus/rules alert on slots"
                                + " owed and missed",
                        "'alerts.threshold_percent' is not taken over: has no counterpart; prometheus/rules alert on slots"
                                + " owed and missed",
                        "'chain.genesis_timestamp_ms' is not taken over: has no counterpart; the chain itself tells it",
                        "'daemon.enable_syslog' is not taken over: has no counterpart; under systemd logs go to the journal"
                                + " (daemon.journald)",
                        "'view.expected_ip' is not taken over: has no counterpart; the node's own address is not compared");
        assertThat(made.text())
                .contains("# rpc.timeout_ms = 45000", "#   view.expected_ip = \"192.0.2.1\"", "#   validator.name = ");
    }

    @Test
    void leavesSecretsOutWhereEverybodySees() throws IOException {
        TomlImport made = TomlImport.of(
                "mvm.toml",
                EVERY_KEY.replace("http://10.0.0.7:9944", "http://us3r:s3cr3t@10.0.0.7:9944")
                        + "[extra]\napi_token = \"s3cr3t\"\nlink = \"https://a:s3cr3t@b\"\n",
                false);

        assertThat(made.text() + made.notes()).doesNotContain("s3cr3t", "us3r");
        assertThat(made.secret()).isFalse();
        MvmConfig config = load(made.text());
        assertThat(config.webhooks().enabled()).isFalse();
        assertThat(config.rpc().urls()).containsExactly(URI.create("http://localhost:9944"));
        assertThat(made.text())
                .contains(
                        "  # urls = ********  (the secret in rpc.url)",
                        "  # endpoints = ********  (the secret in alerts.webhook_url)",
                        "#   extra.api_token = ********\n#     is no key that is known",
                        "#   extra.link = \"https://********@b\"");
        assertThat(made.notes())
                .contains(
                        "'rpc.url' holds a secret, which is not written to standard output; give --out, or write it to"
                                + " 'rpc.urls' yourself",
                        "'extra.link' is not taken over: is no key that is known");
    }

    @Test
    void makesAValidFileOfValuesThatAreOutOfBounds() throws IOException {
        TomlImport made = TomlImport.of("mvm.toml", """
                top = 1
                "odd\\nkey" = 2
                [sync]
                batch_size = 5000
                poll_interval_secs = "often"
                start_block = -1
                finalized_only = 1
                [rpc]
                url = "localhost"
                timeout_ms = 900000000000000000
                retry_max_delay_ms = 10
                [chain]
                network = "devnet"
                [alerts]
                enabled = true
                [database]
                path = "/%s"
                """.formatted("x".repeat(120)), true);

        assertThat(load(made.text()).file()).isPresent();
        assertThat(made.taken()).isZero();
        assertThat(made.notes()).hasSize(12).allMatch(note -> note.contains("is not taken over: "));
        assertThat(made.notes())
                .contains(
                        "'sync.batch_size' is not taken over: 'sync.batch-size' is 5000, expected a whole number from 1 to"
                                + " 1000",
                        "'sync.poll_interval_secs' is not taken over: is no whole number",
                        "'odd?key' is not taken over: is no key that is known",
                        "'database.path' is not taken over: 'daemon.control-socket' is /" + "x".repeat(120)
                                + ".sock, which has 126 bytes; a Unix socket's path may have 103, so set it to a shorter one",
                        "'alerts.enabled' is not taken over: 'webhooks.endpoints' is [], expected at least one because"
                                + " webhooks.enabled is true");
    }

    @Test
    void refusesWhatIsNoTomlWithItsLineAndWithoutRepeatingIt() {
        assertThatThrownBy(() -> TomlImport.of("old.toml", "[rpc]\nurl = s3cr3t\n", true))
                .isInstanceOf(ConfigException.class)
                .hasMessage("old.toml:2: is not understood as TOML");
    }

    private MvmConfig load(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("mvm.conf"), text);
        return new ConfigLoader(directory, directory).read(Optional.of(file), Map.of(), Map.of());
    }

    @Test
    void masksWhateverIsCalledASecretAroundItOrWithinIt() {
        TomlImport made = TomlImport.of("old.toml", """
                [[webhooks.endpoints]]
                url = "https://hooks.example/hush1"
                [other]
                list = [{ token = "hush2" }]
                plain = "shown"
                """, true);

        assertThat(made.text()).doesNotContain("hush").contains("other.plain = \"shown\"");
        assertThat(made.notes()).hasSize(3).noneMatch(note -> note.contains("hush"));
    }

    @Test
    void leavesAPathThatOnlyAShellUnderstands() {
        TomlImport made = TomlImport.of("old.toml", "[database]\npath = \"~/mvm.db\"\n", true);

        assertThat(made.taken()).isZero();
        assertThat(made.notes()).singleElement().asString().contains("database.path", "write the whole path");
    }
}
