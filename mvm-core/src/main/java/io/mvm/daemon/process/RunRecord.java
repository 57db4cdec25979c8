package io.mvm.daemon.process;

import io.mvm.view.RunsView;

/**
 * What the state file holds: all runs, and the present one as it was when this was written.
 *
 * @param runs totals of all runs; its {@code last...} is of the run before the present one
 * @param startedMs when the present run began
 * @param savedMs when this was written
 * @param state state of the daemon then
 * @param ended whether the present run was ended in order
 * @param reason what ended it, or what is about to; null while nothing does
 */
record RunRecord(RunsView runs, long startedMs, long savedMs, String state, boolean ended, String reason) {
    private static final String INIT = "init";
    private static final String UNTOLD = "killed, crashed or without power";

    /** A run begins, nothing known of any before. */
    static RunRecord first(long nowMs) {
        return new RunRecord(
                new RunsView(nowMs, 1, 0, 0, null, null, null, null, 0, 0, 0, 0), nowMs, nowMs, INIT, false, null);
    }

    /** A run begins after the one that has left this. */
    RunRecord next(long nowMs) {
        RunsView before = runs;
        RunsView begun = new RunsView(
                before.firstStartMs(),
                before.starts() + 1,
                before.cleanEnds() + (ended ? 1 : 0),
                before.uncleanEnds() + (ended ? 0 : 1),
                savedMs,
                ended,
                reason == null ? UNTOLD : reason,
                state,
                before.uptimeMs(),
                before.longestUptimeMs(),
                before.blocksStored(),
                before.reloads());
        return new RunRecord(begun, nowMs, nowMs, INIT, false, null);
    }

    /**
     * The same run later; this is its record of the start.
     *
     * @param why what ends it; null while nothing does
     */
    RunRecord at(long nowMs, RunKeeper.Progress progress, boolean inOrder, String why) {
        // A clock that was set back does not make a run shorter than nothing.
        long uptime = Math.max(0, nowMs - startedMs);
        return new RunRecord(
                new RunsView(
                        runs.firstStartMs(),
                        runs.starts(),
                        runs.cleanEnds(),
                        runs.uncleanEnds(),
                        runs.lastEndMs(),
                        runs.lastEndClean(),
                        runs.lastEndReason(),
                        runs.lastState(),
                        runs.uptimeMs() + uptime,
                        Math.max(runs.longestUptimeMs(), uptime),
                        runs.blocksStored() + progress.blocksStored(),
                        runs.reloads() + progress.reloads()),
                startedMs,
                nowMs,
                progress.state(),
                inOrder,
                why);
    }
}
