package io.mvm.cli;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** For commands whose result is a list. */
final class RowOptions {
    @ArgGroup(exclusive = true)
    private Choice choice = new Choice();

    static final class Choice {
        @Option(names = "--json", description = "One JSON document: full hashes, times in Unix ms, null if unknown.")
        private boolean json;

        @Option(names = "--csv", description = "Rows as CSV (RFC 4180), with a header.")
        private boolean csv;
    }

    Output.Format format() {
        return choice.json ? Output.Format.JSON : choice.csv ? Output.Format.CSV : Output.Format.TABLE;
    }

    boolean table() {
        return format() == Output.Format.TABLE;
    }
}
