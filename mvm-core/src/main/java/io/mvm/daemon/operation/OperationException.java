package io.mvm.daemon.operation;

import java.util.List;

/** An operation that was not done; nothing was changed. */
public final class OperationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient List<String> details;

    /**
     * With its reason.
     *
     * @param message what failed, with which value, what was expected
     * @param details more lines, such as each problem of a configuration
     */
    public OperationException(ErrorCode code, String message, List<String> details, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.details = List.copyOf(details);
    }

    /** With its reason alone. */
    public OperationException(ErrorCode code, String message) {
        this(code, message, List.of(), null);
    }

    /** Why. */
    public ErrorCode code() {
        return code;
    }

    /** More lines; may be empty. */
    public List<String> details() {
        return details;
    }
}
