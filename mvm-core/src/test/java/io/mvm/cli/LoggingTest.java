package io.mvm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mvm.config.LoggingConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LoggingTest {
    private final PrintStream stderr = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @BeforeEach
    void listens() {
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void goesBackToTheDefault() {
        System.setErr(stderr);
        Logging.configure(LogPlan.stderr(LoggingConfig.Format.TEXT, LoggingConfig.Level.INFO));
    }

    @Test
    void writesOneLineOfTextToStderr() {
        Logging.configure(LogPlan.stderr(LoggingConfig.Format.TEXT, LoggingConfig.Level.INFO));
        LoggerFactory.getLogger("io.mvm.sync.Follower").info("stored block {}", 7);
        assertThat(text())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\S+ INFO  Follower: stored block 7\\R");
    }

    @Test
    void writesOneJsonObjectALine() throws IOException {
        Logging.configure(LogPlan.stderr(LoggingConfig.Format.JSON, LoggingConfig.Level.INFO));
        LoggerFactory.getLogger("io.mvm.sync.Follower").warn("block {}", 7, new IOException("no \"disk\"\nleft"));
        assertThat(text().lines()).hasSize(1);
        JsonNode line = new ObjectMapper().readTree(text());
        assertThat(line.path("level").asText()).isEqualTo("WARN");
        assertThat(line.path("loggerName").asText()).isEqualTo("io.mvm.sync.Follower");
        assertThat(line.path("formattedMessage").asText()).isEqualTo("block 7");
        assertThat(line.path("throwable").path("message").asText()).isEqualTo("no \"disk\"\nleft");
        assertThat(line.path("timestamp").asLong()).isPositive();
    }

    @Test
    void saysMoreWithEveryV() {
        List<LoggingConfig.Level> levels =
                List.of(LoggingConfig.Level.INFO, LoggingConfig.Level.DEBUG, LoggingConfig.Level.TRACE);
        for (int verbosity = 0; verbosity <= 2; verbosity++) {
            Logging.level(levels.get(verbosity));
            for (String name : new String[] {"io.mvm.rpc.Client", "org.eclipse.jetty.Server"}) {
                var log = LoggerFactory.getLogger(name);
                log.info("i{}", verbosity);
                log.debug("d{}", verbosity);
                log.trace("t{}", verbosity);
            }
        }
        assertThat(text().lines().map(line -> line.replaceAll("^\\S+ \\S+ +", "")))
                .containsExactly(
                        "Client: i0",
                        "Client: i1",
                        "Client: d1",
                        "Server: i1",
                        "Client: i2",
                        "Client: d2",
                        "Client: t2",
                        "Server: i2",
                        "Server: d2");
    }

    @Test
    void appendsToAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("mvm.log"), "before\n");
        Logging.configure(toFile(file, 1 << 20, 1));
        LoggerFactory.getLogger("io.mvm.X").info("after");
        Logging.configure(LogPlan.stderr(LoggingConfig.Format.TEXT, LoggingConfig.Level.INFO));
        assertThat(Files.readAllLines(file)).hasSize(2).last().asString().endsWith("X: after");
        assertThat(text()).isEmpty();
    }

    @Test
    void setsAFullFileAsideCompressedAndKeepsAsManyAsToldAllForTheOwnerAndTheGroupAlone(@TempDir Path folder)
            throws Exception {
        Path file = folder.resolve("new").resolve("mvm.log");
        Logging.configure(toFile(file, 2_000, 2));
        int line = 0;
        // How often the size is looked at is logback's business.
        for (int round = 0; round < 4; round++) {
            Path newest = file.resolveSibling("mvm.log.1.gz");
            FileTime before = Files.exists(newest) ? Files.getLastModifiedTime(newest) : null;
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            do {
                LoggerFactory.getLogger("io.mvm.X").info("line {} of many to fill the file with", line++);
                assertThat(System.nanoTime()).as("rolled over in time").isLessThan(deadline);
            } while (!Files.exists(newest) || Files.getLastModifiedTime(newest).equals(before));
        }
        try (Stream<Path> files = Files.list(file.getParent())) {
            List<Path> all = files.sorted().toList();
            assertThat(all)
                    .extracting(path -> path.getFileName().toString())
                    .containsExactly("mvm.log", "mvm.log.1.gz", "mvm.log.2.gz");
            for (Path path : all) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as("%s", path)
                        .isEqualTo("rw-r-----");
            }
        }
        try (GZIPInputStream zipped = new GZIPInputStream(Files.newInputStream(file.resolveSibling("mvm.log.1.gz")))) {
            assertThat(new String(zipped.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("to fill the file with");
        }
    }

    @Test
    void takesOverHowLargeAFileMayBecomeAndHowManyAreKept(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("mvm.log");
        Logging.configure(toFile(file, 1 << 30, 1));
        Logging.adapt(settings(2_000, 3));
        fill(file, "mvm.log", "mvm.log.1.gz", "mvm.log.2.gz", "mvm.log.3.gz");
        Logging.adapt(settings(2_000, 1));
        fill(file, "mvm.log", "mvm.log.1.gz");
        Logging.adapt(settings(2_000, 0));
        fill(file, "mvm.log");
    }

    private static LoggingConfig settings(long size, int kept) {
        return new LoggingConfig(
                LoggingConfig.Level.INFO, LoggingConfig.Format.TEXT, size, kept, Duration.ofSeconds(5));
    }

    /** Writes lines until the files there are those expected. */
    private static void fill(Path file, String... expected) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        List<String> names = List.of();
        while (!names.equals(List.of(expected))) {
            assertThat(System.nanoTime()).as("in time; there is %s", names).isLessThan(deadline);
            LoggerFactory.getLogger("io.mvm.X").info("a line of many to fill the file with");
            try (Stream<Path> files = Files.list(file.getParent())) {
                names = files.map(path -> path.getFileName().toString())
                        .sorted()
                        .toList();
            }
        }
    }

    @Test
    void putsTheSeverityBeforeEveryLineForTheJournal() {
        Logging.configure(new LogPlan(LoggingConfig.Format.TEXT, LoggingConfig.Level.INFO, Optional.empty(), true));
        var log = LoggerFactory.getLogger("io.mvm.sync.Follower");
        log.info("all is well");
        log.warn("not quite");
        log.error("broken", new IOException("first\nsecond"));
        assertThat(text().lines().toList())
                .startsWith("<6>Follower: all is well", "<4>Follower: not quite", "<3>Follower: broken")
                .hasSizeGreaterThan(5);
        assertThat(text().lines().skip(2)).allMatch(line -> line.startsWith("<3>"));
    }

    @Test
    void knowsTheJournalByTheStreamItGave(@TempDir Path folder) throws IOException {
        Path stream = Files.createFile(folder.resolve("stream"));
        Map<String, Object> seen = Files.readAttributes(stream, "unix:dev,ino");
        String told = seen.get("dev") + ":" + seen.get("ino");
        assertThat(LogPlan.isJournal(told, stream)).isTrue();
        assertThat(LogPlan.isJournal(told + "1", stream)).isFalse();
        assertThat(LogPlan.isJournal(null, stream)).isFalse();
        assertThat(LogPlan.isJournal(told, folder.resolve("gone"))).isFalse();
    }

    @Test
    void aFileThatCannotBeWrittenIsToldAndChangesNothing(@TempDir Path folder) throws IOException {
        Path notADirectory = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> Logging.configure(toFile(notADirectory.resolve("mvm.log"), 1 << 20, 1)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("cannot write the log file " + notADirectory.resolve("mvm.log"));
        LoggerFactory.getLogger("io.mvm.X").info("still here");
        assertThat(text()).contains("X: still here");
    }

    @Test
    void beginsAFileThatWasMovedAwayAnewWithItsDirectory(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("logs/mvm.log");
        Logging.configure(toFile(file, 1 << 20, 1));
        LoggerFactory.getLogger("io.mvm.x").info("first");
        Files.move(folder.resolve("logs"), folder.resolve("old"));
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            LoggerFactory.getLogger("io.mvm.x").info("second");
            return Files.exists(file);
        });
        assertThat(Files.readString(file)).contains("second").doesNotContain("first");
        assertThat(Files.readString(folder.resolve("old/mvm.log"))).contains("first");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    private static LogPlan toFile(Path file, long size, int kept) {
        return new LogPlan(
                LoggingConfig.Format.TEXT, LoggingConfig.Level.INFO, Optional.of(new LogFile(file, size, kept)), false);
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
