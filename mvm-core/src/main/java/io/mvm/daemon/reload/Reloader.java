package io.mvm.daemon.reload;

import io.mvm.config.ConfigException;
import io.mvm.config.IncludedFile;
import io.mvm.config.LabelsFile;
import io.mvm.config.LiveKeys;
import io.mvm.config.MvmConfig;
import io.mvm.config.Problem;
import io.mvm.daemon.operation.ErrorCode;
import io.mvm.daemon.operation.OperationException;
import io.mvm.daemon.operation.ReloadReport;
import io.mvm.view.ReloadView;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads the configuration anew and has it taken over: the whole of it is checked before anything changes, and what is invalid
 * changes nothing. One reload at a time, whoever asks. Safe for any thread.
 *
 * <p>A reload reads the file in use, never another that would be found in its place; only a daemon started without one takes
 * up the first that is found.
 */
public final class Reloader {
    /** So long a reload waits for one in progress, which takes milliseconds unless a disk hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Longer values, such as a list of validators, are not worth a line of the log. */
    private static final int LONGEST_SHOWN = 60;

    private final ConfigSource source;
    private final ConfigCheck checks;
    private final Clock clock;
    private final ReentrantLock alone = new ReentrantLock();
    /** What holds of keys that need a restart. */
    private final MvmConfig started;
    /** What holds of all others. */
    private volatile MvmConfig running;
    /** Whose change is worth a reload. */
    private volatile List<WatchedFile> files;

    private volatile ReloadView view;
    private long sumNanos;

    /**
     * Changes nothing yet.
     *
     * @param started the configuration in force
     * @param source reads it anew
     * @param checks everything that must hold before a configuration is taken over
     * @param clock the time
     */
    public Reloader(MvmConfig started, ConfigSource source, ConfigCheck checks, Clock clock) {
        this.started = started;
        this.running = started;
        this.files = files(started, List.of());
        this.source = source;
        this.checks = checks;
        this.clock = clock;
        this.view = ReloadView.atStart(clock.millis(), name(started));
    }

    /**
     * Reads the configuration anew and takes over what can change while running. An invalid one changes nothing.
     *
     * @param by who asks, for the log
     * @throws OperationException with every problem if the configuration is invalid, or if another reload does not end
     */
    public ReloadReport reload(String by) {
        begin();
        try {
            Checked checked = check(fileInUse(), true);
            long before = System.nanoTime();
            List<String> told = checked.takeover.apply(by);
            Duration swap = Duration.ofNanos(System.nanoTime() - before);
            ReloadReport report = report(checked, swap, told);
            MvmConfig was = running;
            running = checked.config;
            files = files(running, List.of());
            succeeded(report);
            say(by, report, was);
            return report;
        } catch (OperationException e) {
            if (e.code() == ErrorCode.INVALID_CONFIGURATION) {
                refused();
                ReloadLog.refused(by, name(running), e.details().size());
                e.details().forEach(ReloadLog::problem);
            }
            throw e;
        } finally {
            alone.unlock();
        }
    }

    /**
     * Checks a configuration file as a reload would, changes nothing and counts nothing. The report says what a reload would
     * do; its time to swap is none.
     *
     * @param file empty: the one in use
     * @throws OperationException with every problem if it is invalid
     */
    public ReloadReport validate(Optional<Path> file) {
        return report(check(file.or(this::fileInUse), false), Duration.ZERO, List.of());
    }

    /** How reloading has gone. */
    public ReloadView view() {
        return view;
    }

    /**
     * The files whose change is worth a reload: those that make up the newest configuration, be it refused, the one that names
     * the others first. Where it was refused those that may be why are among them.
     */
    public List<WatchedFile> files() {
        return files;
    }

    /** The files that the one of the configuration in force includes. */
    public List<String> included() {
        return included(running);
    }

    private static List<String> included(MvmConfig config) {
        return config.files().stream().skip(1).map(Path::toString).toList();
    }

    private static List<WatchedFile> files(MvmConfig config, List<IncludedFile> more) {
        Map<Path, WatchedFile> files = new LinkedHashMap<>();
        config.file().ifPresent(file -> add(files, file, true));
        config.includes().forEach(file -> add(files, file.path(), file.required()));
        more.forEach(file -> add(files, file.path(), file.required()));
        config.validator().labelsFile().ifPresent(file -> {
            add(files, file, true);
            LabelsFile.includes(file).forEach(included -> add(files, included.path(), included.required()));
        });
        return List.copyOf(files.values());
    }

    private static void add(Map<Path, WatchedFile> files, Path file, boolean awaited) {
        files.putIfAbsent(file, new WatchedFile(file, awaited));
    }

    private void begin() {
        try {
            if (alone.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new OperationException(
                ErrorCode.RELOAD_IN_PROGRESS,
                "another reload is in progress and did not end within " + PATIENCE.toSeconds()
                        + " s; nothing was read, try again");
    }

    private Optional<Path> fileInUse() {
        return running.file();
    }

    /** A configuration that could be taken over, and how long it took to know. */
    private record Checked(
            MvmConfig config, Takeover takeover, Set<String> changedBehind, Duration load, Duration validate) {}

    private Checked check(Optional<Path> file, boolean follow) {
        try {
            long begun = System.nanoTime();
            MvmConfig config = load(file, follow);
            long loaded = System.nanoTime();
            Takeover takeover = checked(config, follow);
            return new Checked(
                    config,
                    takeover,
                    takeover.changedBehind(),
                    Duration.ofNanos(loaded - begun),
                    Duration.ofNanos(System.nanoTime() - loaded));
        } catch (ConfigException e) {
            throw invalid(e.problems().stream().map(Problem::toString).toList(), e);
        } catch (IllegalArgumentException e) {
            throw invalid(List.of(String.valueOf(e.getMessage())), e);
        }
    }

    private MvmConfig load(Optional<Path> file, boolean follow) {
        try {
            return source.load(file);
        } catch (ConfigException e) {
            if (follow) {
                files = files(running, e.includes());
            }
            throw e;
        }
    }

    private Takeover checked(MvmConfig config, boolean follow) {
        try {
            return checks.check(running, config);
        } catch (ConfigException | IllegalArgumentException e) {
            if (follow) {
                // A secret that cannot be read may be why, and is not watched otherwise: it is read when it is used.
                files = files(
                        config,
                        config.secretFiles().stream()
                                .map(secret -> new IncludedFile(secret, true, true))
                                .toList());
            }
            throw e;
        }
    }

    private static OperationException invalid(List<String> problems, RuntimeException cause) {
        return new OperationException(
                ErrorCode.INVALID_CONFIGURATION,
                "the configuration has " + (problems.size() == 1 ? "a problem" : problems.size() + " problems")
                        + "; nothing is changed",
                problems,
                cause);
    }

    private ReloadReport report(Checked checked, Duration swap, List<String> told) {
        SortedSet<String> applied = new TreeSet<>(checked.config.changedSince(running));
        applied.removeIf(key -> !LiveKeys.isLive(key));
        applied.addAll(checked.changedBehind);
        SortedSet<String> needRestart = new TreeSet<>(checked.config.changedSince(started));
        needRestart.removeIf(LiveKeys::isLive);
        List<String> warnings = new ArrayList<>(checked.config.warnings());
        warnings.addAll(told);
        return new ReloadReport(
                name(checked.config),
                included(checked.config),
                List.copyOf(applied),
                List.copyOf(needRestart),
                warnings,
                checked.load,
                checked.validate,
                swap,
                Grade.of(checked.load.plus(checked.validate).plus(swap)).name());
    }

    private void succeeded(ReloadReport report) {
        ReloadView before = view;
        double seconds = report.total().toNanos() / 1e9;
        sumNanos += report.total().toNanos();
        long reloads = before.reloads() + 1;
        view = new ReloadView(
                true,
                clock.millis(),
                reloads,
                before.failures(),
                seconds,
                before.fastestSeconds() == null ? seconds : Math.min(before.fastestSeconds(), seconds),
                before.slowestSeconds() == null ? seconds : Math.max(before.slowestSeconds(), seconds),
                sumNanos / 1e9 / reloads,
                report.grade(),
                report.file());
    }

    private void refused() {
        ReloadView before = view;
        view = new ReloadView(
                false,
                clock.millis(),
                before.reloads(),
                before.failures() + 1,
                before.lastSeconds(),
                before.fastestSeconds(),
                before.slowestSeconds(),
                before.averageSeconds(),
                before.grade(),
                before.file());
    }

    private void say(String by, ReloadReport report, MvmConfig was) {
        ReloadLog.reloaded(by, report);
        for (String key : report.applied()) {
            String before = shown(was, key);
            String now = shown(running, key);
            if (before == null || now == null || before.equals(now)) {
                ReloadLog.applied(key);
            } else {
                ReloadLog.applied(key, before, now);
            }
        }
        if (!report.needRestart().isEmpty()) {
            ReloadLog.needRestart(report.needRestart());
        }
        report.warnings().forEach(ReloadLog::warning);
    }

    /** A value as it may be shown, secrets masked; null if it is too long for a line. */
    private static String shown(MvmConfig config, String key) {
        return config.settings().stream()
                .filter(setting -> setting.key().equals(key))
                .map(setting -> setting.value() == null ? "none" : setting.value())
                .filter(value -> value.length() <= LONGEST_SHOWN)
                .findFirst()
                .orElse(null);
    }

    private static String name(MvmConfig config) {
        return config.file().map(Path::toString).orElse(null);
    }
}
