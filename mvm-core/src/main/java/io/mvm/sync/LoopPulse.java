package io.mvm.sync;

import java.time.Clock;

/** What the loop says of itself while it runs, for those who watch whether it does. Written by the loop, read by any thread. */
final class LoopPulse {
    private final Clock clock;
    private volatile LoopCondition.Beat beat;
    private volatile LoopCondition.Waiting waiting;

    LoopPulse(Clock clock) {
        this.clock = clock;
        doing("starting");
    }

    /** The loop begins something. */
    void doing(String what) {
        long now = clock.millis();
        beat = new LoopCondition.Beat(what, now, now);
    }

    /** The loop waits for something to happen, so long at the most. */
    void rests(String what, long millis) {
        long now = clock.millis();
        beat = new LoopCondition.Beat(what, now, now + millis);
    }

    /** The node could not be asked, and is asked again after so long. */
    void waiting(String why, long millis) {
        waiting = new LoopCondition.Waiting(why, clock.millis() + millis);
        rests("waiting for the node", millis);
    }

    /** The node has told what the chain is. */
    void reached() {
        waiting = null;
    }

    LoopCondition.Beat beat() {
        return beat;
    }

    LoopCondition.Waiting waiting() {
        return waiting;
    }
}
