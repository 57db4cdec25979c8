package io.mvm.cli;

import picocli.CommandLine.Command;

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
final class ConfigCommand extends CommandGroup {}
