package io.mvm.daemon.control;

import java.util.List;

/** The daemon answered that it has not done it. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final transient List<String> details;

    RefusedException(int code, String message, List<String> details) {
        super(message);
        this.code = code;
        this.details = List.copyOf(details);
    }

    /** Number as in {@link io.mvm.daemon.operation.ErrorCode}, or one that this version does not know yet. */
    public int code() {
        return code;
    }

    /** More lines; may be empty. */
    public List<String> details() {
        return details;
    }
}
