package io.mvm.exporter.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mvm.exporter.fixture.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real Prometheus and a real Alertmanager with the shipped rules, routes, texts and channels, in which time passes faster. */
final class AlertStack implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Process> processes = new ArrayList<>();
    private final String prometheus = freeAddress();
    private final String alertmanager = freeAddress();
    private final Path directory;

    /**
     * Starts both.
     *
     * @param directory where their files go
     * @param programs the folder that holds alertmanager and amtool
     * @param mvm address of the page to be scraped
     * @param channels files to be dropped into {@code secrets}, with their content
     * @param factor how many times as fast
     */
    AlertStack(Path directory, Path programs, String mvm, Map<String, String> channels, int factor) throws IOException {
        this.directory = directory;
        FasterTime faster = new FasterTime(factor);
        copy("prometheus/prometheus.yml", "prometheus/rules");
        copy("alertmanager/alertmanager.yml", "alertmanager/entrypoint.sh");
        copy("alertmanager/receivers.d", "alertmanager/templates");
        for (Path file : RuleFiles.files(directory.resolve("prometheus/rules"), ".yml")) {
            faster.apply(file);
        }
        faster.apply(directory.resolve("alertmanager/alertmanager.yml"));
        Path config = directory.resolve("prometheus/prometheus.yml");
        faster.apply(config);
        String text = Files.readString(config);
        for (Map.Entry<String, String> address : Map.of(
                        "mvm:9400", mvm, "localhost:9090", prometheus, "alertmanager:9093", alertmanager)
                .entrySet()) {
            assertThat(text).contains("[" + address.getKey() + "]");
            text = text.replace("[" + address.getKey() + "]", "[\"" + address.getValue() + "\"]");
        }
        Files.writeString(config, text);
        Path secrets = Files.createDirectory(directory.resolve("secrets"));
        for (Map.Entry<String, String> file : channels.entrySet()) {
            Files.writeString(secrets.resolve(file.getKey()), file.getValue() + "\n");
        }
        try {
            start(
                    "alertmanager",
                    alertmanager,
                    Map.of(
                            "ALERTS_SECRETS", secrets.toString(),
                            "ALERTS_CONFIG",
                                    directory.resolve("alertmanager.made.yml").toString(),
                            "ALERTMANAGER", programs.resolve("alertmanager").toString(),
                            "AMTOOL", programs.resolve("amtool").toString()),
                    directory.resolve("alertmanager/entrypoint.sh").toString(),
                    "--cluster.listen-address=",
                    "--storage.path=" + directory.resolve("alertmanager.data"),
                    "--web.listen-address=" + alertmanager);
            // What Prometheus has no setting for in its file is a flag.
            start(
                    "prometheus",
                    prometheus,
                    Map.of(),
                    "prometheus",
                    "--config.file=" + config,
                    "--storage.tsdb.path=" + directory.resolve("prometheus.data"),
                    "--web.listen-address=" + prometheus,
                    "--query.lookback-delta=" + 300_000 / factor + "ms",
                    "--rules.alert.resend-delay=" + 60_000 / factor + "ms",
                    "--log.level=warn");
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Series of an instant query. */
    JsonNode query(String expression) {
        return ask(prometheus, "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .at("/data/result");
    }

    /** Alerts as Prometheus has them. */
    JsonNode alerts() {
        return ask(prometheus, "/api/v1/alerts").at("/data/alerts");
    }

    /** Rules that could not be evaluated, each with its error. */
    List<String> brokenRules() {
        List<String> broken = new ArrayList<>();
        for (JsonNode group : ask(prometheus, "/api/v1/rules").at("/data/groups")) {
            for (JsonNode rule : group.path("rules")) {
                if (!rule.path("health").asText().equals("ok")) {
                    broken.add(rule.path("name").asText() + ": "
                            + rule.path("lastError").asText());
                }
            }
        }
        return broken;
    }

    /** Names of the alerts that Alertmanager has and holds back. */
    List<String> muted() {
        List<String> muted = new ArrayList<>();
        for (JsonNode alert : ask(alertmanager, "/api/v2/alerts?active=true&inhibited=true")) {
            if (!alert.at("/status/inhibitedBy").isEmpty()) {
                muted.add(alert.at("/labels/alertname").asText());
            }
        }
        return muted;
    }

    private JsonNode ask(String address, String path) {
        try {
            return json.readTree(client.send(request(address, path), HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HttpRequest request(String address, String path) {
        return HttpRequest.newBuilder(URI.create("http://" + address + path))
                .timeout(Duration.ofSeconds(10))
                .build();
    }

    private void copy(String... names) throws IOException {
        for (String name : names) {
            try (Stream<Path> files = Files.walk(Golden.ROOT.resolve(name))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path target = directory.resolve(Golden.ROOT.relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
    }

    private void start(String name, String address, Map<String, String> environment, String... command)
            throws IOException {
        Path log = directory.resolve(name + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        processes.add(process);
        Awaitility.await(name + " ready, see " + log).atMost(PATIENCE).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException(name + " ended: " + Files.readString(log));
            }
            try {
                return client.send(request(address, "/-/ready"), HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            } catch (IOException e) {
                return false;
            }
        });
    }

    private static String freeAddress() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (Process process : processes) {
            process.destroy();
        }
        for (Process process : processes) {
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
