package io.mvm.cli;

/** Exit statuses of all commands. */
public final class ExitStatus {
    /** Fine; of a check: healthy. */
    public static final int OK = 0;
    /** Failed, and the same may work later: node unreachable, database busy. A recount that disagrees is a failure too. */
    public static final int FAILED = 1;
    /** Failed, and the same will fail again: bad flag, bad configuration, newer schema. */
    public static final int HOPELESS = 2;
    /** Of a check: works, but something is not as it should be. */
    public static final int DEGRADED = 3;
    /** Of a check: does not work. */
    public static final int CRITICAL = 4;
    /** Of a check: it cannot be told. */
    public static final int UNKNOWN = 5;

    private ExitStatus() {}
}
