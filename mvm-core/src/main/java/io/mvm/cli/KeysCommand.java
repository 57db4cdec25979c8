package io.mvm.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mvm keys}: the parent of what looks at keys. */
@Command(
        name = "keys",
        description = "The keys of our validators: which are here, and whether they are the right ones. Reads names"
                + " of files, never what is in them.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Examples:", "  mvm keys show --keystore /var/lib/midnight/keystore", "  mvm keys verify"})
final class KeysCommand implements Runnable {
    /** Said where a command has no validator to speak of. */
    static final String NONE_CONFIGURED =
            "no validator of ours is configured: give --keystore DIR (the node's keystore),"
                    + " or set validator.keystore-path, validator.keys-file or validator.ours";

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "keys needs a command: " + String.join(", ", spec.subcommands().keySet()));
    }
}
