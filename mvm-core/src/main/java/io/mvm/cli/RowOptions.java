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

    /** Of a {@code --limit} of which 0 means all: how many rows at the most; fails if it is less. */
    static long most(long limit) {
        if (limit < 0) {
            throw new CommandFailure(ExitStatus.HOPELESS, "--limit is " + limit + ", expected 0 or more");
        }
        return limit == 0 ? Long.MAX_VALUE : limit;
    }

    Output.Format format() {
        return choice.json ? Output.Format.JSON : choice.csv ? Output.Format.CSV : Output.Format.TABLE;
    }

    boolean table() {
        return format() == Output.Format.TABLE;
    }
}
