package io.mvm.daemon.lifecycle;

import io.mvm.sync.LoopCondition;
import io.mvm.view.JudgedView;
import io.mvm.view.LifecycleView;
import io.mvm.view.Snapshot;
import io.mvm.view.SyncView;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Names what stopped moving. Each motion is watched only while it is expected: a node that is gone, or an operator's pause, stops
 * much that nobody need be told of. Says once that something stands still, and once that it moves again. Used by one thread.
 */
final class StallDetector {
    /** Slots without a new head: chains leave some empty, so many in a row they do not. */
    static final int HEAD_SLOTS = 10;
    /** Slots without a newly final block while heads move. */
    static final int FINALITY_SLOTS = 20;
    /** Slots in which nothing was stored though the node is ahead. */
    static final int STORE_SLOTS = 5;
    /** Slots without one block of history while some is missing: the head comes first, and the node may be slow. */
    static final int BACKFILL_SLOTS = 20;
    /** Slots without one judged while finality moves: judging looks some slots ahead. */
    static final int JUDGEMENT_SLOTS = 20;
    /** Slots without a snapshot or a sign of the loop; not less than the longest wait for a node. */
    static final int LOOP_SLOTS = 10;

    /** On a chain of short slots, time for three looks at the node: what is looked at every five seconds moves in steps. */
    static final long LEAST_MS = 15_000;

    private final LifecycleLog log;
    private final Supplier<Duration> longestWait;
    private final Map<String, Motion> motions = new LinkedHashMap<>();

    /** What is known of one motion: the value that should change, since when it has not, and whether that was said. */
    private static final class Motion {
        private Object value;
        private long sinceMs;
        private boolean expected;
        private String said;
        private long saidMs;
    }

    /**
     * Detects nothing yet.
     *
     * @param longestWait how long the loop may wait for one answer of a node now, with all retries
     */
    StallDetector(LifecycleLog log, Supplier<Duration> longestWait) {
        this.log = log;
        this.longestWait = longestWait;
        LifecycleView.MOTIONS.forEach(name -> motions.put(name, new Motion()));
    }

    /** What stands still now, by motion, each with a sentence for people. */
    Map<String, String> check(Observation seen) {
        Snapshot snapshot = seen.snapshot();
        long slot = seen.slotMs();
        LoopCondition.Beat beat = seen.loop().beat();
        boolean hung = seen.nowMs() - beat.restsUntilMs() > hungAfterMs(slot);
        say(LifecycleView.LOOP, hung, seen.nowMs(), beat.sinceMs(), "the loop hangs at '" + beat.doing() + "'");
        if (snapshot != null && !hung) {
            check(seen, snapshot, slot);
        }
        Map<String, String> stalls = new LinkedHashMap<>();
        motions.forEach((name, motion) -> {
            if (motion.said != null) {
                stalls.put(name, motion.said);
            }
        });
        return stalls;
    }

    private void check(Observation seen, Snapshot snapshot, long slot) {
        SyncView sync = snapshot.sync();
        Long head = seen.head();
        Long last = sync.lastBlock();
        boolean headsMove = head != null;
        still("snapshots", true, snapshot.sequence(), hungAfterMs(slot), seen, "no snapshot was made");
        boolean headsStill = still(
                "heads",
                headsMove,
                head,
                HEAD_SLOTS * slot,
                seen,
                "the node answers, but its head stands still at block " + head);
        boolean finalityStill = still(
                "finality",
                headsMove && !headsStill && snapshot.node().finalizedHeight() != null,
                snapshot.node().finalizedHeight(),
                FINALITY_SLOTS * slot,
                seen,
                "heads move, but finality stands still at block "
                        + snapshot.node().finalizedHeight());
        still(
                "storing",
                headsMove && !seen.paused() && behind(seen, snapshot) > 0,
                last,
                STORE_SLOTS * slot,
                seen,
                "the node is ahead at block " + head + ", but nothing is stored after block " + last + failing(seen));
        still(
                "backfill",
                headsMove && !seen.paused() && positive(sync.backfillRemainingBlocks()),
                sync.backfillRemainingBlocks(),
                BACKFILL_SLOTS * slot,
                seen,
                "history stands still with " + sync.backfillRemainingBlocks() + " blocks to be fetched"
                        + failing(seen));
        JudgedView judged =
                snapshot.network() == null ? null : snapshot.network().judged();
        // While a gap parts what is judged from what is final, judgement waits for it to be filled.
        still(
                "judgement",
                headsMove
                        && !headsStill
                        && !finalityStill
                        && !seen.paused()
                        && judged != null
                        && !positive(sync.backfillRemainingBlocks()),
                judged == null ? null : judged.throughSlot(),
                JUDGEMENT_SLOTS * slot,
                seen,
                "finality moves, but no slot is judged after slot " + (judged == null ? null : judged.throughSlot())
                        + failing(seen));
    }

    /** Blocks between what is stored and what is to be: those up to the head, or only the final ones. */
    private static long behind(Observation seen, Snapshot snapshot) {
        Long target = seen.finalizedOnly() ? snapshot.node().finalizedHeight() : seen.head();
        Long last = snapshot.sync().lastBlock();
        return target == null || last == null ? 0 : target - last;
    }

    /** Notes a value; true if it stands still for longer than allowed. What is not expected to move begins anew when it is. */
    private boolean still(String name, boolean expected, Object value, long allowedMs, Observation seen, String text) {
        Motion motion = motions.get(name);
        if (!expected || !motion.expected || !Objects.equals(value, motion.value)) {
            motion.sinceMs = seen.nowMs();
        }
        motion.expected = expected;
        motion.value = value;
        long stands = seen.nowMs() - motion.sinceMs;
        boolean stalled = expected && stands > Math.max(LEAST_MS, allowedMs);
        say(name, stalled, seen.nowMs(), motion.sinceMs, text);
        return stalled;
    }

    private void say(String name, boolean stalled, long nowMs, long sinceMs, String text) {
        Motion motion = motions.get(name);
        if (stalled && motion.said == null) {
            motion.said = text + ", since " + Instant.ofEpochMilli(sinceMs).truncatedTo(ChronoUnit.SECONDS);
            motion.saidMs = sinceMs;
            log.stalled(motion.said);
        } else if (!stalled && motion.said != null) {
            motion.said = null;
            log.movesAgain(name, nowMs - motion.saidMs);
        }
    }

    private long hungAfterMs(long slotMs) {
        return Math.max(
                LEAST_MS, Math.max(LOOP_SLOTS * slotMs, longestWait.get().toMillis()));
    }

    private static boolean positive(Long number) {
        return number != null && number > 0;
    }

    private static String failing(Observation seen) {
        return seen.loop().failing().isEmpty()
                ? ""
                : " (" + seen.loop().failing().get(0).what() + " failed: "
                        + seen.loop().failing().get(0).why() + ")";
    }
}
