package io.mvm.cli;

import io.mvm.config.ConfigLoader;
import java.time.Clock;
import java.util.Optional;
import picocli.CommandLine;

/** Temporary root. */
public final class Cli {
    private Cli() {}

    /** Runs. */
    public static void main(String[] args) {
        ConfigSource configs = overrides -> ConfigLoader.load(Optional.empty(), System.getenv(), overrides);
        System.exit(new CommandLine(new Root())
                .addSubcommand(new SyncCommand(configs, Clock.systemUTC()))
                .addSubcommand(new DemoCommand(configs, Clock.systemUTC(), System.out))
                .execute(args));
    }

    @CommandLine.Command(name = "mvm")
    static final class Root {}
}
