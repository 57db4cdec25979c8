package io.mvm.jmx;

import java.util.Map;

/** The monitor's process. Sends the notification mvm.snapshot (user data: the chain) after each new snapshot. */
@DescribedBean(
        value =
                "The monitor's process. Sends the notification mvm.snapshot (user data: the chain) after each new snapshot.",
        infoMetric = "mvm_build_info",
        infoHelp = "Version of MVM, the revision it was built from and the Java it runs on; always 1.")
public interface DaemonMXBean {
    @Described(value = "Version of MVM.", kind = Kind.INFO, infoLabel = "version")
    String getVersion();

    @Described(value = "Source revision it was built from.", kind = Kind.INFO, infoLabel = "revision")
    String getRevision();

    @Described(value = "Version of the Java runtime.", kind = Kind.INFO, infoLabel = "java")
    String getJava();

    @Described("Process id.")
    Long getPid();

    @Described(value = "Time the process started, in seconds since 1970.", unit = "seconds")
    Double getStartedAtSeconds();

    @Described("Sequence number of the snapshot now shown, by chain.")
    Map<String, Long> getSnapshotSequences();

    @Described(
            value =
                    "Where the process is in its life: init, starting, running, reloading, degraded, reconnecting, stopping or stopped.",
            kind = Kind.INFO)
    String getState();

    @Described(
            value =
                    "Where the process is in its life: 1 for the state it is in, 0 for the others (init, starting, running, reloading, degraded, reconnecting, stopping, stopped).",
            metric = "mvm_daemon_state",
            keyLabel = "state")
    Map<String, Long> getStates();

    @Described(value = "Why the process is in that state; empty if there is nothing to say.", kind = Kind.INFO)
    String getStateReason();

    @Described(
            value = "Time the process came into its state, in seconds since 1970.",
            unit = "seconds",
            metric = "mvm_daemon_state_since_timestamp_seconds")
    Double getStateSinceSeconds();

    @Described(
            value = "Changes of state since the start.",
            kind = Kind.COUNTER,
            unit = "changes",
            metric = "mvm_daemon_state_changes_total")
    Long getStateChanges();

    @Described(value = "The last changes of state, the oldest first, one line each.", kind = Kind.INFO)
    String[] getStateHistory();

    @Described(value = "Whether an operator has paused syncing.", metric = "mvm_daemon_paused")
    Boolean getPaused();

    @Described(value = "What has stopped moving, and since when; none if all moves.", kind = Kind.INFO)
    String getStalled();

    @Described(
            value =
                    "What has stopped moving, 1, and what moves as it should, 0: loop, snapshots, heads, finality, storing, backfill and judgement.",
            metric = "mvm_daemon_stalled",
            keyLabel = "motion")
    Map<String, Long> getStalls();

    @Described("Whether the loop that follows the chain hangs, so that nothing shown is renewed.")
    Boolean getLoopHung();

    @DescribedOperation(
            "Reads the configuration anew and takes over what can change while running; an invalid one changes"
                    + " nothing. Answers what changed and what waits for a restart.")
    String reloadConfig();

    @DescribedOperation("Stops storing blocks until resumeSync; heads are still watched, and nothing is lost.")
    String pauseSync();

    @DescribedOperation("Goes on storing blocks where the database stands.")
    String resumeSync();

    @DescribedOperation("Announces maintenance from now on, in place of any in progress: slots of ours missed in it are"
            + " recorded, and counted apart.")
    String startMaintenance(
            @DescribedParameter(name = "length", value = "How long, such as 30m, 2h or 90s.") String length,
            @DescribedParameter(name = "reason", value = "Why, in your words; may be empty.") String reason);

    @DescribedOperation("Ends the maintenance in progress.")
    String endMaintenance();

    @DescribedOperation("Ends the daemon as SIGTERM does: what is in progress is committed first. Answers at once.")
    String stop();
}
