package io.mvm.sync;

/** When something that failed is tried again: after a pause that grows with each failure. Used on one thread. */
final class Retry {
    private static final long FIRST_MS = 500;
    private static final long LONGEST_MS = 30_000;

    private long at;
    private long pause = FIRST_MS;

    /** Whether it may be tried at a time in Unix ms. */
    boolean due(long now) {
        return now >= at;
    }

    /** It failed at a time in Unix ms; answers how many ms it rests from then. */
    long failed(long now) {
        long rest = pause;
        at = now + rest;
        pause = Math.min(LONGEST_MS, pause * 2);
        return rest;
    }

    /** It went well: the next failure costs the shortest pause again. */
    void succeeded() {
        pause = FIRST_MS;
    }

    /** Somebody asked for it: it is due whatever failed before. */
    void atOnce() {
        at = 0;
    }
}
