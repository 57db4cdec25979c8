package io.mvm.daemon.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mvm.config.ConfigLoader;
import io.mvm.config.LabelsFile;
import io.mvm.config.MvmConfig;
import io.mvm.daemon.operation.ErrorCode;
import io.mvm.daemon.operation.OperationException;
import io.mvm.daemon.operation.ReloadReport;
import io.mvm.view.ReloadView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloaderTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_700_000_000_000L), ZoneOffset.UTC);
    private static final String MS =
            "\\d+\\.\\d ms \\(load \\d+\\.\\d, validate \\d+\\.\\d, swap \\d+\\.\\d; grade [ABCDF]\\)";

    @TempDir
    Path directory;

    private final LogLines log = new LogLines();
    private final List<MvmConfig> taken = new ArrayList<>();
    private Set<String> behind = Set.of();
    private List<String> told = List.of();

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void takesOverWhatCanChangeAndNamesWhatNeedsARestart() throws IOException {
        Reloader reloader = reloader("sync.batch-size = 100\ndatabase.path = \"/a.db\"");
        write("sync.batch-size = 300\nsync.start-block = 7\ndatabase.path = \"/b.db\"");
        ReloadReport report = reloader.reload("ctl");
        assertThat(report.file()).isEqualTo(file().toString());
        assertThat(report.applied()).containsExactly("sync.batch-size");
        assertThat(report.needRestart()).containsExactly("database.path", "sync.start-block");
        assertThat(report.grade()).isEqualTo(Grade.of(report.total()).name());
        assertThat(List.of(report.load(), report.validate(), report.swap()))
                .allMatch(time -> time.compareTo(Duration.ZERO) > 0);
        assertThat(taken).singleElement().matches(config -> config.sync().batchSize() == 300);
        List<String> lines = log.lines();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).matches("INFO configuration read anew \\(ctl\\) from " + file() + " in " + MS);
        assertThat(lines.get(1)).isEqualTo("INFO sync.batch-size is 300 now, was 100");
        assertThat(lines.get(2))
                .isEqualTo("WARN changed, and in force after a restart only: database.path, sync.start-block");
    }

    @Test
    void keepsNamingWhatNeedsARestartUntilItIsSetBack() throws IOException {
        Reloader reloader = reloader("sync.start-block = 5");
        write("sync.start-block = 6");
        assertThat(reloader.reload("ctl").needRestart()).containsExactly("sync.start-block");
        write("sync.start-block = 6\nsync.concurrency = 3");
        ReloadReport second = reloader.reload("ctl");
        assertThat(second.needRestart()).containsExactly("sync.start-block");
        assertThat(second.applied()).containsExactly("sync.concurrency");
        write("sync.start-block = 5\nsync.concurrency = 3");
        ReloadReport third = reloader.reload("ctl");
        assertThat(third.needRestart()).isEmpty();
        assertThat(third.applied()).isEmpty();
    }

    @Test
    void refusesAnInvalidOneWithAllItsProblemsAndChangesNothing() throws IOException {
        Reloader reloader = reloader("sync.batch-size = 100");
        reloader.reload("ctl");
        write("sync.batch-size = 0\nsync.bach-size = 3\nrpc.timeout = soon");
        OperationException refused = refused(() -> reloader.reload("SIGHUP"));
        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
        assertThat(refused).hasMessage("the configuration has 3 problems; nothing is changed");
        assertThat(refused.details())
                .hasSize(3)
                .anyMatch(problem -> problem.startsWith(file() + ":1: 'sync.batch-size' is 0, expected"))
                .anyMatch(problem ->
                        problem.contains(":2: 'sync.bach-size' is not a key; did you mean 'sync.batch-size'?"))
                .anyMatch(problem -> problem.contains(":3: 'rpc.timeout' is \"soon\""));
        assertThat(taken).hasSize(1);
        assertThat(log.lines().subList(1, 2))
                .containsExactly("ERROR the configuration in " + file()
                        + " (SIGHUP) has 3 problems and is not used; the one in force stays:");
        assertThat(log.lines().subList(2, 5)).allMatch(line -> line.startsWith("ERROR   " + file() + ":"));
        ReloadView view = reloader.view();
        assertThat(view.lastSuccessful()).isFalse();
        assertThat(view.failures()).isEqualTo(1);
        assertThat(view.reloads()).isEqualTo(1);
        assertThat(view.lastMs()).isEqualTo(CLOCK.millis());

        write("sync.batch-size = 101");
        assertThat(reloader.reload("SIGHUP").applied()).containsExactly("sync.batch-size");
        assertThat(reloader.view().lastSuccessful()).isTrue();
    }

    @Test
    void refusesWhatIsWrongWithAFileItNames() throws IOException {
        Path labels = directory.resolve("labels.conf");
        Files.writeString(labels, "labels {}");
        Reloader reloader = reloader("validator.labels-file = \"" + labels + "\"");
        assertThat(reloader.files()).containsExactly(awaited(file()), awaited(labels));
        Files.writeString(labels, "labels { nobody = X }");
        OperationException refused = refused(() -> reloader.reload("ctl"));
        assertThat(refused).hasMessage("the configuration has a problem; nothing is changed");
        assertThat(refused.details())
                .singleElement()
                .asString()
                .contains("labels.conf:1: \"nobody\" is no sidechain key");
        assertThat(taken).isEmpty();
    }

    @Test
    void watchesTheLabelsOfAConfigurationThatWasRefusedForThem() throws IOException {
        Reloader reloader = reloader("");
        Path labels = directory.resolve("labels.conf");
        write("validator.labels-file = \"" + labels + "\"");
        refused(() -> reloader.reload("ctl"));
        assertThat(reloader.files()).containsExactly(awaited(file()), awaited(labels));
    }

    @Test
    void followsTheFilesThatAreIncluded() throws IOException {
        Path one = Files.writeString(directory.resolve("one.conf"), "sync.batch-size = 100");
        Path two = directory.resolve("two.conf");
        Reloader reloader = reloader("include required(\"one.conf\")");
        assertThat(reloader.files()).containsExactly(awaited(file()), awaited(one));
        Files.writeString(one, "sync.batch-size = 200\ninclude \"two.conf\"");
        ReloadReport report = reloader.reload("ctl");
        assertThat(report.applied()).containsExactly("sync.batch-size");
        assertThat(report.included()).containsExactly(one.toString());
        assertThat(reloader.files()).containsExactly(awaited(file()), awaited(one), new WatchedFile(two, false));
        Files.writeString(two, "sync.batch-size = 300");
        report = reloader.reload("ctl");
        assertThat(report.applied()).containsExactly("sync.batch-size");
        assertThat(report.included()).containsExactly(one.toString(), two.toString());
        assertThat(reloader.included()).isEqualTo(report.included());
        assertThat(log.lines())
                .anyMatch(line -> line.startsWith(
                        "INFO configuration read anew (ctl) from " + file() + " with " + one + " and " + two + " in "));
        write("sync.batch-size = 300");
        assertThat(reloader.reload("ctl").included()).isEmpty();
        assertThat(reloader.files()).containsExactly(awaited(file()));
    }

    @Test
    void watchesWhatMustBeMendedBesidesWhatIsInForce() throws IOException {
        Path old = Files.writeString(directory.resolve("old.conf"), "");
        Path one = Files.writeString(directory.resolve("one.conf"), "include \"broken.conf\"");
        Path broken = Files.writeString(directory.resolve("broken.conf"), "\nsync.batch-size = ]");
        Reloader reloader = reloader("include \"old.conf\"");
        write("include \"one.conf\"");
        assertThat(refused(() -> reloader.reload("ctl")).details())
                .singleElement()
                .asString()
                .startsWith(broken + ":2: ");
        assertThat(taken).isEmpty();
        assertThat(reloader.included()).containsExactly(old.toString());
        assertThat(reloader.files()).extracting(WatchedFile::path).containsExactly(file(), old, one, broken);
        Files.writeString(broken, "sync.batch-size = 5");
        assertThat(reloader.reload("ctl").applied()).containsExactly("sync.batch-size");
        assertThat(reloader.files()).extracting(WatchedFile::path).containsExactly(file(), one, broken);
    }

    @Test
    void watchesFilesOfSecretsOnlyWhileAConfigurationIsRefused() throws IOException {
        Path secret = directory.resolve("api.key");
        Reloader reloader = reloader("");
        write("api.api-key-file = \"" + secret + "\"");
        assertThat(refused(() -> reloader.reload("ctl")).details())
                .containsExactly(file() + ":1: 'api.api-key-file' is " + secret + ", which does not exist");
        assertThat(reloader.files()).containsExactly(awaited(file()), awaited(secret));
        Files.writeString(secret, "hunter2hunter2hunter2");
        ReloadReport report = reloader.reload("ctl");
        assertThat(report.applied()).containsExactly("api.api-key-file");
        assertThat(reloader.files()).containsExactly(awaited(file()));
        assertThat(log.lines().toString() + report).doesNotContain("hunter2");
    }

    @Test
    void watchesWhatTheFileOfLabelsIncludes() throws IOException {
        Path labels = Files.writeString(directory.resolve("labels.conf"), "labels {}\ninclude \"more.conf\"");
        Reloader reloader = reloader("validator.labels-file = \"" + labels + "\"");
        assertThat(reloader.files())
                .containsExactly(
                        awaited(file()), awaited(labels), new WatchedFile(directory.resolve("more.conf"), false));
    }

    private static WatchedFile awaited(Path file) {
        return new WatchedFile(file, true);
    }

    @Test
    void readsTheFileInUseAndNeverAnotherInItsPlace() throws IOException {
        Reloader reloader = reloader("sync.batch-size = 100");
        Files.delete(file());
        assertThat(refused(() -> reloader.reload("ctl")).details()).containsExactly(file() + ": does not exist");
        assertThat(taken).isEmpty();
    }

    @Test
    void checksAnotherFileWithoutTakingItOver() throws IOException {
        Reloader reloader = reloader("sync.batch-size = 100");
        Path other = directory.resolve("other.conf");
        Files.writeString(
                other, "sync.batch-size = 200\nexporter.bind = \"127.0.0.1:1\"\nvalidator.labels-file = \"/x\"");
        Files.writeString(directory.resolve("wrong.conf"), "sync.batch-size = -1");
        assertThat(refused(() -> reloader.validate(Optional.of(other))).details())
                .singleElement()
                .asString()
                .contains("/x: does not exist");
        Files.writeString(other, "sync.batch-size = 200\nexporter.bind = \"127.0.0.1:1\"");
        ReloadReport report = reloader.validate(Optional.of(other));
        assertThat(report.file()).isEqualTo(other.toString());
        assertThat(report.applied()).containsExactly("sync.batch-size");
        assertThat(report.needRestart()).containsExactly("exporter.bind");
        assertThat(report.swap()).isZero();
        assertThat(refused(() -> reloader.validate(Optional.of(directory.resolve("wrong.conf"))))
                        .details())
                .singleElement()
                .asString()
                .contains("wrong.conf:1: 'sync.batch-size' is -1");
        assertThat(reloader.validate(Optional.empty()).applied()).isEmpty();
        assertThat(reloader.files()).containsExactly(awaited(file()));
        assertThat(taken).isEmpty();
        assertThat(log.lines()).isEmpty();
        assertThat(reloader.view()).isEqualTo(ReloadView.atStart(CLOCK.millis(), file().toString()));
    }

    @Test
    void showsNoSecret() throws IOException {
        Reloader reloader = reloader("rpc.urls = [\"http://user:hunter2secret@localhost:9944\"]");
        write("rpc.urls = [\"http://user:other3secret@localhost:9944\"]");
        ReloadReport report = reloader.reload("ctl");
        assertThat(report.needRestart()).as("a secret that changed").containsExactly("rpc.urls");
        assertThat(log.lines().toString() + report).doesNotContain("secret");
    }

    @Test
    void namesWhatChangedInFilesAndWhatIsToBeKnown() throws IOException {
        Reloader reloader = reloader("");
        behind = Set.of("validator.labels-file");
        told = List.of("the loop is busy");
        ReloadReport report = reloader.reload("file change");
        assertThat(report.applied()).containsExactly("validator.labels-file");
        assertThat(report.warnings()).containsExactly("the loop is busy");
        assertThat(log.lines().subList(1, 3))
                .containsExactly("INFO validator.labels-file changed and is in force", "WARN the loop is busy");
    }

    @Test
    void keepsStatisticsOfWhatSucceeded() throws IOException {
        Reloader reloader = reloader("");
        assertThat(reloader.view()).isEqualTo(ReloadView.atStart(CLOCK.millis(), file().toString()));
        double sum = 0;
        double fastest = Double.MAX_VALUE;
        double slowest = 0;
        for (int i = 1; i <= 5; i++) {
            double seconds = reloader.reload("ctl").total().toNanos() / 1e9;
            sum += seconds;
            fastest = Math.min(fastest, seconds);
            slowest = Math.max(slowest, seconds);
            ReloadView view = reloader.view();
            assertThat(view.reloads()).isEqualTo(i);
            assertThat(view.lastSeconds()).isEqualTo(seconds);
            assertThat(view.fastestSeconds()).isEqualTo(fastest);
            assertThat(view.slowestSeconds()).isEqualTo(slowest);
            assertThat(view.averageSeconds()).isCloseTo(sum / i, org.assertj.core.data.Offset.offset(1e-9));
        }
    }

    @Test
    void gradesByTheTotal() {
        assertThat(Grade.of(Duration.ofMillis(20))).isEqualTo(Grade.A);
        assertThat(Grade.of(Duration.ofMillis(20).plusNanos(1))).isEqualTo(Grade.B);
        assertThat(Grade.of(Duration.ofMillis(50))).isEqualTo(Grade.B);
        assertThat(Grade.of(Duration.ofMillis(100))).isEqualTo(Grade.C);
        assertThat(Grade.of(Duration.ofMillis(200))).isEqualTo(Grade.D);
        assertThat(Grade.of(Duration.ofMillis(201))).isEqualTo(Grade.F);
        assertThat(Grade.of(Duration.ofDays(1_000))).isEqualTo(Grade.F);
    }

    @Test
    void reloadsOneAtATime() throws Exception {
        write("");
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Reloader reloader = new Reloader(
                load(Optional.empty()),
                this::load,
                (running, config) -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    entered.countDown();
                    waitFor(go);
                    inside.decrementAndGet();
                    return takeover(running, config);
                },
                CLOCK);
        CompletableFuture<ReloadReport> first = CompletableFuture.supplyAsync(() -> reloader.reload("one"));
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<ReloadReport> second = CompletableFuture.supplyAsync(() -> reloader.reload("two"));
        go.countDown();
        first.get(10, TimeUnit.SECONDS);
        second.get(10, TimeUnit.SECONDS);
        assertThat(most.get()).isEqualTo(1);
        assertThat(reloader.view().reloads()).isEqualTo(2);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static OperationException refused(ThrowingCallable call) {
        OperationException refused = catchThrowableOfType(OperationException.class, call);
        assertThat(refused).as("a refusal").isNotNull();
        return refused;
    }

    private Reloader reloader(String text) throws IOException {
        write(text);
        return new Reloader(load(Optional.empty()), this::load, this::takeover, CLOCK);
    }

    private MvmConfig load(Optional<Path> named) {
        return ConfigLoader.load(Optional.of(named.orElse(file())), Map.of(), Map.of());
    }

    private Takeover takeover(MvmConfig running, MvmConfig config) {
        config.requireSecrets();
        config.validator().labelsFile().ifPresent(LabelsFile::read);
        return new Takeover() {
            @Override
            public Set<String> changedBehind() {
                return behind;
            }

            @Override
            public List<String> apply(String by) {
                taken.add(config);
                return told;
            }
        };
    }

    private Path file() {
        return directory.resolve("mvm.conf");
    }

    private void write(String text) throws IOException {
        Files.writeString(file(), text);
    }
}
