package io.mvm.daemon.process;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.mvm.daemon.process.RunKeeper.Progress;
import io.mvm.view.RunsView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class StateFileTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final int KILLS = 100;

    @TempDir
    Path directory;

    private final SteppingClock clock = new SteppingClock();

    @Test
    void addsUpRunsThatEndInOrderAndSuchAsBreakOff() {
        Path file = directory.resolve("mvm.state");
        try (RunKeeper first = new RunKeeper(file, clock)) {
            first.watch(() -> new Progress(100, 2, "running"));
            clock.step(Duration.ofHours(3));
            first.ending("SIGTERM");
            first.ending("said too late");
        }
        clock.step(Duration.ofMinutes(1));
        RunKeeper second = new RunKeeper(file, clock);
        assertThat(second.view())
                .isEqualTo(new RunsView(
                        START.toEpochMilli(),
                        2,
                        1,
                        0,
                        START.plus(Duration.ofHours(3)).toEpochMilli(),
                        true,
                        "SIGTERM",
                        "running",
                        Duration.ofHours(3).toMillis(),
                        Duration.ofHours(3).toMillis(),
                        100,
                        2));
        second.watch(() -> new Progress(7, 1, "degraded"));
        clock.step(Duration.ofHours(1));
        second.save();
        clock.step(Duration.ofMinutes(1));
        // No close: as after kill -9.
        try (RunKeeper third = new RunKeeper(file, clock)) {
            RunsView runs = third.view();
            assertThat(runs.starts()).isEqualTo(3);
            assertThat(runs.cleanEnds()).isEqualTo(1);
            assertThat(runs.uncleanEnds()).isEqualTo(1);
            assertThat(runs.lastEndClean()).isFalse();
            assertThat(runs.lastEndReason()).contains("killed");
            assertThat(runs.lastState()).isEqualTo("degraded");
            assertThat(runs.uptimeMs()).isEqualTo(Duration.ofHours(4).toMillis());
            assertThat(runs.longestUptimeMs()).isEqualTo(Duration.ofHours(3).toMillis());
            assertThat(runs.blocksStored()).isEqualTo(107);
            assertThat(runs.reloads()).isEqualTo(3);
        }
    }

    @Test
    void aFatalErrorIsWrittenAtOnceAndIsNoEndInOrder() {
        Path file = directory.resolve("mvm.state");
        try (RunKeeper dying = new RunKeeper(file, clock)) {
            dying.fatal(new Thread(() -> {}, "mvm-x"), new OutOfMemoryError("Java heap space"));
        }
        try (RunKeeper next = new RunKeeper(file, clock)) {
            assertThat(next.view().lastEndClean()).isFalse();
            assertThat(next.view().lastEndReason())
                    .isEqualTo("java.lang.OutOfMemoryError: Java heap space in thread mvm-x");
            assertThat(next.view().uncleanEnds()).isEqualTo(1);
        }
    }

    @Test
    void everyCutAndEveryFlippedByteIsFoundKeptAsideAndNeverFatal() throws IOException {
        Path file = directory.resolve("mvm.state");
        RunRecord record = RunRecord.first(START.toEpochMilli());
        StateFile state = new StateFile(file);
        state.write(record);
        // A line for each of seven hundred damages would be of use to nobody.
        Logger logger = (Logger) LoggerFactory.getLogger("io.mvm.daemon.process");
        logger.setLevel(Level.OFF);
        try {
            damage(file, state, record);
        } finally {
            logger.setLevel(null);
        }
        assertThat(directory.resolve("mvm.state.damaged-20261121T120000Z")).exists();
    }

    private static void damage(Path file, StateFile state, RunRecord record) throws IOException {
        byte[] good = Files.readAllBytes(file);
        assertThat(state.read(START)).contains(record);
        for (int length = 0; length < good.length; length++) {
            Files.write(file, Arrays.copyOf(good, length));
            assertThat(state.read(START)).as("cut to %d bytes", length).isEmpty();
            assertThat(file).doesNotExist();
        }
        Random random = new Random(7);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= (byte) (1 << random.nextInt(7));
            Files.write(file, bad);
            Optional<RunRecord> read = state.read(START);
            // A flip may leave what was written, such as 1e1 for 10; another record it must not make.
            assertThat(read.isEmpty() || read.get().equals(record))
                    .as("byte %d: %s", i, new String(bad, StandardCharsets.UTF_8))
                    .isTrue();
        }
        Files.writeString(file, new String(good, StandardCharsets.UTF_8).replace("\"version\":1", "\"version\":2"));
        assertThat(state.read(START)).isEmpty();
    }

    @Test
    void isForTheOwnerAloneAndFollowsALink() throws IOException {
        Path real = directory.resolve("real");
        Path link = Files.createSymbolicLink(directory.resolve("mvm.state"), real);
        StateFile state = new StateFile(link);
        Files.createFile(real);
        state.write(RunRecord.first(1));
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
                .isEqualTo("rw-------");
        assertThat(state.read(START)).isPresent();
    }

    @Test
    void aPlaceThatCannotBeUsedCostsStatisticsAndNothingElse() throws IOException {
        Path file = Files.createFile(directory.resolve("file")).resolve("mvm.state");
        try (RunKeeper keeper = new RunKeeper(file, clock)) {
            keeper.save();
            assertThat(keeper.view().starts()).isEqualTo(1);
        }
        Path aDirectory = Files.createDirectory(directory.resolve("mvm.state"));
        try (RunKeeper keeper = new RunKeeper(aDirectory, clock)) {
            assertThat(keeper.view().starts()).isEqualTo(1);
        }
        assertThat(aDirectory).isEmptyDirectory();
    }

    /** The child writes as fast as it can; whenever it is killed, what is there can be read, and is not older than what it told. */
    @Test
    void killedAtAnyMomentItLeavesAFileThatCanBeRead() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path file = directory.resolve("mvm.state");
        for (int i = 0; i < KILLS; i++) {
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xshare:auto",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            file.toString())
                    .redirectError(directory.resolve("child.log").toFile())
                    .start();
            try {
                int told = child.getInputStream().read();
                assertThat(told)
                        .as("the child writes: %s", Files.readString(directory.resolve("child.log")))
                        .isEqualTo('w');
                TimeUnit.MICROSECONDS.sleep(random.nextInt(8_000));
            } finally {
                child.destroyForcibly().waitFor();
            }
            assertThat(new StateFile(file).read(START))
                    .as("kill %d, seed %d", i, seed)
                    .isPresent();
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(path -> path.getFileName().toString()).toList())
                    .as("no more than one part is left")
                    .isSubsetOf(List.of("mvm.state", ".mvm.state.part", "child.log"));
        }
    }

    /** Writes until it is killed. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) throws IOException {
            StateFile file = new StateFile(Path.of(args[0]));
            for (long i = 1; ; i++) {
                file.write(RunRecord.first(i));
                if (i == 1) {
                    System.out.write('w');
                    System.out.flush();
                }
            }
        }
    }

    private static final class SteppingClock extends Clock {
        private Instant now = START;

        void step(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
