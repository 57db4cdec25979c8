package io.mvm.sync;

import io.mvm.store.Outage;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Notes from when to when no node of ours was fit: none answered, the active one was syncing, or its head stood still. Told by
 * the node's watch, written down by the loop, which an outage may keep waiting; so it is safe for several threads.
 */
final class Outages {
    /** A head that many slots old is no matter of chance any more. */
    private static final int FROZEN_SLOTS = 10;

    private final Clock clock;
    private final Deque<Outage> unsaved = new ArrayDeque<>();
    private Long headMs;
    private Long slotMs;
    private Long lastGood;
    private Outage current;

    Outages(Clock clock) {
        this.clock = clock;
    }

    /**
     * The newest head announced.
     *
     * @param startMs Unix ms at which its slot began; null if unknown
     * @param slotDurationMs length of a slot; null if unknown
     */
    synchronized void head(Long startMs, Long slotDurationMs) {
        headMs = startMs;
        slotMs = slotDurationMs;
    }

    /** The watch looked. Before the node was first reached nothing is an outage: it may not have been started yet. */
    synchronized void looked(NodeWatch.State state) {
        long now = clock.millis();
        String fault = fault(state, now);
        if (current != null) {
            // Up to this look it lasted, whatever this look says.
            current = new Outage(current.fromMs(), Math.max(now, current.fromMs()), current.reason());
            keep(current);
        } else if (fault != null && (lastGood != null || state.up())) {
            current = new Outage(Math.min(begin(state, now), now), now, fault);
            keep(current);
        }
        if (fault == null) {
            current = null;
            lastGood = now;
        }
    }

    /** The oldest change not yet written down; null if there is none. */
    synchronized Outage unsaved() {
        return unsaved.peek();
    }

    /** That change, or a later state of the same outage, was written down. */
    synchronized void saved(Outage outage) {
        unsaved.remove(outage);
    }

    /** One entry for each outage is enough, and a store that cannot be written must not fill the memory. */
    private void keep(Outage outage) {
        if (!unsaved.isEmpty() && unsaved.peekLast().fromMs() == outage.fromMs()) {
            unsaved.pollLast();
        }
        unsaved.add(outage);
    }

    /** A head that stands still has done so since its slot ended; everything else since it was last seen well. */
    private long begin(NodeWatch.State state, long now) {
        long good = lastGood == null ? now : lastGood;
        return state.up() && !syncing(state) ? Math.min(good, headMs + slotMs) : good;
    }

    private String fault(NodeWatch.State state, long now) {
        if (!state.up()) {
            return "no node answered";
        }
        if (syncing(state)) {
            return "the node was syncing";
        }
        return headMs != null && slotMs != null && now - headMs > FROZEN_SLOTS * slotMs
                ? "the node's head stood still"
                : null;
    }

    private static boolean syncing(NodeWatch.State state) {
        return state.health() != null && state.health().syncing();
    }
}
