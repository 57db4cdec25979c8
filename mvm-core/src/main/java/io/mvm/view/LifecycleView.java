package io.mvm.view;

import java.util.List;
import java.util.Map;

/**
 * Where the process is in its life.
 *
 * @param state one of {@link #STATES}
 * @param sinceMs when it came into that state
 * @param reason why, for people
 * @param paused whether an operator has paused syncing
 * @param stalls what has stopped moving, of {@link #MOTIONS}, each with a sentence for people; empty if all moves
 * @param changes how often the state has changed since the start
 * @param history the last changes, the oldest first
 */
public record LifecycleView(
        String state,
        long sinceMs,
        String reason,
        boolean paused,
        Map<String, String> stalls,
        long changes,
        List<StateChangeView> history) {
    /** Every state there is. */
    public static final List<String> STATES =
            List.of("init", "starting", "running", "reloading", "degraded", "reconnecting", "stopping", "stopped");

    /** The loop itself: a hung one makes the process useless, whatever else moves. */
    public static final String LOOP = "loop";

    /** Everything that is watched for standing still. */
    public static final List<String> MOTIONS =
            List.of(LOOP, "snapshots", "heads", "finality", "storing", "backfill", "judgement");

    public LifecycleView {
        stalls = Map.copyOf(stalls);
        history = List.copyOf(history);
    }

    /** With all moving, and no change yet. */
    public LifecycleView(String state, long sinceMs, String reason, boolean paused) {
        this(state, sinceMs, reason, paused, Map.of(), 0, List.of());
    }

    /** What has stopped moving, for people; null if all moves. */
    public String stalled() {
        return stalls.isEmpty()
                ? null
                : String.join(
                        "; ",
                        MOTIONS.stream()
                                .filter(stalls::containsKey)
                                .map(stalls::get)
                                .toList());
    }
}
