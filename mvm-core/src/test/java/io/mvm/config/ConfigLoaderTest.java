package io.mvm.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigLoaderTest extends EmptyMachine {
    private static final String KEY = "0x02" + "ab".repeat(32);
    private static final String UPPER_CASE_KEY = "0x02" + "AB".repeat(32);

    @Test
    void isFullOfDefaultsWhenNothingIsSet() {
        MvmConfig config = load();

        assertThat(config.rpc())
                .isEqualTo(new RpcConfig(
                        List.of(URI.create("http://localhost:9944")),
                        Optional.of(URI.create("http://localhost:9615/metrics")),
                        Optional.empty(),
                        Duration.ofSeconds(30),
                        3,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30),
                        RpcConfig.WebSocket.AUTO));
        assertThat(config.database())
                .isEqualTo(new DatabaseConfig(
                        Path.of("./mvm.db"),
                        Optional.empty(),
                        new DatabaseConfig.Remote(
                                false, Optional.empty(), Optional.empty(), Optional.empty(), Duration.ofSeconds(60))));
        assertThat(config.validator())
                .isEqualTo(new ValidatorConfig(
                        Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty(), List.of()));
        assertThat(config.sync()).isEqualTo(new SyncConfig(200, 4, Duration.ofSeconds(6), false, 0));
        assertThat(config.exporter())
                .isEqualTo(new ExporterConfig(
                        Optional.of(new BindAddress("127.0.0.1", 9400)), Optional.empty(), 2000, false));
        assertThat(config.integration()).isEqualTo(new IntegrationConfig("midnight", "watcher"));
        assertThat(config.file()).isEmpty();
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void takesEveryKeyFromAFile() throws IOException {
        Path file = write(work.resolve("mvm.conf"), """
                rpc {
                  urls = ["ws://a:9944", "https://b"]
                  metrics-url = null
                  node-exporter-url = "http://c:9100/metrics"
                  timeout = 5s, max-retries = 1, retry-initial-delay = 20ms, retry-max-delay = 2m, websocket = off
                }
                database {
                  path = /data/x.db
                  retention = 90d
                  remote { enabled = true, url = "jdbc:postgresql://hub/mvm", user = u, password-file = /p, sync-interval = 2m }
                }
                validator { keystore-path = /ks, keys-file = /kf, label = "mine", ours = ["%s"], labels-file = /lf
                  others = [{ key = "%s", label = two }, { keystore-path = /ks3, keys-file = /kf3 }] }
                sync { batch-size = 50, concurrency = 8, poll-interval = 500ms, finalized-only = true, start-block = 4294967295 }
                exporter { enabled = false, bind = "[::1]:0", rules-file = /r, max-validators = 7, all-validators = true }
                integration { chain-id = preview, instance-name = w2 }
                """.formatted(UPPER_CASE_KEY, UPPER_CASE_KEY));

        MvmConfig config = load();

        assertThat(config.rpc())
                .isEqualTo(new RpcConfig(
                        List.of(URI.create("ws://a:9944"), URI.create("https://b")),
                        Optional.empty(),
                        Optional.of(URI.create("http://c:9100/metrics")),
                        Duration.ofSeconds(5),
                        1,
                        Duration.ofMillis(20),
                        Duration.ofMinutes(2),
                        RpcConfig.WebSocket.OFF));
        assertThat(config.database())
                .isEqualTo(new DatabaseConfig(
                        Path.of("/data/x.db"),
                        Optional.of(Duration.ofDays(90)),
                        new DatabaseConfig.Remote(
                                true,
                                Optional.of("jdbc:postgresql://hub/mvm"),
                                Optional.of("u"),
                                Optional.of(Path.of("/p")),
                                Duration.ofMinutes(2))));
        assertThat(config.validator())
                .isEqualTo(new ValidatorConfig(
                        Optional.of(Path.of("/ks")),
                        Optional.of(Path.of("/kf")),
                        Optional.of("mine"),
                        List.of(KEY),
                        Optional.of(Path.of("/lf")),
                        List.of(
                                new ValidatorConfig.Other(
                                        Optional.of(KEY), Optional.of("two"), Optional.empty(), Optional.empty()),
                                new ValidatorConfig.Other(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.of(Path.of("/ks3")),
                                        Optional.of(Path.of("/kf3"))))));
        assertThat(config.sync()).isEqualTo(new SyncConfig(50, 8, Duration.ofMillis(500), true, 4_294_967_295L));
        assertThat(config.exporter())
                .isEqualTo(new ExporterConfig(Optional.empty(), Optional.of(Path.of("/r")), 7, true));
        assertThat(config.integration()).isEqualTo(new IntegrationConfig("preview", "w2"));
        assertThat(config.file()).contains(file);
    }

    @Test
    void letsTheCommandLineWinOverTheEnvironmentOverTheFileOverTheDefaults() throws IOException {
        write(work.resolve("mvm.conf"), "sync { batch-size = 11, concurrency = 12, start-block = 13 }");
        env.put("MVM_SYNC_CONCURRENCY", "22");
        env.put("MVM_SYNC_START_BLOCK", "23");
        overrides.put("sync.start-block", 33L);

        assertThat(load().sync()).isEqualTo(new SyncConfig(11, 22, Duration.ofSeconds(6), false, 33));
        assertThat(load().settings())
                .contains(
                        new Setting("sync.batch-size", "11", work.resolve("mvm.conf") + ":1"),
                        new Setting("sync.concurrency", "22", "environment MVM_SYNC_CONCURRENCY"),
                        new Setting("sync.start-block", "33", "command line"),
                        new Setting("sync.poll-interval", "6s", "default"));
    }

    @Test
    void readsOnlyTheFirstFileFound() throws IOException {
        Path etc = write(root.resolve("etc/mvm/mvm.conf"), "integration.chain-id = etc");
        assertThat(load().file()).contains(etc);
        Path opt = write(root.resolve("opt/midnight/mvm/config/mvm.conf"), "integration.chain-id = opt");
        assertThat(load().file()).contains(opt);
        Path home = write(temporary.resolve("home/.config/mvm/mvm.conf"), "integration.chain-id = home");
        env.put("HOME", temporary.resolve("home").toString());
        assertThat(load().file()).contains(home);
        Path xdg = write(temporary.resolve("xdg/mvm/mvm.conf"), "integration.chain-id = xdg");
        env.put("XDG_CONFIG_HOME", temporary.resolve("xdg").toString());
        assertThat(load().file()).contains(xdg);
        Path here = write(work.resolve("mvm.conf"), "integration.chain-id = here");
        assertThat(load().file()).contains(here);
        assertThat(load().integration().chainId()).isEqualTo("here");
        Path named = write(temporary.resolve("named.conf"), "integration.chain-id = named");
        assertThat(load(Optional.of(named)).integration().chainId()).isEqualTo("named");
    }

    @Test
    void keepsTheDatabaseInTheInstallationWhenThereIsOne() throws IOException {
        Files.createDirectories(root.resolve("opt/midnight/mvm/data"));
        assertThat(load().database().path()).isEqualTo(root.resolve("opt/midnight/mvm/data/mvm.db"));
        env.put("MVM_DB_PATH", "/elsewhere.db");
        assertThat(load().database().path()).isEqualTo(Path.of("/elsewhere.db"));
    }

    @Test
    void readsListsAndShortNamesFromTheEnvironment() {
        env.put("MVM_RPC_URL", "ws://a:1, http://b:2");
        env.put("MVM_BATCH_SIZE", "64");
        env.put("MVM_POLL_INTERVAL", "250ms");
        env.put("MVM_METRICS_BIND", "0.0.0.0:9500");
        env.put("MVM_CHAIN_ID", "");
        env.put("MVM_EXPORTER_ALL_VALIDATORS", "true");
        env.put("MVM_API_KEY", "hush-hush-hush-hush");

        MvmConfig config = load();

        assertThat(config.rpc().urls()).containsExactly(URI.create("ws://a:1"), URI.create("http://b:2"));
        assertThat(config.sync().batchSize()).isEqualTo(64);
        assertThat(config.sync().pollInterval()).isEqualTo(Duration.ofMillis(250));
        assertThat(config.exporter().bind()).contains(new BindAddress("0.0.0.0", 9500));
        assertThat(config.exporter().allValidators()).isTrue();
        assertThat(config.integration().chainId()).isEqualTo("midnight");
        assertThat(config.settings()).contains(new Setting("api.api-key", "********", "environment MVM_API_KEY"));
    }

    /** As {@code --metrics-bind} is written; the nearer one wins, wherever it is written. */
    @Test
    void servesNoMetricsWhereBindIsOff() throws IOException {
        BindAddress address = new BindAddress("127.0.0.1", 9500);
        env.put("MVM_METRICS_BIND", "off");
        assertThat(load().exporter().bind()).isEmpty();
        assertThat(load().settings()).contains(new Setting("exporter.bind", "off", "environment MVM_METRICS_BIND"));
        overrides.put("exporter.bind", address.toString());
        assertThat(load().exporter().bind()).contains(address);
        overrides.put("exporter.bind", "off");
        env.put("MVM_METRICS_BIND", address.toString());
        assertThat(load().exporter().bind()).isEmpty();
        overrides.clear();
        write(work.resolve("mvm.conf"), "exporter.bind = off");
        assertThat(load().exporter().bind()).contains(address);
        env.clear();
        assertThat(load().exporter().bind()).isEmpty();
        env.put("MVM_EXPORTER_BIND", "of");
        assertThat(problems()).singleElement().asString().contains("'exporter.bind' is \"of\", expected HOST:PORT");
    }

    @Test
    void namesTheKeysThatChangedSecretsIncluded() throws IOException {
        write(work.resolve("mvm.conf"), "sync.batch-size = 100, api.api-key = sixteen-characters-1, rpc.timeout = 30s");
        MvmConfig earlier = load();
        assertThat(load().changedSince(earlier)).isEmpty();
        assertThat(load().values()).isEqualTo(earlier.values());
        write(
                work.resolve("mvm.conf"),
                "sync.batch-size = 50, api.api-key = sixteen-characters-2, validator.label = x");
        assertThat(load().changedSince(earlier)).containsExactly("api.api-key", "sync.batch-size", "validator.label");
        assertThat(load().toString()).doesNotContain("sixteen-characters");
    }

    @Test
    void takesWhatTheCommandLineHasInItsOwnTypes() {
        overrides.put("rpc.urls", List.of(URI.create("ws://a:1")));
        overrides.put("sync.poll-interval", Duration.ofMillis(1500));
        overrides.put("database.path", Path.of("x.db"));
        overrides.put("sync.finalized-only", true);

        MvmConfig config = load();

        assertThat(config.rpc().urls()).containsExactly(URI.create("ws://a:1"));
        assertThat(config.sync().pollInterval()).isEqualTo(Duration.ofMillis(1500));
        assertThat(config.database().path()).isEqualTo(Path.of("x.db"));
        assertThat(config.sync().finalizedOnly()).isTrue();
    }

    @Test
    void fillsInVariablesOfTheEnvironment() throws IOException {
        Path file = write(work.resolve("mvm.conf"), "database.path = ${BASE}/mvm.db");
        env.put("BASE", "/srv");
        assertThat(load().database().path()).isEqualTo(Path.of("/srv/mvm.db"));
        env.clear();
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith(file + ":1: ")
                .contains("${BASE}");
    }

    @Test
    void neverShowsSecrets() throws IOException {
        write(work.resolve("mvm.conf"), """
                rpc.urls = ["https://me:hush@node:9944"]
                api.api-key = hush-hush-hush-hush
                alerts.heartbeat-url = "https://beat.example/hush"
                webhooks.endpoints = [{ url = "https://hooks.example/hush", auth = "Bearer hush", events = ["*"] }]
                database.remote.url = "jdbc:postgresql://me:hush@hub/mvm"
                """);
        MvmConfig config = load();
        assertThat(config.toString()).doesNotContain("hush").contains("https://********@node:9944");
        assertThat(config.rpc().urls().get(0).getUserInfo()).isEqualTo("me:hush");

        write(
                work.resolve("mvm.conf"),
                "rpc.urls = [\"ftp://me:hush@node\"], rpc.metrics-url = \"ftp://me:hush@node\"");
        assertThat(problems()).hasSize(2).noneMatch(p -> p.contains("hush"));
    }
}
