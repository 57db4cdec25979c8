package io.mvm.cli;

import io.mvm.BuildInfo;
import io.mvm.config.LoggingConfig;
import io.mvm.config.MvmConfig;
import io.mvm.daemon.reload.ConfigSource;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The command {@code mvm} itself: options that every command takes, and what they give to commands. Subcommands hold on to it
 * and ask it once they run.
 */
@Command(
        name = "mvm",
        description = "Tells a Midnight validator whether it produced every block it owed.",
        versionProvider = MvmCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit status: 0 fine; 1 failed, trying again may help; 2 failed, trying again will not help;",
            "of checks (status --once, keys verify): 0 healthy, 3 degraded, 4 critical, 5 unknown.",
            "",
            "Examples:",
            "  mvm demo                         a simulated network, nothing else to install",
            "  mvm status --once                is my node, and am I, all right?",
            "  mvm schedule --window 120s       when is my next slot, when may I restart?",
            "  mvm keys verify                  has my node the keys the chain knows?",
            "  mvm query misses --ours          what did I miss, and whose fault was it?",
            "  mvm ctl status                   how is the daemon that runs here?",
            "  mvm guide                        something is wrong, what now?"
        })
public final class MvmCommand {
    private final CommandEnvironment environment;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Configuration file. Default: the first of ./mvm.conf, ~/.config/mvm/mvm.conf,"
                    + " /opt/midnight/mvm/config/mvm.conf, /etc/mvm/mvm.conf.")
    private Path config;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "More logs; stack traces of errors. Twice: everything.")
    private boolean[] verbose = {};

    @Option(
            names = "--log-format",
            paramLabel = "text|json",
            scope = ScopeType.INHERIT,
            description = "Format of logs, which go to stderr. Default: text; of sync and demo, as configured.")
    private LoggingConfig.Format logFormat;

    @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "No colours, as with NO_COLOR set.")
    private boolean noColor;

    // Read by picocli alone, as is the next.
    @SuppressWarnings("UnusedVariable")
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows this help.")
    private boolean help;

    @SuppressWarnings("UnusedVariable")
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Shows version and build.")
    private boolean version;

    private MvmCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    /** All commands, ready to {@link CommandLine#execute}. */
    public static CommandLine commandLine(CommandEnvironment environment) {
        MvmCommand root = new MvmCommand(environment);
        CommandLine line = new CommandLine(root);
        line.addSubcommand(new SyncCommand(root));
        line.addSubcommand(new DemoCommand(root));
        line.addSubcommand(new StatusCommand(root));
        line.addSubcommand(new ScheduleCommand(root));
        line.addSubcommand(new CommandLine(new QueryCommand())
                .addSubcommand(new QueryStatsCommand(root))
                .addSubcommand(new QueryBlocksCommand(root))
                .addSubcommand(new QueryGapsCommand(root))
                .addSubcommand(new QueryValidatorsCommand(root))
                .addSubcommand(new QueryValidatorCommand(root))
                .addSubcommand(new QueryMissesCommand(root))
                .addSubcommand(new QueryPerformanceCommand(root))
                .addSubcommand(new QueryEpochsCommand(root))
                .addSubcommand(new QueryVerifyCommand(root)));
        line.addSubcommand(new CommandLine(new KeysCommand())
                .addSubcommand(new KeysShowCommand(root))
                .addSubcommand(new KeysVerifyCommand(root)));
        line.addSubcommand(new CommandLine(new LabelsCommand())
                .addSubcommand(new LabelsImportCommand(root))
                .addSubcommand(new LabelsListCommand(root)));
        line.addSubcommand(new CommandLine(new ConfigCommand())
                .addSubcommand(new ConfigShowCommand(root))
                .addSubcommand(new ConfigValidateCommand(root))
                .addSubcommand(new ConfigExampleCommand(root))
                .addSubcommand(new ConfigPathsCommand(root))
                .addSubcommand(new ConfigImportCommand(root)));
        line.addSubcommand(new CtlCommand(root));
        line.addSubcommand(new GuideCommand(root));
        line.addSubcommand(new VersionCommand(root));
        return root.prepare(line);
    }

    /** After all subcommands are there, as settings reach only those. */
    private CommandLine prepare(CommandLine line) {
        Failures failures = new Failures(environment.err(), () -> verbose.length > 0);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler(failures);
        line.setParameterExceptionHandler(failures);
        line.setOut(new PrintWriter(environment.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(environment.err(), true, StandardCharsets.UTF_8));
        line.setUsageHelpAutoWidth(false);
        line.setUsageHelpWidth(80);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                environment.terminal() && !environment.env().containsKey("NO_COLOR")
                        ? CommandLine.Help.Ansi.ON
                        : CommandLine.Help.Ansi.OFF));
        line.setExecutionStrategy(parsed -> {
            Logging.configure(LogPlan.stderr(logFormat == null ? LoggingConfig.Format.TEXT : logFormat, level()));
            return new CommandLine.RunLast().execute(parsed);
        });
        return line;
    }

    /** The configuration, read now. */
    MvmConfig config(Map<String, Object> overrides) {
        return environment.config().load(Optional.ofNullable(config), withLogging(overrides));
    }

    /** Options of every command that are keys as well, so that they win over the file also when it is read anew. */
    private Map<String, Object> withLogging(Map<String, Object> overrides) {
        Map<String, Object> all = new HashMap<>(overrides);
        if (logFormat != null) {
            all.put("logging.format", logFormat.name().toLowerCase(Locale.ROOT));
        }
        if (verbose.length > 0) {
            all.put("logging.level", level().name().toLowerCase(Locale.ROOT));
        }
        return all;
    }

    private LoggingConfig.Level level() {
        return switch (verbose.length) {
            case 0 -> LoggingConfig.Level.INFO;
            case 1 -> LoggingConfig.Level.DEBUG;
            default -> LoggingConfig.Level.TRACE;
        };
    }

    /** Reads the configuration anew as it was read with these overrides; another file on demand. */
    ConfigSource source(Map<String, Object> overrides) {
        Map<String, Object> all = withLogging(overrides);
        return file -> environment.config().load(file.or(() -> Optional.ofNullable(config)), all);
    }

    /** Where results go. Colours only on a terminal, and if nobody minds. */
    Output output() {
        String unwanted = environment.env().get("NO_COLOR");
        boolean color = environment.terminal() && !noColor && (unwanted == null || unwanted.isEmpty());
        return new Output(environment.out(), color);
    }

    Clock clock() {
        return environment.clock();
    }

    CommandEnvironment environment() {
        return environment;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {BuildInfo.current().toString()};
        }
    }
}
