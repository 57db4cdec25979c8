package io.mvm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import io.mvm.Mvm;
import io.mvm.config.ConfigLoader;
import io.mvm.config.MvmConfig;
import io.mvm.rpc.FailoverNode;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole demo in a process of its own, and commands that read beside it. */
class DemoCommandTest {
    @TempDir
    private Path directory;

    private Process process;
    private List<String> banner;
    private Path configuration;

    @BeforeEach
    void start() throws Exception {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Mvm.class.getName(),
                        "demo",
                        "--metrics-bind",
                        "off")
                .directory(directory.toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
        banner = new ArrayList<>();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line;
        do {
            line = out.readLine();
            assertThat(line).as(Files.readString(directory.resolve("err"))).isNotNull();
            banner.add(line);
        } while (!line.startsWith("Ctrl-C"));
        configuration = banner.stream()
                .filter(text -> text.contains("mvm --config "))
                .map(text -> Path.of(text.strip().split(" ", 4)[2]))
                .findFirst()
                .orElseThrow();
    }

    @AfterEach
    void end() throws Exception {
        // So that it takes its directory along.
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    @Test
    void leavesNothingWhenItIsToldToStop() throws Exception {
        Path written = configuration.getParent();
        assertThat(written.getFileName().toString()).startsWith("mvm-demo-");
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(written.resolve("mvm.db")));
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(directory.resolve("err")))
                .isZero();
        assertThat(written).doesNotExist();
    }

    @Test
    void bannerFitsATerminalAndNamesWhatToTryNext() {
        assertThat(banner).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(banner)
                .contains("  mvm --config " + configuration + " status --once")
                .contains("  mvm --config " + configuration + " schedule")
                .contains("  mvm --config " + configuration + " keys verify");
    }

    @Test
    void itsConfigurationServesReadersBesideIt() throws Exception {
        MvmConfig config = ConfigLoader.load(Optional.of(configuration), Map.of(), Map.of());
        assertThat(config.integration().chainId()).isEqualTo("demo");
        assertThat(config.validator().label()).hasValue("OURS");
        assertThat(Files.readString(config.validator().labelsFile().orElseThrow()))
                .contains("\"MUTE\"");
        assertThat(page(config.rpc().metricsUrl().orElseThrow()))
                .contains("substrate_block_height{chain=\"midnight_demo\"");
        assertThat(page(config.rpc().nodeExporterUrl().orElseThrow())).contains("node_load1 ");
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(
                        () -> assertThat(run("query", "validators", "--ours")).contains("OURS"));
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(run("status", "--once")).contains("demo"));
    }

    @Test
    void keystoreLooksLikeANodesAndHoldsNoSecret() throws Exception {
        Path keystore = ConfigLoader.load(Optional.of(configuration), Map.of(), Map.of())
                .validator()
                .keystorePath()
                .orElseThrow();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keystore)))
                .isEqualTo("rwx------");
        String ours = Files.readString(configuration)
                .lines()
                .filter(line -> line.startsWith("validator.ours"))
                .findFirst()
                .orElseThrow();
        try (Stream<Path> files = Files.list(keystore)) {
            List<Path> all = files.sorted().toList();
            assertThat(all)
                    .extracting(file -> file.getFileName().toString().substring(0, 8))
                    .containsExactly("61757261", "63726368", "6772616e");
            assertThat(ours).contains("0x" + all.get(1).getFileName().toString().substring(8));
            for (Path file : all) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
                assertThat(Files.readString(file)).isEqualTo("\"there is no key in here\"\n");
            }
        }
    }

    private String run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        List<String> all = new ArrayList<>(List.of("--config", configuration.toString()));
        all.addAll(List.of(arguments));
        MvmCommand.commandLine(new CommandEnvironment(
                        printed,
                        printed,
                        Map.of(),
                        Clock.systemUTC(),
                        false,
                        (file, overrides) -> ConfigLoader.load(file, Map.of(), overrides),
                        settings -> new FailoverNode(settings, new MetricRegistry(), Clock.systemUTC()),
                        length -> {
                            throw new InterruptedException();
                        }))
                .execute(all.toArray(new String[0]));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String page(URI url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
