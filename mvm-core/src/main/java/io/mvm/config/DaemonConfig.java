package io.mvm.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Section {@code daemon}: what the process keeps beside its database.
 *
 * @param pidFile file that holds the process id while the daemon runs
 * @param logFile file that logs go to in place of stderr
 * @param journald whether logs are written for the journal
 * @param stateFile statistics kept over restarts; {@code <database>.state} unless set
 * @param controlSocket socket of {@code mvm ctl}; {@code <database>.sock} unless set
 */
public record DaemonConfig(
        Optional<Path> pidFile, Optional<Path> logFile, Journald journald, Path stateFile, Path controlSocket) {
    /** The system has room for 104 bytes, on Linux 108, one of which ends the text. */
    private static final int LONGEST_SOCKET_PATH = 103;

    /** Whether logs are written for the journal. */
    public enum Journald {
        /** If stderr is the journal's. */
        AUTO,
        /** Always. */
        ON,
        /** Never. */
        OFF
    }

    static DaemonConfig read(Section in, DatabaseConfig database) {
        DaemonConfig daemon = new DaemonConfig(
                in.optionalPath("pid-file"),
                in.optionalPath("log-file"),
                in.choice("journald", Journald.class),
                in.optionalPath("state-file").orElseGet(() -> beside(database, ".state")),
                in.optionalPath("control-socket").orElseGet(() -> beside(database, ".sock")));
        int bytes = daemon.controlSocket.toString().getBytes(StandardCharsets.UTF_8).length;
        if (in.sound("control-socket") && bytes > LONGEST_SOCKET_PATH) {
            in.problem(
                    "control-socket",
                    "is " + daemon.controlSocket + ", which has " + bytes + " bytes; a Unix socket's path may have "
                            + LONGEST_SOCKET_PATH + ", so set it to a shorter one");
        }
        return daemon;
    }

    private static Path beside(DatabaseConfig database, String suffix) {
        Path file = database.path();
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
