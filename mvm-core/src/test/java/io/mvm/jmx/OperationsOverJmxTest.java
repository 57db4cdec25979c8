package io.mvm.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mvm.view.Snapshot;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.MBeanException;
import javax.management.MBeanServer;
import javax.management.ReflectionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every operation, asked for from another process that has none of our classes, the way JConsole comes. */
class OperationsOverJmxTest {
    /** A failure that only our own class path knows. */
    private static final class OurOwnException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OurOwnException(String message) {
            super(message, new IllegalStateException("a cause"));
        }
    }

    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    @TempDir
    private Path directory;

    private final RecordedActions actions = new RecordedActions();
    private final AtomicReference<Snapshot> latest =
            new AtomicReference<>(Views.snapshot(1, 2, "http://localhost:9944"));
    private final MBeanPublisher publisher = new MBeanPublisher(SERVER, Clock.systemUTC(), actions);

    @BeforeEach
    void publish() {
        publisher.publishChain("midnight", latest::get);
        publisher.publishDaemon(() -> Views.DAEMON, () -> ExporterSettings.servingAt(null));
        publisher.onSnapshot("midnight");
    }

    @AfterEach
    void close() {
        publisher.close();
    }

    /** What the other process prints. */
    private List<String> client(String number, String word) throws Exception {
        String file = ForeignClient.class.getName().replace('.', '/') + ".class";
        Path alone = directory.resolve("alone").resolve(file);
        Files.createDirectories(alone.getParent());
        try (InputStream in = ForeignClient.class.getClassLoader().getResourceAsStream(file)) {
            Files.write(alone, in.readAllBytes());
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        directory.resolve("alone").toString(),
                        ForeignClient.class.getName(),
                        Long.toString(ProcessHandle.current().pid()),
                        "mvm:*",
                        number,
                        word)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        List<String> lines = Files.readAllLines(directory.resolve("out"), StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
        return lines;
    }

    @Test
    void everyOperationIsDescribedAndAnswersASentence() throws Exception {
        List<String> lines = client("17", "30m");
        assertThat(lines.stream().filter(line -> line.contains(" answers ")))
                .containsExactly(
                        "Daemon.endMaintenance answers did end of maintenance.",
                        "Daemon.pauseSync answers did pause.",
                        "Daemon.reloadConfig answers did reload.",
                        "Daemon.resumeSync answers did resume.",
                        "Daemon.startMaintenance answers did maintenance 30m '30m'.",
                        "Daemon.stop answers did stop.",
                        "Sync.backfill answers did backfill 17 to 18.");
        assertThat(actions.asked).hasSize(7);
        assertThat(lines.stream().filter(line -> line.matches("\\S+ takes .*")))
                .containsExactly(
                        "Daemon.startMaintenance takes java.lang.String length: How long, such as 30m, 2h or 90s.",
                        "Daemon.startMaintenance takes java.lang.String reason: Why, in your words; may be empty.",
                        "Sync.backfill takes long from: Lowest height.",
                        "Sync.backfill takes long to: Highest height, inclusive.");
        assertThat(lines.stream().filter(line -> line.matches("\\S+ is .*")))
                .hasSize(7)
                .allSatisfy(line -> assertThat(line).contains(" is (1) ").endsWith("."));
    }

    @Test
    void aFailureIsAMessageThatNeedsNoClassOfOurs() throws Exception {
        actions.failure = new OurOwnException("paused already\nsince noon");
        assertThat(client("1", "x").stream().filter(line -> line.contains(" fails with ")))
                .hasSize(7)
                .allSatisfy(line ->
                        assertThat(line).endsWith(" fails with java.lang.IllegalStateException: paused already"));
        actions.failure = new IllegalArgumentException("'x' is no duration");
        assertThat(client("1", "x"))
                .contains("Daemon.stop fails with java.lang.IllegalArgumentException: 'x' is no duration");
    }

    @Test
    void anOperationOnWhatIsNotKnownYetSaysSo() {
        latest.set(null);
        assertThatThrownBy(() -> invoke("backfill", new Object[] {1L, 2L}, "long", "long"))
                .isInstanceOf(MBeanException.class)
                .hasMessageContaining("nothing is known of the chain yet");
        assertThat(actions.asked).isEmpty();
    }

    @Test
    void wrongParametersAreToldWithWhatIsExpected() {
        assertThatThrownBy(() -> invoke("backfill", new Object[] {"1", 2L}, "long", "long"))
                .isInstanceOf(MBeanException.class)
                .hasMessage("backfill was given [1, 2], expected backfill(long from, long to)");
        assertThatThrownBy(() -> invoke("backfill", new Object[] {1L}, "long"))
                .isInstanceOf(ReflectionException.class)
                .hasMessage("no operation 'backfill' with 1 parameters of types [long];"
                        + " there is backfill(long from, long to)");
        assertThatThrownBy(() -> invoke("drop", new Object[0])).hasMessageStartingWith("no operation 'drop'");
        assertThat(actions.asked).isEmpty();
    }

    private Object invoke(String operation, Object[] values, String... types) throws Exception {
        return SERVER.invoke(ObjectNames.sync("midnight"), operation, values, types);
    }
}
