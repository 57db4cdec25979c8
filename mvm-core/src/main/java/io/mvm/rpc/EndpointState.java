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
    private Long heightSinceMs;
    private Boolean agrees;
    private boolean disagreementSaid;
    private String lastError;
    private int goodInARow;
    private int syncingInARow;
    private int behindInARow;

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

    /** Rounds of health checks in a row that found it far behind another endpoint. */
    synchronized int behindInARow() {
        return behindInARow;
    }

    /** Best block it told last; null if it never told one. */
    synchronized Long height() {
        return height;
    }

    /** Whether it agrees with the active endpoint on a final block; null if not compared. */
    synchronized Boolean agrees() {
        return agrees;
    }

    /**
     * A round of health checks showed whether it is far behind another endpoint. One that is counts as not well: it may be
     * reachable, not syncing, and yet have stopped to hear of new blocks.
     */
    synchronized void compared(boolean farBehind) {
        behindInARow = farBehind ? behindInARow + 1 : 0;
        if (farBehind) {
            goodInARow = 0;
        }
    }

    /**
     * Its final block was compared with the active endpoint's.
     *
     * @param same null if it could not be compared
     * @return whether that is news to be told: it disagrees for the first time, or agrees again after it did not
     */
    synchronized boolean agrees(Boolean same) {
        agrees = same;
        if (same == null || same != disagreementSaid) {
            return false;
        }
        disagreementSaid = !same;
        return true;
    }

    /**
     * A health check went well.
     *
     * @return whether it was not up before
     */
    synchronized boolean checked(long bestHeight, boolean syncing, long nowMs) {
        boolean risen = phase != Phase.UP;
        phase = Phase.UP;
        if (height == null || height != bestHeight) {
            height = bestHeight;
            heightSinceMs = nowMs;
        }
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
        // Kept while it is the same but for the id of the request: whoever shows it must not take it for news.
        if (lastError == null || !withoutIds(lastError).equals(withoutIds(reason))) {
            lastError = reason;
        }
        return lost(Phase.DOWN);
    }

    private static String withoutIds(String message) {
        return message.replaceAll(" \\(requests? [0-9 to]+\\)", "");
    }

    /**
     * It is of another chain.
     *
     * @return whether that is news
     */
    synchronized boolean isOfOtherChain(String reason) {
        lastError = reason;
        return lost(Phase.OTHER_CHAIN);
    }

    /** What was found out about it is worth nothing any more; answers whether it was not in that phase before. */
    private boolean lost(Phase to) {
        boolean news = phase != to;
        phase = to;
        goodInARow = 0;
        syncingInARow = 0;
        behindInARow = 0;
        agrees = null;
        return news;
    }

    synchronized EndpointStatus status(String url, boolean active) {
        return new EndpointStatus(url, phase == Phase.UP, active, height, heightSinceMs, agrees, lastError);
    }
}
