package io.mvm.cli;

import io.mvm.config.ConfigLoader;
import io.mvm.config.MvmConfig;
import io.mvm.rpc.ChainNode;
import io.mvm.rpc.RpcSettings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * All that commands get from outside, so that tests can give them something else.
 *
 * @param out results
 * @param err errors; logs go to the process's stderr
 * @param env environment variables
 * @param clock the time
 * @param terminal whether results go to a person's terminal
 * @param config reads the configuration
 * @param node reaches a node
 * @param pause waits
 */
public record CommandEnvironment(
        PrintStream out,
        PrintStream err,
        Map<String, String> env,
        Clock clock,
        boolean terminal,
        ConfigSource config,
        Function<RpcSettings, ChainNode> node,
        Pause pause) {
    /** Reads the configuration. */
    @FunctionalInterface
    public interface ConfigSource {
        /**
         * As {@link ConfigLoader#load} does.
         *
         * @param file the file named on the command line; empty: the first one found
         * @param overrides values of the command line by key
         */
        MvmConfig load(Optional<Path> file, Map<String, Object> overrides);
    }

    /** Waits between two rounds of a command that repeats itself. */
    @FunctionalInterface
    public interface Pause {
        /** Waits; an interrupt ends the command. */
        void pause(Duration length) throws InterruptedException;
    }

    /** The process's own, with nodes reached by this function. */
    public static CommandEnvironment ofProcess(BiFunction<RpcSettings, Clock, ChainNode> node) {
        Clock clock = Clock.systemUTC();
        Map<String, String> env = System.getenv();
        return new CommandEnvironment(
                System.out,
                System.err,
                env,
                clock,
                Terminal.output(),
                (file, overrides) -> ConfigLoader.load(file, env, overrides),
                settings -> node.apply(settings, clock),
                length -> Thread.sleep(length.toMillis()));
    }
}
