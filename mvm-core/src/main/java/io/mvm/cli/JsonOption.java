package io.mvm.cli;

import picocli.CommandLine.Option;

/** For commands whose result is one thing. */
final class JsonOption {
    @Option(names = "--json", description = "One JSON document: full hashes, times in Unix ms, null if unknown.")
    private boolean json;

    boolean wanted() {
        return json;
    }

    void print(Facts facts, Output output) {
        if (json) {
            output.document(facts.values());
        } else {
            facts.print(output);
        }
        output.flush();
    }
}
