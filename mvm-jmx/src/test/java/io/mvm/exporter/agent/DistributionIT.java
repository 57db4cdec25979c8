package io.mvm.exporter.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mvm.exporter.fixture.Distribution;
import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The distribution as it is installed: its launcher, its signals, its exit statuses. */
class DistributionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private SimulatedChain chain;
    private SimulatedNode node;
    private Path mvm;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void unpackAndStartANode() throws Exception {
        chain = SimulatedChain.create(
                NetworkSpec.builder().seed(5).slotsPerEpoch(50).historyEpochs(4).build(), Clock.systemUTC());
        node = SimulatedNode.start(chain);
        mvm = Distribution.unpack(directory);
    }

    @AfterEach
    void stopEverything() throws InterruptedException {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        node.close();
        chain.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "QUIT"})
    void endsWithinTwoSecondsOfASignalWithEverythingStored(String signal) throws Exception {
        Process process = start(signal + ".log", "sync", "--db-path", "mvm.db");
        await().atMost(PATIENCE).until(() -> log(signal + ".log").contains("history complete"));
        long began = System.nanoTime();
        assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
        assertThat(process.waitFor(2, TimeUnit.SECONDS))
                .as(
                        "ended within 2 s; after %d ms it says: %s",
                        (System.nanoTime() - began) / 1_000_000, log(signal + ".log"))
                .isTrue();
        assertThat(process.exitValue()).isZero();
        long head = chain.heads().best().number();
        assertThat(log(signal + ".log")).contains("stopped at block " + head + " with " + head + " blocks stored");
        assertThat(run("verify", "query", "verify", "--db-path", "mvm.db")).isZero();
    }

    @Test
    void aSecondWriterIsRefusedAndToldWhoWrites() throws Exception {
        Process first = start("first.log", "sync", "--db-path", "mvm.db");
        await().atMost(PATIENCE).until(() -> log("first.log").contains("history complete"));
        assertThat(run(
                        "second.log",
                        "sync",
                        "--db-path",
                        "mvm.db",
                        "--rpc-url",
                        node.url().toString()))
                .isEqualTo(1);
        long writer = first.descendants().findFirst().orElse(first.toHandle()).pid();
        assertThat(log("second.log")).contains("another MVM (process " + writer + ") writes");
        assertThat(first.isAlive()).isTrue();
    }

    @Test
    void syncsOnceAndEnds() throws Exception {
        assertThat(run(
                        "once.log",
                        "sync",
                        "--once",
                        "--db-path",
                        "mvm.db",
                        "--rpc-url",
                        node.url().toString()))
                .isZero();
        assertThat(run("stats.log", "query", "stats", "--json", "--db-path", "mvm.db"))
                .isZero();
        assertThat(log("stats.log")).contains("\"blocks\"");
    }

    @Test
    void aStartBlockBeyondTheHeadWillNotHelpByTryingAgain() throws Exception {
        assertThat(run(
                        "beyond.log",
                        "sync",
                        "--db-path",
                        "mvm.db",
                        "--start-block",
                        "999999",
                        "--rpc-url",
                        node.url().toString()))
                .isEqualTo(2);
        assertThat(log("beyond.log")).contains("start block 999999 lies beyond the node's head");
    }

    @Test
    void anUnknownOptionIsABadCommandLine() throws Exception {
        assertThat(run("bad.log", "sync", "--rpc-ulr", "http://localhost:1")).isEqualTo(2);
        assertThat(log("bad.log")).contains("--rpc-ulr");
    }

    private Process start(String log, String... arguments) throws IOException {
        // Run in the background, tests inherit SIGINT and SIGQUIT ignored, which a shell may not change.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,QUIT", mvm.toString()));
        command.addAll(List.of(arguments));
        if (!List.of(arguments).contains("--rpc-url") && arguments[0].equals("sync")) {
            command.addAll(List.of("--rpc-url", node.url().toString(), "--metrics-bind", "127.0.0.1:0"));
        }
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(log).toFile())
                .start();
        started.add(process);
        return process;
    }

    private int run(String log, String... arguments) throws Exception {
        Process process = start(log, arguments);
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("%s ended", List.of(arguments))
                .isTrue();
        return process.exitValue();
    }

    private String log(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }
}
