package io.mvm.daemon.process;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ProcessLogTest {
    private static final Path FILE = Path.of("mvm.file");

    @Test
    void saysWhatHappenedWithWhichFileAndWhatComesOfIt() {
        Logger logger = (Logger) LoggerFactory.getLogger("io.mvm.daemon.process");
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        logger.addAppender(said);
        try {
            ProcessLog.pidFileStale(FILE, "process 12", "there is no such process");
            ProcessLog.pidFileNotOurs(FILE);
            ProcessLog.pidFileNotRemoved(FILE, "AccessDeniedException: no");
            ProcessLog.stateDamaged(FILE, Path.of("mvm.file.damaged-1"), "its 3 bytes are no JSON");
            ProcessLog.stateUnreadable(FILE, "IOException: no");
            ProcessLog.stateUnwritable(FILE, "IOException: full");
            ProcessLog.stateWritable(FILE);
            ProcessLog.formerRunBrokeOff(Instant.parse("2026-11-21T12:00:00Z").toEpochMilli(), "running", "killed");
            ProcessLog.fatal("mvm-x", new IllegalStateException("no"));
            ProcessLog.notToldToServiceManager("/run/notify", "[111] Connection refused");
        } finally {
            logger.detachAppender(said);
        }
        assertThat(said.list)
                .extracting(event -> event.getLevel() + " " + event.getFormattedMessage())
                .containsExactly(
                        "WARN the PID file mvm.file is a former run's (process 12: there is no such process) and is replaced",
                        "WARN the PID file mvm.file is another's by now and is left as it is",
                        "WARN the PID file mvm.file could not be removed: AccessDeniedException: no; the next start sees"
                                + " that it is stale",
                        "WARN the state file mvm.file cannot be used (its 3 bytes are no JSON); it is kept as"
                                + " mvm.file.damaged-1 and statistics begin anew",
                        "WARN the state file mvm.file cannot be read (IOException: no); statistics begin anew and are not"
                                + " written",
                        "WARN the state file mvm.file cannot be written (IOException: full); statistics of this run are lost"
                                + " unless that changes, it is tried again every minute",
                        "INFO the state file mvm.file can be written again",
                        "WARN the former run was not ended: last seen 2026-11-21T12:00:00Z, running; killed",
                        "ERROR thread mvm-x died of what it did not expect; please report this",
                        "WARN the service manager at /run/notify cannot be told how this process is: [111] Connection"
                                + " refused; said once");
    }
}
