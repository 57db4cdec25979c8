package io.mvm.cli;

import io.mvm.config.DaemonConfig;
import io.mvm.config.LoggingConfig;
import io.mvm.config.MvmConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where and how to log.
 *
 * @param format what a line looks like
 * @param level least severity of ours that is logged
 * @param file the file to write; empty: none
 * @param journal whether stderr is written as the journal reads it; if not, and there is no file, stderr is for people
 */
record LogPlan(LoggingConfig.Format format, LoggingConfig.Level level, Optional<LogFile> file, boolean journal) {
    /** What the journal tells its services: device and inode of the socket it reads. */
    private static final String JOURNAL_STREAM = "JOURNAL_STREAM";

    /** To stderr, for people. */
    static LogPlan stderr(LoggingConfig.Format format, LoggingConfig.Level level) {
        return new LogPlan(format, level, Optional.empty(), false);
    }

    /** Of a daemon. A file is preferred to a journal that is only found; a journal that is asked for gets the lines as well. */
    static LogPlan of(MvmConfig config, Map<String, String> env) {
        LoggingConfig logging = config.logging();
        Optional<LogFile> file =
                config.daemon().logFile().map(path -> new LogFile(path, logging.maxSize(), logging.maxFiles()));
        boolean journal = config.daemon().journald() == DaemonConfig.Journald.ON
                || (config.daemon().journald() == DaemonConfig.Journald.AUTO && file.isEmpty() && stderrIsJournal(env));
        return new LogPlan(logging.format(), logging.level(), file, journal);
    }

    /** The same to the file alone: of a process whose stderr nobody reads. */
    LogPlan inBackground() {
        return new LogPlan(format, level, file, false);
    }

    /** Whether the stderr this process has is the very one that the journal gave: children inherit the variable, too. */
    static boolean stderrIsJournal(Map<String, String> env) {
        return isJournal(env.get(JOURNAL_STREAM), Path.of("/proc/self/fd/2"));
    }

    static boolean isJournal(String told, Path stream) {
        if (told == null) {
            return false;
        }
        try {
            Map<String, Object> file = Files.readAttributes(stream, "unix:dev,ino");
            return told.strip().equals(file.get("dev") + ":" + file.get("ino"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // No Linux: no journal.
            return false;
        }
    }

    /** In words, for the operator. */
    String shown() {
        String where = file.map(f -> f.path().toString())
                .map(path -> journal ? path + " and the journal" : path)
                .orElse(journal ? "the journal" : "stderr");
        return where + ", " + format.name().toLowerCase(Locale.ROOT) + ", level "
                + level.name().toLowerCase(Locale.ROOT);
    }
}
