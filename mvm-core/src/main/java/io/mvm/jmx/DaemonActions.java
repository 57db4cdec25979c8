package io.mvm.jmx;

/**
 * What the operations of MBeans do. Each answers a sentence for people; failures are unchecked exceptions with one.
 */
public interface DaemonActions {
    /** Reads the configuration anew. */
    String reloadConfig();

    /** Stops storing blocks. */
    String pauseSync();

    /** Goes on storing blocks. */
    String resumeSync();

    /**
     * Announces maintenance.
     *
     * @param length as in the configuration, such as {@code 30m}
     */
    String startMaintenance(String length, String reason);

    /** Ends maintenance. */
    String endMaintenance();

    /** Has blocks fetched that are not stored. */
    String backfill(long from, long to);

    /** Ends the daemon. */
    String stop();
}
