package io.mvm.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sections api, webhooks, alerts, view, node and daemon: defaults, every key, and what is refused how. */
class SectionsTest {
    private static final String SECRET = "s3cr3t-s3cr3t-s3cr3t";

    @TempDir
    Path directory;

    private final Map<String, String> env = new HashMap<>();

    @Test
    void hasDefaults() throws IOException {
        MvmConfig config = load("");
        assertThat(config.api()).isEqualTo(new ApiConfig(false, Optional.empty(), Optional.empty(), List.of(), true));
        assertThat(config.webhooks()).isEqualTo(new WebhooksConfig(false, List.of(), 8, Duration.ofSeconds(1)));
        assertThat(config.alerts()).isEqualTo(new AlertsConfig(Optional.empty(), Duration.ofSeconds(60)));
        assertThat(config.view()).isEqualTo(new ViewConfig(Duration.ofSeconds(2), ViewConfig.Theme.MIDNIGHT));
        assertThat(config.node())
                .isEqualTo(new NodeConfig(
                        Optional.empty(),
                        "midnight-node",
                        Duration.ofMillis(300),
                        Duration.ofSeconds(30),
                        true,
                        false,
                        true,
                        Optional.empty(),
                        new RestartLimit(5, Duration.ofMinutes(10))));
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void takesEveryKey() throws IOException {
        Path key = secretFile("api.key", SECRET + "\n");
        MvmConfig config = load("""
                api { enabled = on, bind = "[::1]:9401", api-key-file = "%s", cors-origins = ["https://a.example", "http://b:3000"]
                  metrics-enabled = false }
                webhooks { enabled = true, retry-attempts = 0, retry-delay = 5s, endpoints = [
                  { url = "https://a.example/hook", events = [slot_missed, upgrade], format = slack, auth = "Bearer x", secret-file = "%s" }
                  { url = "https://b.example/hook" } ] }
                alerts { heartbeat-url = "https://beat.example/x", heartbeat-interval = 5m }
                view { refresh-interval = 500ms, theme = mono }
                node { home = /srv/node, name = n, poll-interval = 1s, shutdown-grace = 2m, restart-after-upgrade = false,
                  allow-download = true, backup = false, pre-upgrade-hook = /srv/hook, max-restarts = "0 per 1d" }
                """.formatted(key, key));

        assertThat(config.api())
                .usingRecursiveComparison()
                .ignoringFields("apiKey")
                .isEqualTo(new ApiConfig(
                        true,
                        Optional.of(new BindAddress("::1", 9401)),
                        Optional.empty(),
                        List.of("https://a.example", "http://b:3000"),
                        false));
        assertThat(config.api().apiKey().orElseThrow().file()).contains(key);
        assertThat(config.api().apiKey().orElseThrow().read()).isEqualTo(SECRET);
        assertThat(config.webhooks().enabled()).isTrue();
        assertThat(config.webhooks().retryAttempts()).isZero();
        assertThat(config.webhooks().retryDelay()).isEqualTo(Duration.ofSeconds(5));
        WebhooksConfig.Endpoint first = config.webhooks().endpoints().get(0);
        assertThat(first.url()).isEqualTo(URI.create("https://a.example/hook"));
        assertThat(first.events()).isEqualTo(Set.of("slot_missed", "upgrade"));
        assertThat(first.format()).isEqualTo(WebhooksConfig.Format.SLACK);
        assertThat(first.auth().orElseThrow().read()).isEqualTo("Bearer x");
        assertThat(first.secret().orElseThrow().read()).isEqualTo(SECRET);
        assertThat(config.webhooks().endpoints().get(1))
                .isEqualTo(new WebhooksConfig.Endpoint(
                        URI.create("https://b.example/hook"),
                        WebhooksConfig.EVENTS,
                        WebhooksConfig.Format.STANDARD,
                        Optional.empty(),
                        Optional.empty()));
        assertThat(config.alerts())
                .isEqualTo(new AlertsConfig(Optional.of(URI.create("https://beat.example/x")), Duration.ofMinutes(5)));
        assertThat(config.view()).isEqualTo(new ViewConfig(Duration.ofMillis(500), ViewConfig.Theme.MONO));
        assertThat(config.node())
                .isEqualTo(new NodeConfig(
                        Optional.of(Path.of("/srv/node")),
                        "n",
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(2),
                        false,
                        true,
                        false,
                        Optional.of(Path.of("/srv/hook")),
                        new RestartLimit(0, Duration.ofDays(1))));
        config.requireSecrets();
    }

    @Test
    void tellsEveryProblemAndNoSecret() throws IOException {
        assertThat(problems("""
                api.bind = "9401"
                api.api-key = "s3cr3t"
                api.api-key-file = "/etc/mvm/key"
                api.cors-origins = ["https://a.example/path"]
                webhooks.enabled = true
                webhooks.endpoints = [
                  { events = ["*"] }
                  { url = "htps://hooks.example/s3cr3t" }
                  { url = "https://hooks.example/s3cr3t", events = [slot_mised], format = teams }
                  { url = "https://hooks.example/s3cr3t", events = [] }
                  { url = "https://x.example", secret = "s3cr3t", auth = s3cr3t, auth-file = "/x" }
                  "https://hooks.example/s3cr3t"
                ]
                webhooks.retry-attempts = 101
                alerts.heartbeat-url = "s3cr3t"
                alerts.heartbeat-interval = 10ms
                view.theme = dark
                node.name = "../node"
                node.max-restarts = 5
                """))
                .containsExactlyInAnyOrder(
                        "F:1: 'api.bind' is \"9401\", expected HOST:PORT such as 127.0.0.1:9400 (there is no port)",
                        "F:2: 'api.api-key' has 6 characters, expected at least 16",
                        "F:3: 'api.api-key-file' is set and so is 'api.api-key'; leave out one of them",
                        "F:4: 'api.cors-origins' is [\"https://a.example/path\"], expected a list of web origins such as"
                                + " https://mvm.example, without a path, or \"*\" (\"https://a.example/path\" is none)",
                        "F:7: 'webhooks.endpoints[0]' has no url, expected one",
                        "F:8: 'webhooks.endpoints[1].url' is \"********\", expected http://, https:// with a host",
                        "F:9: 'webhooks.endpoints[2].events' is [slot_mised], expected a list of events: \"*\" for all, or"
                                + " some of block_orphaned, block_produced, committee_change, epoch_change,"
                                + " finality_stalled, key_mismatch, maintenance, slot_missed, sync_alert, upgrade,"
                                + " validator_status_change (\"slot_mised\" is none)",
                        "F:9: 'webhooks.endpoints[2].format' is \"teams\", expected standard or slack or discord",
                        "F:10: 'webhooks.endpoints[3].events' is [], expected at least one event; leave the key out for"
                                + " all",
                        "F:10: 'webhooks.endpoints[3].url' is that of an element before, expected each endpoint once",
                        "F:11: 'webhooks.endpoints[4].secret' is not a key; expected auth, auth-file, events, format,"
                                + " secret-file, url",
                        "F:11: 'webhooks.endpoints[4].auth-file' is set and so is 'webhooks.endpoints[4].auth'; leave out"
                                + " one of them",
                        "F:12: 'webhooks.endpoints[5]' is ********, expected a list of objects with auth, auth-file,"
                                + " events, format, secret-file, url",
                        "F:14: 'webhooks.retry-attempts' is 101, expected a whole number from 0 to 100",
                        "F:15: 'alerts.heartbeat-url' is \"********\", expected http://, https:// with a host",
                        "F:16: 'alerts.heartbeat-interval' is \"10ms\", expected a duration from 1s to 1d",
                        "F:17: 'view.theme' is \"dark\", expected midnight or midday or mono",
                        "F:18: 'node.name' is \"../node\", expected a file's name: 1 to 64 letters, digits, dots, dashes"
                                + " or underscores",
                        "F:19: 'node.max-restarts' is 5, expected restarts per time such as \"5 per 10m\", 0 to 1000 per"
                                + " 1s to 1d");
    }

    @Test
    void wantsSomebodyToTellWhenWebhooksAreOn() throws IOException {
        assertThat(problems("webhooks.enabled = true"))
                .containsExactly(
                        "default: 'webhooks.endpoints' is [], expected at least one because webhooks.enabled is"
                                + " true");
        assertThat(problems("webhooks.endpoints = \"https://hooks.example/s3cr3t\""))
                .containsExactly("F:1: 'webhooks.endpoints' is \"********\", expected a list of objects with auth,"
                        + " auth-file, events, format, secret-file, url");
    }

    @Test
    void showsNoSecretAnywhere() throws IOException {
        MvmConfig config = load("""
                rpc.urls = ["http://us3r:s3cr3t@a:1/x", "https://b.example/rpc?apikey=s3cr3t", "wss://c.example/v1/s3cr3t-0123456789abcdef"]
                api.api-key = "%s"
                alerts.heartbeat-url = "https://beat.example/s3cr3t"
                database.remote.url = "jdbc:postgresql://h/m?user=a&password=s3cr3t"
                webhooks.endpoints = [{ url = "https://h.example/s3cr3t", auth = "Bearer s3cr3t", events = [upgrade] }]
                """.formatted(SECRET));

        assertThat(config.toString()).doesNotContain("s3cr3t", "us3r");
        assertThat(config.settings().toString())
                .doesNotContain("s3cr3t", "us3r")
                .contains(
                        "http://********@a:1/x",
                        "https://b.example/rpc?********",
                        "wss://c.example/v1/********",
                        "upgrade");
        assertThat(config.api().apiKey().orElseThrow().read()).isEqualTo(SECRET);
    }

    @Test
    void doesNotRepeatWhatItDoesNotUnderstandNearASecret() throws IOException {
        assertThat(problems("api {\n  api-key = s3cr3t\" x\n}\n"))
                .singleElement()
                .asString()
                .startsWith("F:")
                .contains("not understood")
                .doesNotContain("s3cr3t");
        assertThat(problems("sync {\n  batch-size = [1\n}\n"))
                .singleElement()
                .asString()
                .contains("'}'");
    }

    @Test
    void readsASecretWhenItIsUsedAndTellsWhatIsWrongWithItsFile() throws IOException {
        Path missing = directory.resolve("missing");
        Path brief = secretFile("brief", "hush\n");
        MvmConfig config = load("""
                api.api-key-file = "%s"
                webhooks.endpoints = [
                  { url = "https://a", secret-file = "%s" }
                  { url = "https://b", auth-file = "%s" }
                  { url = "https://c", auth-file = "%s" }
                  { url = "https://d", auth-file = "%s" }
                  { url = "https://e", auth-file = "%s" } ]
                """.formatted(
                        missing,
                        brief,
                        secretFile("empty", " \n"),
                        secretFile("lines", "a\nb\n"),
                        directory,
                        secretFile("long", "x".repeat(8_193))));

        ConfigException thrown = catchThrowableOfType(ConfigException.class, config::requireSecrets);

        assertThat(plain(thrown))
                .containsExactly(
                        "F:1: 'api.api-key-file' is D/missing, which does not exist",
                        "F:3: 'webhooks.endpoints[0].secret-file' is D/brief, which has 4 characters, expected at least"
                                + " 16",
                        "F:4: 'webhooks.endpoints[1].auth-file' is D/empty, which is empty, expected the secret",
                        "F:5: 'webhooks.endpoints[2].auth-file' is D/lines, which has line breaks or control characters,"
                                + " expected one line of text",
                        "F:6: 'webhooks.endpoints[3].auth-file' is D, which is no file",
                        "F:7: 'webhooks.endpoints[4].auth-file' is D/long, which has 8193 bytes, expected a secret alone,"
                                + " at most 8192");

        Files.writeString(missing, SECRET);
        assertThat(config.api().apiKey().orElseThrow().read()).isEqualTo(SECRET);
    }

    @Test
    void warnsOfSecretsThatEverybodyMayRead() throws IOException {
        Path key = secretFile("api.key", SECRET);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        MvmConfig config =
                load("api.api-key-file = \"" + key + "\"\nalerts.heartbeat-url = \"https://a/b\"", "rw-r--r--");
        assertThat(config.warnings().stream().map(this::plain))
                .containsExactly(
                        "F:1: 'api.api-key-file' is D/api.key, which everybody on this machine may read; chmod o-r"
                                + " D/api.key",
                        "F:2: 'alerts.heartbeat-url' is a secret in a file that everybody on this machine may read; chmod"
                                + " o-r F");
        assertThat(load("api.api-key = " + SECRET, "rw-r--r--").warnings().stream()
                        .map(this::plain))
                .containsExactly(
                        "F:1: 'api.api-key' is a secret in a file that everybody on this machine may read; chmod"
                                + " o-r F or use 'api.api-key-file'");
        assertThat(load("api.api-key = " + SECRET, "rw-r-----").warnings()).isEmpty();
    }

    @Test
    void wantsASocketsPathThatTheSystemTakes() throws IOException {
        String longest = "/" + "x".repeat(102);
        assertThat(load("daemon.control-socket = \"" + longest + "\"").daemon().controlSocket())
                .isEqualTo(Path.of(longest));
        assertThat(problems("daemon.control-socket = \"" + longest + "x\""))
                .containsExactly("F:1: 'daemon.control-socket' is " + longest
                        + "x, which has 104 bytes; a Unix socket's path may have 103, so set it to a shorter one");
        String database = "/" + "x".repeat(99);
        assertThat(problems("database.path = \"" + database + "\""))
                .containsExactly("default: 'daemon.control-socket' is " + database
                        + ".sock, which has 105 bytes; a Unix socket's path may have 103, so set it to a shorter one");
    }

    private Path secretFile(String name, String text) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private MvmConfig load(String text) throws IOException {
        return load(text, "rw-------");
    }

    private MvmConfig load(String text, String permissions) throws IOException {
        Path file = Files.writeString(directory.resolve("mvm.conf"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return new ConfigLoader(directory, directory).read(Optional.of(file), env, Map.of());
    }

    private List<String> problems(String text) throws IOException {
        return plain(catchThrowableOfType(ConfigException.class, () -> load(text)));
    }

    private List<String> plain(ConfigException thrown) {
        return thrown.problems().stream()
                .map(problem -> plain(problem.toString()))
                .toList();
    }

    private String plain(String text) {
        return text.replace(directory.resolve("mvm.conf").toString(), "F").replace(directory.toString(), "D");
    }
}
