package io.mvm.daemon.lifecycle;

import io.mvm.sync.LoopCondition;
import io.mvm.view.EndpointView;
import io.mvm.view.JudgedView;
import io.mvm.view.NetworkView;
import io.mvm.view.NodeView;
import io.mvm.view.Snapshot;
import io.mvm.view.StoreView;
import io.mvm.view.SyncView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is seen of a monitor, put together by hand: all well unless changed, and only what a test changes ever moves. */
final class Sight {
    static final long START = 1_763_700_000_000L;
    static final long SLOT = 6_000;

    long now = START;
    long sequence = 1;
    Long head = 100L;
    Long finalized = 97L;
    Long last = 100L;
    Long lastSuccess = START;
    Long remaining = 0L;
    Long judged = 1_000L;
    boolean up = true;
    boolean finalizedOnly;
    boolean paused;
    String pausedBy;
    String databaseLost;
    LoopCondition.Beat beat;
    LoopCondition.Waiting waiting;
    List<LoopCondition.Failing> failing = new ArrayList<>();

    /** Time goes on, and with it the loop. */
    Sight after(long millis) {
        now += millis;
        beat = null;
        return this;
    }

    /** A slot goes by in which all goes on as it should. */
    Sight slot() {
        sequence++;
        head++;
        finalized++;
        last++;
        judged++;
        return after(SLOT);
    }

    Sight fails(String what, boolean store, int times) {
        failing.clear();
        failing.add(new LoopCondition.Failing(what, "for a reason", store, times));
        return this;
    }

    Observation seen() {
        NodeView node = new NodeView(
                up, null, null, head, finalized, null, null, null, null, null, null, null, null, SLOT, null);
        SyncView sync = new SyncView(
                last,
                finalized,
                last == null ? null : Math.max(0, head - last),
                null,
                remaining,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                Map.of(),
                lastSuccess);
        JudgedView judgedView = judged == null ? null : new JudgedView(0, 0, 0, 0, 0, 0, 0, null, Map.of(), judged);
        Snapshot snapshot = new Snapshot(
                sequence,
                now,
                "midnight",
                node,
                List.of(),
                sync,
                null,
                null,
                null,
                new NetworkView(0, 0, 0, 0, judgedView),
                List.of(),
                new StoreView("mvm.db", 1, 0, 0, null),
                null,
                null,
                null);
        EndpointView endpoint = new EndpointView(
                "http://node:9944", up, true, head, null, null, up ? null : "http://node:9944 refused the connection");
        return new Observation(
                now,
                snapshot,
                new LoopCondition(
                        beat == null ? new LoopCondition.Beat("waiting for a head", now, now) : beat,
                        paused,
                        waiting,
                        failing),
                List.of(endpoint),
                finalizedOnly,
                pausedBy,
                databaseLost);
    }
}
