package io.mvm.cli;

import io.mvm.config.ConfigLoader;
import io.mvm.rpc.ChainNode;
import io.mvm.rpc.RpcSettings;
import io.mvm.store.SampleDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Runs commands as a process would, and keeps what they print. */
final class CommandRun {
    private final Path config;
    private final Path database;
    private final Map<String, String> env = new HashMap<>();
    private Clock clock = SampleDatabase.CLOCK;
    private boolean terminal;
    private Function<RpcSettings, ChainNode> node = settings -> {
        throw new AssertionError("this command must not ask a node");
    };
    private CommandEnvironment.Pause pause = length -> {
        throw new InterruptedException();
    };

    CommandRun(Path directory) {
        this.config = directory.resolve("mvm.conf");
        this.database = directory.resolve("mvm.db");
        configure("");
    }

    Path database() {
        return database;
    }

    CommandRun configure(String more) {
        try {
            Files.writeString(config, "database.path = \"" + database + "\"\n" + more);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CommandRun env(String name, String value) {
        env.put(name, value);
        return this;
    }

    CommandRun terminal() {
        terminal = true;
        return this;
    }

    CommandRun clock(Clock other) {
        clock = other;
        return this;
    }

    CommandRun node(ChainNode one) {
        return nodes(settings -> one);
    }

    CommandRun nodes(Function<RpcSettings, ChainNode> reach) {
        node = reach;
        return this;
    }

    CommandRun pause(CommandEnvironment.Pause other) {
        pause = other;
        return this;
    }

    Result run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] all = new String[args.length + 2];
        System.arraycopy(args, 0, all, 0, args.length);
        all[args.length] = "--config";
        all[args.length + 1] = config.toString();
        int status = MvmCommand.commandLine(new CommandEnvironment(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        env,
                        clock,
                        terminal,
                        (file, overrides) ->
                                ConfigLoader.load(file.isEmpty() ? Optional.of(config) : file, env, overrides),
                        node,
                        pause))
                .execute(all);
        return new Result(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    record Result(int status, String out, String err) {}
}
