package io.mvm.daemon.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.daemon.lifecycle.ServiceNotifier;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemdNotifierTest {
    /** A receiver as a service manager has it; a line for each datagram. */
    private static final String RECEIVER = """
            import socket, sys
            name = sys.argv[1]
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind('\\0' + name[1:] if name.startswith('@') else name)
            print('bound', flush=True)
            while True:
                print(repr(s.recv(65536).decode()), flush=True)
            """;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"path", "abstract"})
    void tellsARealDatagramSocket(String kind) throws Exception {
        String socket = kind.equals("path")
                ? directory.resolve("notify").toString()
                : "@mvm-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        Process receiver = new ProcessBuilder("python3", "-c", RECEIVER, socket)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader heard = receiver.inputReader(StandardCharsets.UTF_8)) {
            assertThat(heard.readLine()).isEqualTo("bound");
            ServiceNotifier manager = SystemdNotifier.of(Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "3000000"));
            manager.ready();
            manager.status("waiting for\nthe node: Tür zu");
            manager.status("waiting for the node: Tür zu");
            manager.reloading();
            manager.watchdog();
            manager.watchdog();
            manager.stopping();
            assertThat(heard.readLine()).isEqualTo("'READY=1'");
            assertThat(heard.readLine()).isEqualTo("'STATUS=waiting for the node: Tür zu'");
            assertThat(heard.readLine()).matches("'RELOADING=1\\\\nMONOTONIC_USEC=\\d+'");
            assertThat(heard.readLine()).isEqualTo("'WATCHDOG=1'");
            assertThat(heard.readLine()).isEqualTo("'STOPPING=1'");
        } finally {
            receiver.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void theTimeOfAReloadIsTheSystemsMonotonicOne() throws Exception {
        List<String> sent = new ArrayList<>();
        new SystemdNotifier("@x", datagram -> add(sent, datagram), System::nanoTime, 0).reloading();
        long told = Long.parseLong(sent.get(0).replaceAll("(?s).*MONOTONIC_USEC=", ""));
        Process python = new ProcessBuilder("python3", "-c", "import time; print(time.monotonic_ns() // 1000)").start();
        long now =
                Long.parseLong(new String(python.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
        assertThat(now).isBetween(told, told + TimeUnit.MINUTES.toMicros(2));
    }

    @Test
    void givesSignsOfLifeOftenEnoughAndNoOftener() {
        AtomicLong nanos = new AtomicLong(5);
        List<String> sent = new ArrayList<>();
        SystemdNotifier manager = new SystemdNotifier(
                "@x",
                datagram -> add(sent, datagram),
                nanos::get,
                SystemdNotifier.watchdogNanos(Map.of("WATCHDOG_USEC", "30000000")));
        for (int second = 0; second < 60; second++) {
            manager.watchdog();
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        }
        assertThat(sent).hasSize(6).containsOnly("WATCHDOG=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "soon", "99999999999999999999"})
    void withoutAUsefulTimeNoSignOfLifeIsGiven(String micros) {
        assertThat(SystemdNotifier.watchdogNanos(Map.of("WATCHDOG_USEC", micros)))
                .isZero();
        assertThat(SystemdNotifier.watchdogNanos(Map.of("WATCHDOG_USEC", "3000000", "WATCHDOG_PID", "1")))
                .isZero();
    }

    @Test
    void whereNobodyAskedNobodyIsTold() {
        assertThat(SystemdNotifier.of(Map.of())).isSameAs(ServiceNotifier.NONE);
        assertThat(SystemdNotifier.of(Map.of("NOTIFY_SOCKET", "vsock:2:1234"))).isSameAs(ServiceNotifier.NONE);
    }

    @Test
    void aManagerThatIsGoneHurtsNobody() throws IOException {
        ServiceNotifier manager = SystemdNotifier.of(
                Map.of("NOTIFY_SOCKET", directory.resolve("gone").toString()));
        manager.ready();
        manager.status("still here");
        SystemdNotifier.of(Map.of("NOTIFY_SOCKET", "/" + "x".repeat(200))).ready();
    }

    private static String add(List<String> sent, byte[] datagram) {
        sent.add(new String(datagram, StandardCharsets.UTF_8));
        return null;
    }
}
