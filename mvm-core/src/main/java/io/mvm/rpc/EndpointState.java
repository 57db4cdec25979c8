package io.mvm.rpc;

/** Whether an endpoint can be used, as its checks and calls have shown. Safe for any number of threads. */
final class EndpointState {
    private enum Phase {
        UNCHECKED,
        UP,
        DOWN,
        OTHER_CHAIN
    }

    private Phase phase = Phase.UNCHECKED;
    private Long height;
    private String lastError;
    private int goodInARow;
    private int syncingInARow;

    synchronized boolean up() {
        return phase == Phase.UP;
    }

    synchronized boolean down() {
        return phase == Phase.DOWN;
    }

    synchronized boolean otherChain() {
        return phase == Phase.OTHER_CHAIN;
    }

    /** Health checks in a row that found it reachable and not in major sync. */
    synchronized int goodInARow() {
        return goodInARow;
    }

    /** Health checks in a row that found it reachable but in major sync. */
    synchronized int syncingInARow() {
        return syncingInARow;
    }

    /**
     * A health check went well.
     *
     * @return whether it was not up before
     */
    synchronized boolean checked(long bestHeight, boolean syncing) {
        boolean risen = phase != Phase.UP;
        phase = Phase.UP;
        height = bestHeight;
        lastError = null;
        goodInARow = syncing ? 0 : goodInARow + 1;
        syncingInARow = syncing ? syncingInARow + 1 : 0;
        return risen;
    }

    /**
     * A call was answered.
     *
     * @return whether it was not up before
     */
    synchronized boolean answered() {
        if (phase == Phase.UP || phase == Phase.OTHER_CHAIN) {
            return false;
        }
        phase = Phase.UP;
        lastError = null;
        return true;
    }

    /**
     * It cannot be reached.
     *
     * @return whether that is news
     */
    synchronized boolean fell(String reason) {
        boolean news = phase != Phase.DOWN;
        phase = Phase.DOWN;
        lastError = reason;
        goodInARow = 0;
        syncingInARow = 0;
        return news;
    }

    /**
     * It is of another chain.
     *
     * @return whether that is news
     */
    synchronized boolean isOfOtherChain(String reason) {
        boolean news = phase != Phase.OTHER_CHAIN;
        phase = Phase.OTHER_CHAIN;
        lastError = reason;
        goodInARow = 0;
        syncingInARow = 0;
        return news;
    }

    synchronized EndpointStatus status(String url, boolean active) {
        return new EndpointStatus(url, phase == Phase.UP, active, height, null, null, lastError);
    }
}
