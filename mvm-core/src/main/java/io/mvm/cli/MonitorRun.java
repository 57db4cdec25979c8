package io.mvm.cli;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.SharedMetricRegistries;
import io.mvm.BuildInfo;
import io.mvm.config.MvmConfig;
import io.mvm.daemon.Daemon;
import io.mvm.daemon.MonitorSettings;
import io.mvm.daemon.operation.ErrorCode;
import io.mvm.daemon.operation.OperationException;
import io.mvm.daemon.process.PidFile;
import io.mvm.daemon.process.SystemdNotifier;
import io.mvm.daemon.reload.ConfigSource;
import io.mvm.view.ProcessView;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a monitor by a configuration until it ends by itself or a signal stops it. */
final class MonitorRun {
    private static final Logger LOG = LoggerFactory.getLogger("io.mvm");
    /** Where the exporter's agent looks for timers and counters. */
    private static final String REGISTRY = "mvm";

    private final MvmConfig config;
    private final ConfigSource source;
    private final CommandEnvironment environment;
    private final LiveLine line;

    /**
     * By a configuration.
     *
     * @param config as read at the start
     * @param source reads it anew
     */
    MonitorRun(MvmConfig config, ConfigSource source, CommandEnvironment environment) {
        this.config = config;
        this.source = source;
        this.environment = environment;
        this.line = new LiveLine(environment.err(), Terminal.error());
    }

    /**
     * Monitors until told to stop.
     *
     * @param once whether to end when everything is stored
     * @param background whether the launcher waits to hear that it runs
     * @return exit status
     * @throws CommandFailure if the log file or the PID file cannot be had
     */
    int run(boolean once, boolean background) throws InterruptedException {
        LogPlan logs = LogPlan.of(config, environment.env());
        if (background) {
            logs = logs.inBackground();
        }
        Logging.configure(logs);
        new StartBanner(config, logs, MonitorSettings.rpc(config).shownUrls())
                .lines(BuildInfo.current(), Runtime.getRuntime().maxMemory())
                .forEach(LOG::info);
        Optional<PidFile> pidFile = takePidFile();
        try {
            return follow(once, background, logs);
        } finally {
            pidFile.ifPresent(PidFile::close);
        }
    }

    private int follow(boolean once, boolean background, LogPlan logs) throws InterruptedException {
        AtomicReference<Daemon> running = new AtomicReference<>();
        CompletableFuture<Throwable> fatal = new CompletableFuture<>();
        MetricRegistry metrics = SharedMetricRegistries.getOrCreate(REGISTRY);
        try (Signals signals = new Signals(Terminal.attached(), () -> ending(running.get(), "stopping took too long"));
                Daemon daemon = new Daemon(
                        config,
                        source,
                        once,
                        process(),
                        metrics,
                        environment.clock(),
                        line::show,
                        applied -> Logging.adapt(applied.logging()),
                        SystemdNotifier.of(environment.env()))) {
            running.set(daemon);
            Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
                daemon.fatal(thread, failure);
                // Nothing can be relied on after these.
                if (failure instanceof VirtualMachineError) {
                    fatal.complete(failure);
                }
            });
            signals.onHangup(() -> reload(daemon));
            if (background) {
                Background.detach(environment.err(), logs);
            }
            return awaitEnd(daemon, signals, fatal);
        }
    }

    private int awaitEnd(Daemon daemon, Signals signals, CompletableFuture<Throwable> fatal)
            throws InterruptedException {
        try {
            Object by = CompletableFuture.anyOf(daemon.ended(), daemon.stopAsked(), signals.asked(), fatal)
                    .get();
            if (by instanceof Throwable failure) {
                throw new CommandFailure(ExitStatus.FAILED, "ended by " + failure + "; the log has more");
            }
            daemon.ending(by == null ? "everything was stored" : by.toString());
            return ExitStatus.OK;
        } catch (ExecutionException e) {
            daemon.ending("syncing failed: " + e.getCause().getMessage());
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("syncing ended", e.getCause());
        } finally {
            line.end();
        }
    }

    private static void ending(Daemon daemon, String why) {
        if (daemon != null) {
            daemon.overdue(why);
        }
    }

    /** What is wrong with a configuration the reload says itself. */
    private static void reload(Daemon daemon) {
        try {
            daemon.reload("SIGHUP");
        } catch (OperationException e) {
            if (e.code() != ErrorCode.INVALID_CONFIGURATION) {
                LOG.warn("SIGHUP changes nothing: {}", e.getMessage());
            }
        }
    }

    private Optional<PidFile> takePidFile() {
        try {
            return config.daemon().pidFile().map(PidFile::take);
        } catch (PidFile.RefusedException e) {
            throw new CommandFailure(e.running() ? ExitStatus.FAILED : ExitStatus.HOPELESS, e.getMessage());
        }
    }

    private ProcessView process() {
        BuildInfo build = BuildInfo.current();
        return new ProcessView(
                build.version(),
                build.revision(),
                build.java(),
                ProcessHandle.current().pid(),
                environment.clock().millis());
    }
}
