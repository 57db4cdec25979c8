package io.mvm;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The list of what the program has, and the entry point of the {@code mvm} command. */
@Command(
        name = "mvm",
        description = "Tells a Midnight validator whether it produced every block it owed.",
        mixinStandardHelpOptions = true,
        versionProvider = Mvm.VersionProvider.class)
public final class Mvm {
    private Mvm() {}

    /** Runs one command and ends the process with its exit status. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Mvm()).execute(args));
    }

    @Command(name = "version", description = "Version and build.")
    int version() {
        System.out.println(BuildInfo.current());
        return 0;
    }

    static final class VersionProvider implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {BuildInfo.current().toString()};
        }
    }
}
