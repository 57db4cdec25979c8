package io.mvm.cli;

import io.mvm.config.ExampleFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code mvm config example}. */
@Command(
        name = "example",
        description = "The example that is shipped: every key with its default, its bounds and what it is for.",
        footer = {"", "Examples:", "  mvm config example > mvm.conf"})
final class ConfigExampleCommand implements Callable<Integer> {
    private final MvmCommand root;

    ConfigExampleCommand(MvmCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Output output = root.output();
        output.raw(ExampleFile.text());
        output.flush();
        return ExitStatus.OK;
    }
}
