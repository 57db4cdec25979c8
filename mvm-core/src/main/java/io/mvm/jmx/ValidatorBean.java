package io.mvm.jmx;

import io.mvm.view.ValidatorView;

/** One validator of one snapshot. */
record ValidatorBean(ValidatorView v) implements ValidatorMXBean {
    @Override
    public String getAuraKey() {
        return v.auraKey();
    }

    @Override
    public String getLabel() {
        return v.label();
    }

    @Override
    public Boolean getOurs() {
        return v.ours();
    }

    @Override
    public String getRegistration() {
        return v.registration();
    }

    @Override
    public Long getBlocks() {
        return v.produced();
    }

    @Override
    public Long getSlotsOwed() {
        return v.owed();
    }

    @Override
    public Long getSlotsMissed() {
        return v.missed();
    }

    @Override
    public Long getSlotsOrphaned() {
        return v.orphaned();
    }

    @Override
    public Long getBlocksEpoch() {
        return v.producedEpoch();
    }

    @Override
    public Long getSlotsOwedEpoch() {
        return v.owedEpoch();
    }

    @Override
    public Long getSlotsMissedEpoch() {
        return v.missedEpoch();
    }

    @Override
    public Long getConsecutiveMissed() {
        return v.consecutiveMissed();
    }

    @Override
    public Integer getCommitteeSeats() {
        return v.seats();
    }

    @Override
    public Integer getNextCommitteeSeats() {
        return v.nextSeats();
    }

    @Override
    public Boolean getRegistered() {
        return v.registered();
    }

    @Override
    public Long getStakeLovelace() {
        return v.stakeLovelace();
    }

    @Override
    public Long getLastBlockNumber() {
        return v.lastBlockNumber();
    }

    @Override
    public Double getLastBlockTimestampSeconds() {
        return SnapshotBeans.seconds(v.lastBlockTimestampMs());
    }
}
