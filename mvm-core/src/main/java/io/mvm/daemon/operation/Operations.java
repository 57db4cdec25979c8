package io.mvm.daemon.operation;

import io.mvm.view.MaintenanceView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What can be asked of a running daemon. One thing at a time is not required: every method may be called by any thread, and
 * returns when what it says is so. None loses data. All throw {@link OperationException} with the reason when they did nothing.
 */
public interface Operations {
    /** How it is. Never waits. */
    StatusReport status();

    /**
     * Reads the configuration anew and takes over what can change while running. An invalid one changes nothing.
     *
     * @param by who asks, for the log, such as {@code ctl}, {@code SIGHUP}, {@code JMX} or {@code file change}
     */
    ReloadReport reload(String by);

    /** Checks a configuration file as a reload would, changes nothing. Empty: the file in use. */
    ReloadReport validate(Optional<Path> file);

    /** Stops storing blocks until {@link #resume}; heads are still watched. False if it was paused already. */
    boolean pause(String by);

    /** Takes up again where the database stands. False if it was not paused. */
    boolean resume(String by);

    /**
     * Announces maintenance from now on, in place of any in progress: slots of ours missed in it are counted apart.
     *
     * @param length more than 0
     * @param reason the operator's words; may be empty
     */
    MaintenanceView startMaintenance(Duration length, String reason);

    /** Ends the maintenance in progress; empty if there is none. */
    Optional<MaintenanceView> endMaintenance();

    /** Has blocks fetched, from {@code from} to {@code to} inclusive, that are not stored; also below the start block. */
    BackfillReport backfill(long from, long to);

    /** Ends the daemon as SIGTERM does; returns at once. */
    void stop(String by);
}
