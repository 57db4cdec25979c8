package io.mvm.store;

/** A database that cannot be used, or a transaction that did not happen; the message says what to do. Nothing was lost. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What a caller would do differently. */
    public enum Kind {
        /** Another process holds it, or it stayed busy: a later try may succeed. */
        BUSY,
        /** Written by a newer MVM: only that version, or a newer one, can help. */
        NEWER_SCHEMA,
        /** It belongs to another chain. */
        OTHER_CHAIN,
        /** No database is there, and only reading was asked for. */
        MISSING,
        /** File or directory cannot be written or opened. */
        UNWRITABLE,
        /** No space is left: it goes on by itself once there is. */
        DISK_FULL,
        /** The file is damaged or no SQLite database. */
        CORRUPT,
        /** Anything else. */
        FAILED
    }

    private final Kind kind;

    public StoreException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public StoreException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** Whether the same may succeed later without anyone changing MVM or its configuration. */
    public boolean transientFailure() {
        return kind == Kind.BUSY || kind == Kind.DISK_FULL;
    }
}
