package io.mvm.cli;

import picocli.CommandLine.Command;

/** {@code mvm query}: the parent of all that reads the database. */
@Command(
        name = "query",
        description = "Answers questions from the database. Needs no node, and disturbs no running sync.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  mvm query stats",
            "  mvm query validators --ours",
            "  mvm query misses --ours --since 24h",
            "  mvm query performance --epochs 12",
            "  mvm query blocks --author 0x0287d6 --csv"
        })
final class QueryCommand extends CommandGroup {}
