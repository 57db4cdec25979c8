package io.mvm.daemon.control;

/** The daemon cannot be reached, or did not answer. The message says where, why, and what to do. */
public final class ControlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ControlException(String message, Throwable cause) {
        super(message, cause);
    }
}
