package io.mvm.exporter.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.tools.attach.VirtualMachine;
import io.mvm.exporter.fixture.Distribution;
import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The installed program in the background: its PID file, its log, its signals, its state file; and that it keeps secrets. */
class BackgroundIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final List<String> SECRETS = List.of(
            "hunter2hunter2",
            "nodeuser",
            "9f8e7d6c5b4a39281706f5e4d3c2b1a0",
            "querysecret",
            "apikeysecret",
            "pagesecret",
            "heartbeatsecret",
            "hooksecret");

    @TempDir
    Path directory;

    private SimulatedChain chain;
    private SimulatedNode node;
    private Path mvm;

    @BeforeEach
    void unpackAndStartANode() throws Exception {
        chain = SimulatedChain.create(
                NetworkSpec.builder().seed(5).slotsPerEpoch(50).historyEpochs(2).build(), Clock.systemUTC());
        node = SimulatedNode.start(chain);
        mvm = Distribution.unpack(directory);
    }

    @AfterEach
    void stopEverything() throws IOException {
        Path file = directory.resolve("mvm.pid");
        if (Files.exists(file)) {
            ProcessHandle.of(pid()).ifPresent(process -> {
                process.destroyForcibly();
                process.onExit().join();
            });
        }
        node.close();
        chain.close();
    }

    @Test
    void startsOnceReloadsAtHangUpEndsInOrderAndComesBackAfterAKill() throws Exception {
        Run first = sync();
        assertThat(first.status()).as(first.said()).isZero();
        assertThat(first.said()).contains("mvm: running as process " + pid() + ", logs to ");
        ProcessHandle daemon = ProcessHandle.of(pid()).orElseThrow();
        await().atMost(PATIENCE).until(() -> log().contains("history complete"));

        Run second = sync("--db-path", "other.db");
        assertThat(second.status()).as(second.said()).isEqualTo(1);
        assertThat(second.said()).contains("another MVM (process " + daemon.pid() + ") runs");

        signal("HUP", daemon.pid());
        await().atMost(PATIENCE).until(() -> log().contains("configuration read anew (SIGHUP)"));
        assertThat(daemon.isAlive()).isTrue();

        signal("TERM", daemon.pid());
        daemon.onExit().get(5, TimeUnit.SECONDS);
        assertThat(directory.resolve("mvm.pid")).doesNotExist();
        assertThat(state()).contains("\"ended\":true", "\"reason\":\"SIGTERM\"", "\"starts\":1");

        assertThat(sync().status()).isZero();
        ProcessHandle killed = ProcessHandle.of(pid()).orElseThrow();
        killed.destroyForcibly();
        killed.onExit().get(5, TimeUnit.SECONDS);
        assertThat(directory.resolve("mvm.pid")).exists();

        Run third = sync();
        assertThat(third.status()).as(third.said()).isZero();
        assertThat(pid()).isNotEqualTo(killed.pid());
        assertThat(log()).contains("there is no such process) and is replaced", "the former run was not ended");
        assertThat(state()).contains("\"starts\":3", "\"cleanEnds\":1", "\"uncleanEnds\":1");
    }

    @Test
    void whatFailsAtTheStartIsSaidAndIsTheExitStatus() throws Exception {
        Run bad = sync("--batch-size", "0");
        assertThat(bad.status()).as(bad.said()).isEqualTo(2);
        assertThat(bad.said()).contains("sync.batch-size");
        Files.createDirectory(directory.resolve("mvm.db"));
        Run noDatabase = sync();
        assertThat(noDatabase.status()).as(noDatabase.said()).isNotZero();
        assertThat(noDatabase.said()).contains("mvm.db");
        assertThat(directory.resolve("mvm.pid")).doesNotExist();
    }

    @Test
    void secretsAreInNoLogNoMBeanAndNoMetric() throws Exception {
        String url = node.url()
                .toString()
                .replace("http://", "http://nodeuser:hunter2hunter2@")
                .replaceAll("/$", "");
        Path configuration = Files.writeString(directory.resolve("secret.conf"), """
                rpc.urls = ["%s/v3/9f8e7d6c5b4a39281706f5e4d3c2b1a0?token=querysecret"]
                rpc.metrics-url = "http://page:pagesecret@127.0.0.1:1/metrics?k=pagesecret"
                rpc.timeout = 5s
                rpc.max-retries = 1
                api.api-key = "apikeysecret-apikeysecret"
                alerts.heartbeat-url = "https://127.0.0.1:1/heartbeatsecret"
                webhooks.endpoints = [{ url = "https://127.0.0.1:1/hooksecret", auth = "hooksecret" }]
                logging.slow-call = 10ms
                """.formatted(url));
        int port = freePort();
        Run run = mvm(
                "sync",
                "-vv",
                "--config",
                configuration.toString(),
                "--daemon",
                "--pid-file",
                "mvm.pid",
                "--db-path",
                "mvm.db",
                "--metrics-bind",
                "127.0.0.1:" + port);
        assertThat(run.status()).as(run.said()).isZero();
        await().atMost(PATIENCE).until(() -> log().contains(" was answered in "));
        await().atMost(PATIENCE).until(() -> log().contains("history complete"));
        node.close();
        await().atMost(PATIENCE).until(() -> log().contains("is down"));
        String beans = mbeans(pid());
        String metrics = metrics(port);
        assertThat(beans).contains("type=Endpoint", "/v3/***?...");
        assertThat(metrics).contains("/v3/***?...");
        for (String secret : SECRETS) {
            assertThat(log()).as("the log").doesNotContain(secret);
            assertThat(beans).as("MBeans").doesNotContain(secret);
            assertThat(metrics).as("metrics").doesNotContain(secret);
            assertThat(run.said() + state()).as("output and state").doesNotContain(secret);
        }
        assertThat(log()).contains("(request ");
    }

    private static String metrics(int port) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Every name and every attribute below {@code mvm} and {@code mvm.metrics}, as a client sees it. */
    @SuppressWarnings("BanJNDI")
    private static String mbeans(long pid) throws Exception {
        VirtualMachine jvm = VirtualMachine.attach(String.valueOf(pid));
        StringBuilder all = new StringBuilder();
        try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(jvm.startLocalManagementAgent()))) {
            MBeanServerConnection server = connector.getMBeanServerConnection();
            for (ObjectName name : server.queryNames(new ObjectName("mvm*:*"), null)) {
                all.append(name).append('\n');
                for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                    all.append(attribute.getName())
                            .append('=')
                            .append(server.getAttribute(name, attribute.getName()))
                            .append('\n');
                }
            }
        } finally {
            jvm.detach();
        }
        return all.toString();
    }

    private Run sync(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "sync",
                "--daemon",
                "--pid-file",
                "mvm.pid",
                "--rpc-url",
                node.url().toString(),
                "--metrics-bind",
                "off"));
        if (!List.of(more).contains("--db-path")) {
            arguments.addAll(List.of("--db-path", "mvm.db"));
        }
        arguments.addAll(List.of(more));
        return mvm(arguments.toArray(new String[0]));
    }

    /** What a command said until it ended, and how it ended. */
    private record Run(int status, String said) {}

    private Run mvm(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(mvm.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        // Ends when nobody holds the pipe any more: a daemon that kept it would be found here.
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), said);
    }

    private static void signal(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    private long pid() throws IOException {
        return Long.parseLong(Files.readString(directory.resolve("mvm.pid")).strip());
    }

    private String log() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith("mvm.db.log")).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private String state() throws IOException {
        return Files.readString(directory.resolve("mvm.db.state"));
    }
}
