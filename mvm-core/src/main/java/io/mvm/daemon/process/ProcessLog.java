package io.mvm.daemon.process;

import java.nio.file.Path;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every line about the process itself that an operator may read. */
final class ProcessLog {
    private static final Logger LOG = LoggerFactory.getLogger("io.mvm.daemon.process");

    private ProcessLog() {}

    static void pidFileStale(Path file, String was, String why) {
        LOG.warn("the PID file {} is a former run's ({}: {}) and is replaced", file, was, why);
    }

    static void pidFileNotOurs(Path file) {
        LOG.warn("the PID file {} is another's by now and is left as it is", file);
    }

    static void pidFileNotRemoved(Path file, String why) {
        LOG.warn("the PID file {} could not be removed: {}; the next start sees that it is stale", file, why);
    }

    static void stateDamaged(Path file, Path aside, String why) {
        LOG.warn("the state file {} cannot be used ({}); it is kept as {} and statistics begin anew", file, why, aside);
    }

    static void stateUnreadable(Path file, String why) {
        LOG.warn("the state file {} cannot be read ({}); statistics begin anew and are not written", file, why);
    }

    static void stateUnwritable(Path file, String why) {
        LOG.warn(
                "the state file {} cannot be written ({}); statistics of this run are lost unless that changes, it is tried"
                        + " again every minute",
                file,
                why);
    }

    static void stateWritable(Path file) {
        LOG.info("the state file {} can be written again", file);
    }

    static void formerRunBrokeOff(long lastSeenMs, String state, String why) {
        LOG.warn("the former run was not ended: last seen {}, {}; {}", Instant.ofEpochMilli(lastSeenMs), state, why);
    }

    static void fatal(String thread, Throwable failure) {
        LOG.error("thread {} died of what it did not expect; please report this", thread, failure);
    }

    static void notToldToServiceManager(String socket, String why) {
        LOG.warn("the service manager at {} cannot be told how this process is: {}; said once", socket, why);
    }
}
