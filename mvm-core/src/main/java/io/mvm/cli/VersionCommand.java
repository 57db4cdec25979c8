package io.mvm.cli;

import io.mvm.BuildInfo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mvm version}. */
@Command(
        name = "version",
        description = "Shows version, revision and the Java it runs on.",
        footer = {"", "Examples:", "  mvm version", "  mvm version --json | jq -r .version"})
final class VersionCommand implements Callable<Integer> {
    private final MvmCommand root;

    @Option(names = "--json", description = "One JSON document.")
    private boolean json;

    VersionCommand(MvmCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        BuildInfo build = BuildInfo.current();
        Output output = root.output();
        if (json) {
            output.document(new Facts()
                    .data("version", build.version())
                    .data("revision", build.revision())
                    .data("java", build.java())
                    .values());
        } else {
            output.line(build.toString());
        }
        output.flush();
        return ExitStatus.OK;
    }
}
