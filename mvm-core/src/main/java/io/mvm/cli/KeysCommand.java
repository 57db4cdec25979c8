package io.mvm.cli;

import picocli.CommandLine.Command;

/** {@code mvm keys}: the parent of what looks at keys. */
@Command(
        name = "keys",
        description = "The keys of our validators: which are here, and whether they are the right ones. Reads names"
                + " of files, never what is in them.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Examples:", "  mvm keys show --keystore /var/lib/midnight/keystore", "  mvm keys verify"})
final class KeysCommand extends CommandGroup {
    /** Said where a command has no validator to speak of. */
    static final String NONE_CONFIGURED =
            "no validator of ours is configured: give --keystore DIR (the node's keystore),"
                    + " or set validator.keystore-path, validator.keys-file or validator.ours";
}
