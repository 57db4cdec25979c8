package io.mvm.sync;

/** The node's answers contradict each other or what is final; the message says which, and what happens next. */
public final class SyncException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What contradicts what. */
    public enum Kind {
        /** The chain changed while it was read: reading again helps. */
        CHAIN_MOVED,
        /** The node's chain contradicts a block known to be final. */
        FINALITY_CONFLICT,
        /** The start block lies beyond the head. */
        START_BEYOND_HEAD
    }

    private final Kind kind;

    SyncException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** What contradicts what. */
    public Kind kind() {
        return kind;
    }
}
