package io.mvm.daemon.control;

/** The control socket cannot be opened. The message says which, why, and what to do. */
public final class ControlSocketException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean taken;

    ControlSocketException(boolean taken, String message, Throwable cause) {
        super(message, cause);
        this.taken = taken;
    }

    /** Whether another process listens there, so that a second daemon would be started; otherwise a daemon can do without. */
    public boolean taken() {
        return taken;
    }
}
