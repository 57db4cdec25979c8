package io.mvm.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mvm labels}: the parent of what concerns names of validators. */
@Command(
        name = "labels",
        description = "Names of validators: those in force, and a file of them from another monitor's registry.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  mvm labels list",
            "  mvm labels import known_validators.toml --out /etc/mvm/labels.conf"
        })
final class LabelsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "labels needs a command: "
                        + String.join(", ", spec.subcommands().keySet()));
    }
}
