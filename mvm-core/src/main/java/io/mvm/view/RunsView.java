package io.mvm.view;

/**
 * All runs of this daemon there ever were, the present one included, as far as its state file remembers.
 *
 * @param firstStartMs when it was started for the first time
 * @param starts how often it was started
 * @param cleanEnds how often it was ended in order
 * @param uncleanEnds how often it broke off: killed, crashed, or the machine did
 * @param lastEndMs when the run before this one ended, or was last seen; null if this is the first
 * @param lastEndClean whether that run was ended in order; null if this is the first
 * @param lastEndReason what ended it, for people; null if this is the first
 * @param lastState state of the daemon then; null if this is the first
 * @param uptimeMs time it has run in all
 * @param longestUptimeMs the longest run
 * @param blocksStored blocks stored by all runs
 * @param reloads successful reloads in all runs
 */
public record RunsView(
        long firstStartMs,
        long starts,
        long cleanEnds,
        long uncleanEnds,
        Long lastEndMs,
        Boolean lastEndClean,
        String lastEndReason,
        String lastState,
        long uptimeMs,
        long longestUptimeMs,
        long blocksStored,
        long reloads) {}
