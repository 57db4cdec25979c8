package io.mvm.view;

import java.util.Map;

/**
 * The finalized view of owed slots: only slots that finality has passed, each judged once, so that the counts never fall.
 * owed = produced + orphaned + maintenance + network + node + alone. For judging; the head view is for looking.
 *
 * @param produced slots with a final block
 * @param owed slots judged
 * @param orphaned slots whose block lost
 * @param maintenance missed in a maintenance window of ours
 * @param network missed together with many others
 * @param node missed while MVM saw our node down or out of sync
 * @param alone missed while the network produced
 * @param consecutiveMissed judged slots missed in a row up to the newest judged one, whatever the cause but maintenance and
 *     network; null while unknown
 * @param lastMissed newest judged slot without a final block by the word of its cause ({@code alone}, {@code node} ...), a
 *     cause that never was left out; null where it is not told
 * @param throughSlot newest slot judged; null while none is
 */
public record JudgedView(
        long produced,
        long owed,
        long orphaned,
        long maintenance,
        long network,
        long node,
        long alone,
        Long consecutiveMissed,
        Map<String, Long> lastMissed,
        Long throughSlot) {}
