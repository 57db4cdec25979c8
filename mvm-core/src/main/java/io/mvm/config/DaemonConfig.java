package io.mvm.config;

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
        return new DaemonConfig(
                in.optionalPath("pid-file"),
                in.optionalPath("log-file"),
                in.choice("journald", Journald.class),
                in.optionalPath("state-file").orElseGet(() -> beside(database, ".state")),
                in.optionalPath("control-socket").orElseGet(() -> beside(database, ".sock")));
    }

    private static Path beside(DatabaseConfig database, String suffix) {
        Path file = database.path();
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
