package io.mvm.jmx;

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
}
