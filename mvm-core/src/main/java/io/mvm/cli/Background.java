package io.mvm.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * The process's side of {@code --daemon}. The launcher has started it in a session of its own and reads its stderr: until the
 * daemon runs that has what went wrong; then {@link #detach} says so and lets go, and the launcher ends.
 */
final class Background {
    /** Set by {@code bin/mvm} on the process that it has put into the background. */
    private static final String PROPERTY = "mvm.background";

    private Background() {}

    /** @throws CommandFailure if the launcher has not started this process for it */
    static void require() {
        if (!Boolean.getBoolean(PROPERTY)) {
            throw new CommandFailure(
                    ExitStatus.HOPELESS,
                    "--daemon is the work of the launcher bin/mvm; a JVM cannot go into the background");
        }
    }

    /** Where a daemon in the background logs if nobody says: beside its database. */
    static void defaultLogFile(Map<String, Object> overrides, Path database) {
        overrides.put(
                "daemon.log-file",
                database.resolveSibling(database.getFileName() + ".log").toString());
    }

    /** The last word to the launcher, which waits for a line that begins like this one. */
    static void detach(PrintStream err, LogPlan plan) {
        err.println("mvm: running as process " + ProcessHandle.current().pid() + ", logs to " + plan.shown());
        err.flush();
        System.setErr(new PrintStream(new LogLines(), true, StandardCharsets.UTF_8));
        // The JDK puts /dev/null in the place of a standard stream that is closed.
        err.close();
    }
}
