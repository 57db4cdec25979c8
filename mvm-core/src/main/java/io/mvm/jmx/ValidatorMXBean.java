package io.mvm.jmx;

import java.util.Map;

/** One validator; its key is in the name. Totals run over the whole database, and owed = produced + missed + orphaned. */
@DescribedBean(
        value =
                "One validator; its key is in the name. Totals run over the whole database, and owed = produced + missed + orphaned.",
        infoMetric = "mvm_validator_info",
        infoHelp = "Label, registration and Aura key of the validator, and whether it is ours; always 1.")
public interface ValidatorMXBean {
    @Described(value = "Aura key last seen for the validator.", kind = Kind.INFO, infoLabel = "aura_key")
    String getAuraKey();

    @Described(value = "Name given to the validator by the operator.", kind = Kind.INFO, infoLabel = "label")
    String getLabel();

    @Described(value = "Whether the validator is one of ours.", kind = Kind.INFO, infoLabel = "ours")
    Boolean getOurs();

    @Described(
            value = "How it may sit: permissioned, registered, invalid or none.",
            kind = Kind.INFO,
            infoLabel = "registration")
    String getRegistration();

    @Described(
            value = "Canonical blocks of the validator.",
            kind = Kind.COUNTER,
            unit = "blocks",
            metric = "mvm_validator_blocks_total")
    Long getBlocks();

    @Described(
            value = "Slots the validator owed.",
            kind = Kind.COUNTER,
            unit = "slots",
            metric = "mvm_validator_slots_owed_total")
    Long getSlotsOwed();

    @Described(
            value = "Owed slots the validator left empty.",
            kind = Kind.COUNTER,
            unit = "slots",
            metric = "mvm_validator_slots_missed_total")
    Long getSlotsMissed();

    @Described(
            value = "Owed slots whose block lost to another.",
            kind = Kind.COUNTER,
            unit = "slots",
            metric = "mvm_validator_slots_orphaned_total")
    Long getSlotsOrphaned();

    @Described(
            value = "Blocks of the validator in the current sidechain epoch.",
            unit = "blocks",
            metric = "mvm_validator_blocks_epoch")
    Long getBlocksEpoch();

    @Described(
            value = "Slots owed so far in the current sidechain epoch.",
            unit = "slots",
            metric = "mvm_validator_slots_owed_epoch")
    Long getSlotsOwedEpoch();

    @Described(
            value = "Slots missed so far in the current sidechain epoch.",
            unit = "slots",
            metric = "mvm_validator_slots_missed_epoch")
    Long getSlotsMissedEpoch();

    @Described(
            value = "Owed slots missed in a row up to now.",
            unit = "slots",
            metric = "mvm_validator_consecutive_missed")
    Long getConsecutiveMissed();

    @Described(
            value = "Seats of the validator in the committee in force.",
            unit = "seats",
            metric = "mvm_validator_committee_seats")
    Integer getCommitteeSeats();

    @Described(
            value = "Seats of the validator in the next committee.",
            unit = "seats",
            metric = "mvm_validator_next_committee_seats")
    Integer getNextCommitteeSeats();

    @Described(
            value = "Whether a valid candidate entry of the validator exists.",
            metric = "mvm_validator_is_registered")
    Boolean getRegistered();

    @Described(value = "Stake behind the validator.", unit = "lovelace", metric = "mvm_validator_stake_lovelace")
    Long getStakeLovelace();

    @Described(
            value = "Height of the validator's newest canonical block.",
            unit = "blocks",
            metric = "mvm_validator_last_block_number")
    Long getLastBlockNumber();

    @Described(
            value = "Time of the validator's newest canonical block, in seconds since 1970.",
            unit = "seconds",
            metric = "mvm_validator_last_block_timestamp_seconds")
    Double getLastBlockTimestampSeconds();

    @Described(
            value = "Slots owed that finality has passed; each is judged once, so this never falls.",
            kind = Kind.COUNTER,
            unit = "slots",
            metric = "mvm_validator_finalized_slots_owed_total")
    Long getFinalizedSlotsOwed();

    @Described(
            value = "Final blocks of the validator among the slots judged.",
            kind = Kind.COUNTER,
            unit = "blocks",
            metric = "mvm_validator_finalized_blocks_total")
    Long getFinalizedBlocks();

    @Described(
            value =
                    "Slots judged without a final block of the validator, by cause: alone, network, node, maintenance or orphaned.",
            kind = Kind.COUNTER,
            unit = "slots",
            metric = "mvm_validator_finalized_slots_missed_total",
            keyLabel = "cause",
            oursOnly = true)
    Map<String, Long> getFinalizedSlotsMissed();

    @Described(
            value = "Judged slots missed in a row, alone or by fault of our node, up to the newest judged.",
            unit = "slots",
            metric = "mvm_validator_finalized_consecutive_missed",
            oursOnly = true)
    Long getFinalizedConsecutiveMissed();

    @Described(
            value =
                    "Newest slot judged that the validator left without a final block, by cause; none for a cause that never was.",
            unit = "slots",
            metric = "mvm_validator_finalized_last_missed_slot",
            keyLabel = "cause",
            oursOnly = true)
    Map<String, Long> getFinalizedLastMissedSlot();

    @Described(
            value =
                    "Slots for which the validator signed two or more blocks, over the whole database: two nodes run with"
                            + " its keys. Counts forks that the node saw while MVM listened. Signed is signed, so no finality is"
                            + " waited for and no reorg takes one back.",
            kind = Kind.COUNTER,
            unit = "slots",
            metric = "mvm_equivocations_total")
    Long getEquivocations();

    @Described(
            value = "Newest slot for which the validator signed two or more blocks.",
            unit = "slots",
            metric = "mvm_validator_last_equivocation_slot")
    Long getLastEquivocationSlot();

    @Described(
            value =
                    "Start of the newest slot for which the validator signed two or more blocks, in seconds since 1970.",
            unit = "seconds",
            metric = "mvm_validator_last_equivocation_timestamp_seconds")
    Double getLastEquivocationTimestampSeconds();

    @Described(
            value = "Start of the next slot owed, in seconds since 1970.",
            unit = "seconds",
            metric = "mvm_validator_next_slot_timestamp_seconds",
            oursOnly = true)
    Double getNextSlotTimestampSeconds();

    @Described(
            value = "Whether the schedule reaches through the next committee.",
            metric = "mvm_validator_schedule_next_committee_known",
            oursOnly = true)
    Boolean getNextCommitteeScheduled();

    @Described(
            value = "Time up to which owed slots are known, in seconds since 1970.",
            unit = "seconds",
            metric = "mvm_validator_schedule_known_until_timestamp_seconds",
            oursOnly = true)
    Double getScheduleKnownUntilTimestampSeconds();

    @Described(
            value = "Slots owed from now on, as far as they are known.",
            unit = "slots",
            metric = "mvm_validator_slots_ahead",
            oursOnly = true)
    Long getSlotsAhead();

    @Described(
            value = "Length of the longest stretch ahead in which the validator owes no slot.",
            unit = "seconds",
            metric = "mvm_validator_safe_restart_window_seconds",
            oursOnly = true)
    Double getSafeRestartWindowSeconds();

    @Described(
            value = "Start of the longest stretch ahead in which the validator owes no slot, in seconds since 1970.",
            unit = "seconds",
            metric = "mvm_validator_safe_restart_timestamp_seconds",
            oursOnly = true)
    Double getSafeRestartTimestampSeconds();

    @Described(
            value = "Slots that the current sidechain epoch holds for the validator, gone by and ahead.",
            unit = "slots",
            metric = "mvm_validator_slots_expected_epoch",
            oursOnly = true)
    Long getSlotsExpectedEpoch();

    @Described(
            value = "Slots that came and were compared with what had been forecast, over the whole database.",
            kind = Kind.COUNTER,
            unit = "slots",
            metric = "mvm_validator_schedule_audited_total",
            oursOnly = true)
    Long getScheduleAudited();

    @Described(
            value = "Slots that came otherwise than forecast.",
            kind = Kind.COUNTER,
            unit = "slots",
            metric = "mvm_validator_schedule_mismatch_total",
            oursOnly = true)
    Long getScheduleMismatches();

    @Described(
            value = "Share of the stake of all valid registered candidates.",
            metric = "mvm_validator_stake_share_ratio",
            oursOnly = true)
    Double getStakeShare();

    @Described(
            value = "Seats that its stake gives on average.",
            unit = "seats",
            metric = "mvm_validator_expected_seats",
            oursOnly = true)
    Double getExpectedSeats();

    @Described(value = "What the operator should know of its registration.", kind = Kind.INFO, oursOnly = true)
    String getRegistrationNote();

    @Described(
            value =
                    "Whether votes of the validator are seen in completed GRANDPA rounds; none while it is not a voter.",
            metric = "mvm_validator_voting",
            oursOnly = true)
    Boolean getVoting();

    @Described(value = "State of its votes: voting, silent or not_in_set.", kind = Kind.INFO, oursOnly = true)
    String getVoteState();

    @Described(
            value = "Completed GRANDPA rounds in which no vote of the validator was seen, since the start.",
            kind = Kind.COUNTER,
            unit = "rounds",
            metric = "mvm_grandpa_voter_missing_rounds_total",
            oursOnly = true)
    Long getMissingRounds();

    @Described(
            value = "Completed GRANDPA rounds in which a vote of the validator was seen, since the start.",
            kind = Kind.COUNTER,
            unit = "rounds",
            metric = "mvm_validator_votes_observed_total",
            oursOnly = true)
    Long getVotesObserved();

    @Described(
            value = "Things that are not as they should be with keys, registration or votes, by level.",
            unit = "findings",
            metric = "mvm_validator_findings",
            keyLabel = "level",
            oursOnly = true)
    Map<String, Long> getFindingCounts();

    @Described(
            value = "What is not as it should be with keys, registration or votes, the worst first.",
            kind = Kind.INFO,
            oursOnly = true)
    String[] getFindings();
}
