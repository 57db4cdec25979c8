package io.mvm.sync;

/** When a question is due: at once, then at an interval, sooner after a failure. One question at a time. */
final class Due {
    private final long intervalMs;
    private final long retryMs;
    private boolean asking;
    private Long nextMs;

    Due(long intervalMs, long retryMs) {
        this.intervalMs = intervalMs;
        this.retryMs = retryMs;
    }

    /** Whether to ask now; if so, it counts as asked. */
    boolean take(long nowMs) {
        if (asking || (nextMs != null && nowMs < nextMs)) {
            return false;
        }
        asking = true;
        return true;
    }

    void answered(long nowMs) {
        asking = false;
        nextMs = nowMs + intervalMs;
    }

    void failed(long nowMs) {
        asking = false;
        nextMs = nowMs + retryMs;
    }

    /** What was answered is out of date. */
    void now() {
        nextMs = null;
    }
}
