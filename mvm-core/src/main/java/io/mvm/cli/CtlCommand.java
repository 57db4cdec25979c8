package io.mvm.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.mvm.config.ConfigException;
import io.mvm.daemon.control.ControlClient;
import io.mvm.daemon.control.ControlException;
import io.mvm.daemon.control.RefusedException;
import io.mvm.daemon.operation.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code mvm ctl}: what may be asked of a running daemon. */
@Command(
        name = "ctl",
        description =
                "Controls the daemon that runs on this machine, through its socket. Only its own user and root may.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExit status: 0 done; 1 no daemon runs, or it refused; 2 wrong argument or invalid"
                + " configuration.%n%nExamples:%n",
        footer = {
            "  mvm ctl status",
            "  mvm ctl validate /etc/mvm/mvm.conf && mvm ctl reload",
            "  mvm ctl maintenance on --for 30m --reason 'kernel update'",
            "  mvm ctl backfill --from 0 --to 100000",
            "  mvm ctl --socket /var/lib/mvm/mvm.db.sock stop"
        })
final class CtlCommand implements Runnable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final MvmCommand root;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            scope = ScopeType.INHERIT,
            description =
                    "The daemon's socket. Default: daemon.control-socket, which is the database's path with .sock.")
    private Path socket;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            scope = ScopeType.INHERIT,
            defaultValue = "10s",
            converter = DurationOption.class,
            description = "Longest wait for an answer. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ofSeconds(10);

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "One JSON document: times in Unix ms, null if unknown.")
    private boolean json;

    CtlCommand(MvmCommand root) {
        this.root = root;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "ctl needs a command: " + String.join(", ", spec.subcommands().keySet()));
    }

    @Command(description = "Does it answer, and how fast?")
    int ping(
            @Option(
                            names = "--count",
                            paramLabel = "N",
                            defaultValue = "1",
                            description = "How often to ask. Default: 1.")
                    int count) {
        if (count < 1) {
            throw new CommandFailure(ExitStatus.HOPELESS, "--count is " + count + ", expected 1 or more");
        }
        return with((daemon, output) -> {
            LongSummaryStatistics nanos = new LongSummaryStatistics();
            long pid = 0;
            for (int i = 0; i < count; i++) {
                long start = System.nanoTime();
                pid = daemon.ask("ping", Map.of()).path("pid").asLong();
                nanos.accept(System.nanoTime() - start);
            }
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("pid", pid);
            values.put("count", count);
            values.put("min_seconds", nanos.getMin() / 1e9);
            values.put("average_seconds", nanos.getAverage() / 1e9);
            values.put("max_seconds", nanos.getMax() / 1e9);
            if (json) {
                output.document(values);
            } else {
                output.line(CtlText.ping(pid, nanos));
            }
            return ExitStatus.OK;
        });
    }

    @Command(description = "How the daemon is: state, chain, node, maintenance, configuration, and what stands still.")
    int status() {
        return ask(
                "status",
                Map.of(),
                (data, output) -> CtlStatusText.facts(data, root.clock()).print(output));
    }

    @Command(
            description =
                    "Has the configuration read anew. What can change while running changes, and the rest is named; an"
                            + " invalid one changes nothing.")
    int reload() {
        return ask("reload", Map.of(), (data, output) -> CtlText.reloaded(data, true, output));
    }

    @Command(description = "Has a configuration checked as a reload would, and tells what it would change.")
    int validate(
            @Parameters(arity = "0..1", paramLabel = "FILE", description = "Without it: the file that the daemon uses.")
                    Path file) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        if (file != null) {
            // The daemon has another working directory.
            arguments.put("file", file.toAbsolutePath().normalize());
        }
        return ask("validate", arguments, (data, output) -> CtlText.reloaded(data, false, output));
    }

    @Command(description = "Stops storing blocks until 'resume'. Heads are still watched, and nothing is lost.")
    int pause() {
        return ask("pause", Map.of(), CtlText::paused);
    }

    @Command(description = "Goes on storing blocks where the database stands.")
    int resume() {
        return ask("resume", Map.of(), CtlText::resumed);
    }

    /** Whether maintenance begins or ends. */
    enum Switch {
        ON,
        OFF
    }

    @Command(
            description =
                    "Announces maintenance, or ends it. Slots of ours missed in it are recorded, and counted apart;"
                            + " it ends by itself.")
    int maintenance(
            @Parameters(paramLabel = "on|off", description = "Begin, in place of any in progress; or end.") Switch to,
            @Option(
                            names = "--for",
                            paramLabel = "TIME",
                            converter = DurationOption.class,
                            description = "With 'on': how long, such as 30m.")
                    Duration length,
            @Option(names = "--reason", paramLabel = "TEXT", description = "With 'on': why, for those who look later.")
                    String reason) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("on", to == Switch.ON);
        if (to == Switch.ON) {
            if (length == null) {
                throw new CommandFailure(ExitStatus.HOPELESS, "maintenance on needs its length, such as --for 30m");
            }
            arguments.put("for", length.toMillis() + "ms");
            arguments.put("reason", reason == null ? "" : reason);
        } else if (length != null || reason != null) {
            throw new CommandFailure(
                    ExitStatus.HOPELESS,
                    "maintenance off takes neither --for nor --reason; 'maintenance on' replaces what is in progress");
        }
        return ask("maintenance", arguments, (data, output) -> CtlText.maintenance(data, root.clock(), output));
    }

    @Command(description = "Has blocks fetched that are not stored, also below the start block.")
    int backfill(
            @Option(names = "--from", paramLabel = "N", required = true, description = "Lowest height.") long from,
            @Option(names = "--to", paramLabel = "N", required = true, description = "Highest height, inclusive.")
                    long to) {
        return ask("backfill", Map.of("from", from, "to", to), CtlText::backfill);
    }

    @Command(description = "Ends the daemon as SIGTERM does: what is in progress is committed first.")
    int stop(
            @Option(names = "--no-wait", description = "Do not wait until it has ended.") boolean noWait,
            @Option(
                            names = "--wait",
                            paramLabel = "TIME",
                            defaultValue = "1m",
                            converter = DurationOption.class,
                            description = "Longest wait for its end. Default: ${DEFAULT-VALUE}.")
                    Duration longest) {
        return with((daemon, output) -> {
            long start = System.nanoTime();
            long pid = daemon.ask("stop", Map.of()).path("pid").asLong();
            boolean gone = !noWait && awaitEnd(daemon, start, longest);
            if (!noWait && !gone) {
                throw new CommandFailure(
                        ExitStatus.FAILED,
                        "the daemon (process " + pid + ") was told to stop and has not ended within "
                                + Text.duration(longest) + "; see its log");
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            if (json) {
                Map<String, Object> values = new LinkedHashMap<>();
                values.put("pid", pid);
                values.put("ended", noWait ? null : gone);
                values.put("seconds", took.toNanos() / 1e9);
                output.document(values);
            } else {
                output.line(CtlText.stopped(pid, gone, took));
            }
            return ExitStatus.OK;
        });
    }

    private static boolean awaitEnd(ControlClient daemon, long start, Duration longest) {
        while (!daemon.isGone()) {
            if (System.nanoTime() - start > longest.toNanos()) {
                return false;
            }
            try {
                Thread.sleep(LOOK_EVERY.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** How an answer reads. */
    @FunctionalInterface
    private interface Reading {
        void print(JsonNode data, Output output);
    }

    private int ask(String command, Map<String, ?> arguments, Reading reading) {
        return with((daemon, output) -> {
            JsonNode data = daemon.ask(command, arguments);
            if (json) {
                output.json(data);
            } else {
                reading.print(data, output);
            }
            return ExitStatus.OK;
        });
    }

    private int with(BiFunction<ControlClient, Output, Integer> what) {
        Output output = root.output();
        Path at = socket != null ? socket : configured();
        try (ControlClient daemon = ControlClient.connect(at, timeout)) {
            int status = what.apply(daemon, output);
            output.flush();
            return status;
        } catch (ControlException e) {
            document(output, null, e.getMessage(), List.of());
            throw e;
        } catch (RefusedException e) {
            document(output, e.code(), e.getMessage(), e.details());
            List<String> lines = new ArrayList<>();
            lines.add(e.getMessage());
            e.details().forEach(detail -> lines.add("  " + detail));
            throw new CommandFailure(status(e.code()), String.join("\n", lines));
        }
    }

    /** Who asked for JSON gets what failed as such too; a daemon that was not reached gives no code. */
    private void document(Output output, Integer code, String message, List<String> details) {
        if (json) {
            Map<String, Object> error = new LinkedHashMap<>();
            error.put("code", code);
            error.put("message", message);
            error.put("details", details);
            output.document(Map.of("error", error));
            output.flush();
        }
    }

    /** A daemon goes on while its file is broken, and that is when one wants to ask it. */
    private Path configured() {
        try {
            return root.config(Map.of()).daemon().controlSocket();
        } catch (ConfigException e) {
            Path found = e.controlSocket()
                    .orElseThrow(
                            () -> new CommandFailure(
                                    ExitStatus.HOPELESS,
                                    e.getMessage()
                                            + "\nwhich daemon is meant cannot be told from that; name its socket: --socket PATH"));
            root.environment()
                    .err()
                    .println("mvm: warning: the configuration has "
                            + (e.problems().size() == 1
                                    ? "a problem"
                                    : e.problems().size() + " problems")
                            + ", see 'mvm config validate'; what runs keeps the one in force");
            return found;
        }
    }

    /** The same would be refused again, or may do later. */
    private static int status(int code) {
        return code == ErrorCode.INVALID_CONFIGURATION.number() || code == ErrorCode.BAD_ARGUMENT.number()
                ? ExitStatus.HOPELESS
                : ExitStatus.FAILED;
    }
}
