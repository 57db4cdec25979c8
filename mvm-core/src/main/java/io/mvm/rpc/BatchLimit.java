package io.mvm.rpc;

/**
 * How many calls an endpoint takes in one batch, as far as it has told. A limit on the number of calls holds for good; one on
 * bytes depends on what is asked, so that it is tried again at twice the size after a while of going well.
 */
final class BatchLimit {
    /** Full batches that must go well before a limit on bytes is doubled: few enough to recover, many enough not to pester. */
    private static final int TRIES_BEFORE_GROWTH = 50;

    private static final int UNTOLD = Integer.MAX_VALUE;

    private int configured;
    private int hardLimit = UNTOLD;
    private int softLimit = UNTOLD;
    private int wentWell;
    private boolean refused;

    BatchLimit(int configured) {
        this.configured = Math.max(1, configured);
    }

    /** Calls to put in one request; 1 means no batch at all. */
    synchronized int get() {
        return refused ? 1 : Math.min(most(), softLimit);
    }

    private int most() {
        return Math.min(configured, hardLimit);
    }

    /** Another number is wanted; what the endpoint told stays true. */
    synchronized void configure(int calls) {
        configured = Math.max(1, calls);
    }

    /**
     * The endpoint takes no batches.
     *
     * @return whether that is news
     */
    synchronized boolean refused() {
        boolean news = !refused;
        refused = true;
        return news;
    }

    /**
     * A batch of {@code calls} had too many calls.
     *
     * @return whether that lowered the limit
     */
    synchronized boolean tooLong(int calls) {
        int before = get();
        hardLimit = Math.min(hardLimit, Math.max(1, calls / 2));
        return get() < before;
    }

    /**
     * A batch of {@code calls}, or its answer, had too many bytes.
     *
     * @return whether that lowered the limit
     */
    synchronized boolean tooManyBytes(int calls) {
        int before = get();
        softLimit = Math.min(softLimit, Math.max(1, calls / 2));
        wentWell = 0;
        return get() < before;
    }

    /** A batch of {@code calls} was answered. */
    synchronized void answered(int calls) {
        if (softLimit < most() && calls >= softLimit && ++wentWell >= TRIES_BEFORE_GROWTH) {
            softLimit = softLimit >= most() / 2 ? UNTOLD : softLimit * 2;
            wentWell = 0;
        }
    }

    /** Forgets all: the endpoint was away and may be another program now. */
    synchronized void forget() {
        hardLimit = UNTOLD;
        softLimit = UNTOLD;
        refused = false;
        wentWell = 0;
    }
}
