package io.mvm.sync;

import java.util.List;

/**
 * How the loop fares, as those see it who watch it from outside.
 *
 * @param beat what it is at
 * @param paused whether storing is paused
 * @param waiting why the chain is not known yet; null once the node has told
 * @param failing what failed the last time it was tried and is tried again; empty if all is well
 */
public record LoopCondition(Beat beat, boolean paused, Waiting waiting, List<Failing> failing) {
    /**
     * What the loop is at.
     *
     * @param doing in words, such as {@code following the head}
     * @param sinceMs since when
     * @param restsUntilMs when it will go on by itself at the latest, if it rests; else the same as {@code sinceMs}
     */
    public record Beat(String doing, long sinceMs, long restsUntilMs) {}

    /**
     * A node that could not be asked yet.
     *
     * @param why the failure
     * @param nextTryMs when it is tried again
     */
    public record Waiting(String why, long nextTryMs) {}

    /**
     * Something that is tried again.
     *
     * @param what the work, such as {@code backfilling}
     * @param why the last failure
     * @param store whether the database failed, rather than the node
     * @param times how often in a row
     */
    public record Failing(String what, String why, boolean store, int times) {}

    public LoopCondition {
        failing = List.copyOf(failing);
    }
}
