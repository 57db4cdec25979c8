package io.mvm;

import com.codahale.metrics.MetricRegistry;
import io.mvm.cli.CommandEnvironment;
import io.mvm.cli.MvmCommand;
import io.mvm.rpc.FailoverNode;

/** The list of what the program has, and the entry point of the {@code mvm} command. */
public final class Mvm {
    private Mvm() {}

    /** Runs one command and ends the process with its exit status. */
    public static void main(String[] args) {
        CommandEnvironment environment = CommandEnvironment.ofProcess(
                (settings, clock) -> new FailoverNode(settings, new MetricRegistry(), clock));
        System.exit(MvmCommand.commandLine(environment).execute(args));
    }
}
