package io.mvm.daemon.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mvm.daemon.operation.ErrorCode;
import io.mvm.daemon.operation.OperationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which files are changed in practice leads to their being read once they are as they shall be. */
class ConfigWatchTest {
    /** Shorter than the watch's own look at the files, so that the system's announcement is what is seen. */
    private static final Duration ANNOUNCED = Duration.ofMillis(3_500);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration QUIET = Duration.ofMillis(50);
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    Path directory;

    private final LogLines log = new LogLines();
    private final List<String> read = new CopyOnWriteArrayList<>();
    private volatile List<Path> files = List.of();
    private volatile List<Path> optional = List.of();
    private ConfigWatch watch;

    @BeforeEach
    void thereIsAFile() throws IOException {
        Files.writeString(conf(), "a");
        files = List.of(conf());
    }

    @AfterEach
    void close() {
        if (watch != null) {
            watch.close();
        }
        log.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("mvm-config-watch"));
    }

    @Test
    void seesAFileWrittenInPlace() throws IOException {
        watch();
        assertThat(log.lines()).containsExactly("INFO watching " + conf() + " for changes");
        Files.writeString(conf(), "b", StandardOpenOption.TRUNCATE_EXISTING);
        awaitRead("b");
        Files.writeString(conf(), "c", StandardOpenOption.APPEND);
        awaitRead("bc");
    }

    @Test
    void seesAnotherFileMovedOverIt() throws IOException {
        watch();
        for (String text : List.of("b", "c", "d")) {
            Path temporary = Files.writeString(directory.resolve("mvm.conf.tmp"), text);
            Files.move(temporary, conf(), StandardCopyOption.ATOMIC_MOVE);
            awaitRead(text);
        }
    }

    @Test
    void seesAnEditorThatPutsTheOldOneAside() throws IOException {
        watch();
        Files.move(conf(), directory.resolve("mvm.conf~"));
        Files.writeString(conf(), "b");
        awaitRead("b");
        Files.writeString(conf(), "c");
        awaitRead("c");
    }

    @Test
    void seesASymbolicLinkTurnedElsewhere() throws IOException {
        Path one = Files.writeString(
                Files.createDirectory(directory.resolve("one")).resolve("x.conf"), "a");
        Path two = Files.writeString(
                Files.createDirectory(directory.resolve("two")).resolve("y.conf"), "b");
        Path link = directory.resolve("link.conf");
        Files.createSymbolicLink(link, one);
        files = List.of(link);
        watch();
        turn(link, two);
        awaitRead("b");
        Files.writeString(two, "c");
        awaitRead("c");
        turn(link, one);
        awaitRead("a");
    }

    /** {@code mvm.conf -> ..data/mvm.conf}, {@code ..data -> ..2026_11_21}: the second link is moved over. */
    @Test
    void seesAConfigMapOfKubernetes() throws IOException {
        Path volume = Files.createDirectory(directory.resolve("volume"));
        configMap(volume, "..1", "a");
        Files.createSymbolicLink(volume.resolve("mvm.conf"), Path.of("..data", "mvm.conf"));
        files = List.of(volume.resolve("mvm.conf"));
        watch();
        for (int version = 2; version < 6; version++) {
            configMap(volume, ".." + version, "version " + version);
            Files.delete(volume.resolve(".." + (version - 1)).resolve("mvm.conf"));
            Files.delete(volume.resolve(".." + (version - 1)));
            awaitRead("version " + version);
        }
    }

    @Test
    void waitsForAFileThatIsGoneToComeBack() throws IOException {
        watch();
        Files.delete(conf());
        await().during(QUIET.multipliedBy(6)).atMost(PATIENCE).until(read::isEmpty);
        Files.writeString(conf(), "b");
        awaitRead("b");
        assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN"));
    }

    @Test
    void takesAnEmptyFileForOneThatIsBeingWritten() throws IOException {
        watch();
        Files.writeString(conf(), "");
        await().during(QUIET.multipliedBy(6)).atMost(PATIENCE).until(read::isEmpty);
        Files.writeString(conf(), "b");
        awaitRead("b");
    }

    @Test
    void saysOnceThatAFileStaysAway() throws IOException {
        watch();
        Files.delete(conf());
        String line = "WARN " + conf()
                + " is not there, or empty; the configuration in force stays, and is read anew once it is back";
        await().atMost(Duration.ofSeconds(30)).until(() -> log.lines().contains(line));
        Files.writeString(conf(), "b");
        awaitRead("b");
        assertThat(log.lines()).filteredOn(line::equals).hasSize(1);
    }

    @Test
    void seesADirectoryThatGoesAndComesBack() throws IOException {
        Path etc = Files.createDirectories(directory.resolve("etc/mvm"));
        files = List.of(Files.writeString(etc.resolve("mvm.conf"), "a"));
        watch();
        Files.delete(etc.resolve("mvm.conf"));
        Files.delete(etc);
        Files.delete(etc.getParent());
        Files.createDirectories(etc);
        Files.writeString(etc.resolve("mvm.conf"), "b");
        awaitRead("b");
        // Another directory in its place, as a deployment by rename has it.
        Path next = Files.createDirectories(directory.resolve("next/mvm"));
        Files.writeString(next.resolve("mvm.conf"), "c");
        Files.move(etc.getParent(), directory.resolve("before"));
        Files.move(next.getParent(), etc.getParent());
        awaitRead("c");
        Files.writeString(etc.resolve("mvm.conf"), "d");
        awaitRead("d");
    }

    @Test
    void seesTheSecondFileToo() throws IOException {
        Path labels = Files.writeString(directory.resolve("labels.conf"), "x");
        files = List.of(conf(), labels);
        watch();
        Files.writeString(labels, "y");
        awaitRead("a|y");
        Path other = Files.writeString(directory.resolve("other.conf"), "o");
        files = List.of(conf(), other);
        Files.writeString(conf(), "b");
        awaitRead("b|o");
        Files.writeString(other, "p");
        awaitRead("b|p");
    }

    @Test
    void readsAFileThatNoLongerNamesOneThatIsGone() throws IOException {
        Path labels = Files.writeString(directory.resolve("labels.conf"), "x");
        files = List.of(conf(), labels, directory.resolve("never.conf"));
        watch = new ConfigWatch(
                this::watched,
                () -> {
                    files = List.of(conf());
                    read();
                },
                QUIET,
                CLOCK,
                Instant.now());
        Files.delete(labels);
        await().during(QUIET.multipliedBy(6)).atMost(PATIENCE).until(read::isEmpty);
        Files.writeString(conf(), "b");
        awaitRead("b");
    }

    @Test
    void readsWhatIsNotAwaitedAlsoWhenItComesAndGoes() throws IOException {
        Path one = directory.resolve("d/one.conf");
        optional = List.of(one);
        watch();
        Files.createDirectory(one.getParent());
        Files.writeString(one, "1");
        awaitRead("a|1");
        Files.move(Files.writeString(directory.resolve("d/next"), "2"), one, StandardCopyOption.ATOMIC_MOVE);
        awaitRead("a|2");
        Files.delete(one);
        awaitRead("a|-");
        Path other = Files.writeString(directory.resolve("other"), "3");
        Files.createSymbolicLink(one, other);
        awaitRead("a|3");
        turn(one, Files.writeString(directory.resolve("another"), "4"));
        awaitRead("a|4");
        Files.delete(one);
        Files.delete(one.getParent());
        awaitRead("a|-");
        assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN"));
    }

    @Test
    void waitsForTheFirstFileWhateverElseChanges() throws IOException {
        Path etc = Files.createDirectory(directory.resolve("etc"));
        Path main = Files.writeString(etc.resolve("mvm.conf"), "a");
        Path one = Files.writeString(etc.resolve("one.conf"), "1");
        files = List.of(main);
        optional = List.of(one);
        watch();
        Files.delete(one);
        Files.delete(main);
        await().during(QUIET.multipliedBy(6)).atMost(PATIENCE).until(read::isEmpty);
        Files.writeString(one, "2");
        await().during(QUIET.multipliedBy(6)).atMost(PATIENCE).until(read::isEmpty);
        Files.writeString(main, "b");
        awaitRead("b|2");
        assertThat(read).containsExactly("b|2");
        assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR"));
    }

    @Test
    void makesOneReloadOfChangesToSeveralFiles() throws IOException {
        Path one = Files.writeString(directory.resolve("one.conf"), "1");
        optional = List.of(one, directory.resolve("two.conf"));
        watch = new ConfigWatch(this::watched, this::read, Duration.ofMillis(500), CLOCK, Instant.now());
        Files.writeString(one, "2");
        Files.writeString(conf(), "b");
        Files.writeString(directory.resolve("two.conf"), "3");
        awaitRead("b|2|3");
        await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> read.size() == 1);
    }

    /** It is watched only from now on, and must not be missed for that. */
    @Test
    void readsAgainWhatIsWrittenBetweenReadingItAndWatchingIt() throws IOException {
        Path one = Files.writeString(directory.resolve("one.conf"), "1");
        watch = new ConfigWatch(
                this::watched,
                () -> {
                    boolean first = read.isEmpty();
                    optional = List.of(one);
                    read();
                    if (first) {
                        rewrite(one, "2");
                    }
                },
                QUIET,
                CLOCK,
                Instant.now());
        Files.writeString(conf(), "b");
        awaitRead("b|2");
        assertThat(read).containsExactly("b|1", "b|2");
    }

    /** Its time of change is later beyond doubt: file systems tell it in ticks. */
    private static void rewrite(Path file, String text) {
        try {
            Files.writeString(file, text);
            Files.setLastModifiedTime(file, FileTime.from(CLOCK.instant().plusMillis(20)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void makesOneReloadOfManyChanges() throws IOException {
        watch = new ConfigWatch(this::watched, this::read, Duration.ofMillis(500), CLOCK, Instant.now());
        for (int i = 0; i < 50; i++) {
            Files.writeString(conf(), "change " + i);
        }
        awaitRead("change 49");
        await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> read.size() == 1);
    }

    @Test
    void readsInTheEndWhatNeverComesToRest() throws IOException {
        watch = new ConfigWatch(this::watched, this::read, Duration.ofMinutes(10), CLOCK, Instant.now());
        Files.writeString(conf(), "b");
        await().atMost(PATIENCE).until(() -> read.equals(List.of("b")));
    }

    @Test
    void readsWhatWasWrittenBeforeItBeganToWatch() throws IOException {
        Files.writeString(conf(), "b");
        watch = new ConfigWatch(
                this::watched,
                this::read,
                QUIET,
                CLOCK,
                Files.getLastModifiedTime(conf()).toInstant().minusMillis(1));
        awaitRead("b");
    }

    @Test
    void goesOnAfterARefusal() throws IOException {
        watch = new ConfigWatch(
                this::watched,
                () -> {
                    read();
                    if (read.size() == 1) {
                        throw new OperationException(ErrorCode.INVALID_CONFIGURATION, "refused");
                    }
                    if (read.size() == 2) {
                        throw new IllegalStateException("broken");
                    }
                },
                QUIET,
                CLOCK,
                Instant.now());
        for (String text : List.of("b", "c", "d")) {
            Files.writeString(conf(), text);
            awaitRead(text);
        }
        assertThat(log.lines()).contains("ERROR reading the configuration anew failed: broken; the one in force stays");
    }

    @Test
    void hasNothingToWatchWithoutAFileUntilThereIsOne() throws IOException {
        files = List.of();
        watch();
        assertThat(log.lines())
                .containsExactly(
                        "INFO there is no configuration file to watch; one that appears is read at the next reload");
        files = List.of(conf());
        await().atMost(PATIENCE).until(() -> log.lines().size() == 2);
        Files.writeString(conf(), "b");
        awaitRead("b");
    }

    private void watch() {
        watch = new ConfigWatch(this::watched, this::read, QUIET, CLOCK, Instant.now());
    }

    private List<WatchedFile> watched() {
        List<WatchedFile> watched = new ArrayList<>();
        files.forEach(file -> watched.add(new WatchedFile(file, true)));
        optional.forEach(file -> watched.add(new WatchedFile(file, false)));
        return watched;
    }

    private void read() {
        StringBuilder text = new StringBuilder();
        for (WatchedFile file : watched()) {
            try {
                text.append(text.isEmpty() ? "" : "|")
                        .append(file.awaited() || Files.exists(file.path()) ? Files.readString(file.path()) : "-");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        read.add(text.toString());
    }

    private void awaitRead(String text) {
        await().atMost(ANNOUNCED)
                .until(() -> !read.isEmpty() && read.get(read.size() - 1).equals(text));
    }

    private Path conf() {
        return directory.resolve("mvm.conf");
    }

    private static void turn(Path link, Path target) throws IOException {
        Path temporary = link.resolveSibling("turning");
        Files.createSymbolicLink(temporary, target);
        Files.move(temporary, link, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void configMap(Path volume, String version, String text) throws IOException {
        Files.writeString(Files.createDirectory(volume.resolve(version)).resolve("mvm.conf"), text);
        Path temporary = volume.resolve("..data_tmp");
        Files.createSymbolicLink(temporary, Path.of(version));
        Files.move(temporary, volume.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }
}
