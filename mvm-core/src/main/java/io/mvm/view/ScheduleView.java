package io.mvm.view;

/**
 * Owed slots ahead. Known up to the end of the committee in force, and on to the end of the next once the chain chose it.
 *
 * @param nextSlot next slot owed; null if none is within what is known
 * @param nextSlotMs start of that slot
 * @param nextCommitteeKnown whether the forecast reaches through the next committee
 * @param knownUntilMs up to when slots are known; null while nothing ahead is known, and then no slot means nothing
 * @param slotsAhead slots owed within what is known
 * @param longestGapFromMs start of the longest stretch free of duty ahead; null while nothing is known ahead
 * @param longestGapMs its length; null as above
 * @param expectedEpoch slots that the current sidechain epoch holds for it in all, gone by and ahead; null while the epoch is
 *     not stored from its start
 * @param audited slots of it that came and were compared with what had been forecast, over the whole database
 * @param mismatches slots that came otherwise than forecast, over the whole database
 */
public record ScheduleView(
        Long nextSlot,
        Long nextSlotMs,
        boolean nextCommitteeKnown,
        Long knownUntilMs,
        long slotsAhead,
        Long longestGapFromMs,
        Long longestGapMs,
        Long expectedEpoch,
        long audited,
        long mismatches) {}
