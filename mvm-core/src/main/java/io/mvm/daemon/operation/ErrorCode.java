package io.mvm.daemon.operation;

/** Why an operation could not be done. The number is public: 1xxx protocol, 2xxx configuration, 3xxx state, 4xxx system. */
public enum ErrorCode {
    /** The request is no JSON object on one line. */
    MALFORMED_REQUEST(1001),
    /** The request is longer than is read. */
    REQUEST_TOO_LONG(1002),
    /** There is no such command. */
    UNKNOWN_COMMAND(1003),
    /** An argument is missing, too many, or of the wrong form. */
    BAD_ARGUMENT(1004),
    /** Too many clients at once. */
    TOO_MANY_CLIENTS(1005),
    /** The configuration has problems; details lists them. */
    INVALID_CONFIGURATION(2001),
    /** Another reload is in progress. */
    RELOAD_IN_PROGRESS(2002),
    /** The state the daemon is in does not allow it. */
    WRONG_STATE(3001),
    /** The chain is not known yet, as no node has answered. */
    CHAIN_UNKNOWN(3002),
    /** The database cannot be used. */
    DATABASE(4001),
    /** Anything else; a log line of the daemon has more. */
    INTERNAL(4999);

    private final int number;

    ErrorCode(int number) {
        this.number = number;
    }

    /** The public number. */
    public int number() {
        return number;
    }
}
