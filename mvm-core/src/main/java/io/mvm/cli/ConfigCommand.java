package io.mvm.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mvm config}: the parent of what concerns the configuration. */
@Command(
        name = "config",
        description = "The configuration: what is in effect and why, whether it is valid, and every key there is.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  mvm config show --origin",
            "  mvm config validate /etc/mvm/mvm.conf",
            "  mvm config example > mvm.conf"
        })
final class ConfigCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "config needs a command: "
                        + String.join(", ", spec.subcommands().keySet()));
    }
}
