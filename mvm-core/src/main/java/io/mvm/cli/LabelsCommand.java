package io.mvm.cli;

import picocli.CommandLine.Command;

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
final class LabelsCommand extends CommandGroup {}
