package io.mvm.view;

/**
 * One validator. Totals run over the whole database, from canonical blocks; owed = produced + missed + orphaned.
 *
 * @param key sidechain key as {@code 0x} hex; {@code aura:0x...} while only the Aura key is known
 * @param auraKey Aura key last seen for it, as {@code 0x} hex
 * @param label name; null if none
 * @param ours whether it is one of ours
 * @param registration {@code permissioned}, {@code registered}, {@code invalid}, {@code none}; null if unknown
 * @param produced canonical blocks
 * @param owed slots owed
 * @param missed slots left empty
 * @param orphaned slots whose block lost
 * @param producedEpoch blocks in the current sidechain epoch; null while that epoch is not stored from its start
 * @param owedEpoch slots owed in it so far; null as above
 * @param missedEpoch slots missed in it so far; null as above
 * @param consecutiveMissed owed slots missed in a row up to now; null until it is known
 * @param seats seats in the committee in force; null while that is unknown
 * @param nextSeats seats in the next committee; null while it is not chosen or unknown
 * @param registered whether a valid candidate entry exists; null if unknown
 * @param stakeLovelace stake behind it; null if unknown or permissioned
 * @param lastBlockNumber its newest canonical block; null if none is stored
 * @param lastBlockTimestampMs time of that block; null if none is stored
 * @param judged the finalized view; null while no slot of the chain is judged
 * @param equivocations slots for which it signed several blocks
 * @param own more of it, as it is ours; null for others
 */
public record ValidatorView(
        String key,
        String auraKey,
        String label,
        boolean ours,
        String registration,
        long produced,
        long owed,
        long missed,
        long orphaned,
        Long producedEpoch,
        Long owedEpoch,
        Long missedEpoch,
        Long consecutiveMissed,
        Integer seats,
        Integer nextSeats,
        Boolean registered,
        Long stakeLovelace,
        Long lastBlockNumber,
        Long lastBlockTimestampMs,
        JudgedView judged,
        EquivocationsView equivocations,
        OwnView own) {}
