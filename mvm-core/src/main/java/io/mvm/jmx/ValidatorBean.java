package io.mvm.jmx;

import io.mvm.view.OwnView;
import io.mvm.view.RegistrationView;
import io.mvm.view.ScheduleView;
import io.mvm.view.ValidatorView;
import io.mvm.view.VoteView;
import java.util.Map;

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

    @Override
    public Long getFinalizedSlotsOwed() {
        return v.judged() == null ? null : (Long) v.judged().owed();
    }

    @Override
    public Long getFinalizedBlocks() {
        return v.judged() == null ? null : (Long) v.judged().produced();
    }

    @Override
    public Map<String, Long> getFinalizedSlotsMissed() {
        return SnapshotBeans.causes(v.judged());
    }

    @Override
    public Long getFinalizedConsecutiveMissed() {
        return v.judged() == null ? null : v.judged().consecutiveMissed();
    }

    @Override
    public Map<String, Long> getFinalizedLastMissedSlot() {
        return v.judged() == null ? null : v.judged().lastMissed();
    }

    @Override
    public Long getEquivocations() {
        return v.equivocations().slots();
    }

    @Override
    public Long getLastEquivocationSlot() {
        return v.equivocations().lastSlot();
    }

    @Override
    public Double getLastEquivocationTimestampSeconds() {
        return SnapshotBeans.seconds(v.equivocations().lastTimestampMs());
    }

    @Override
    public Double getNextSlotTimestampSeconds() {
        return schedule() == null ? null : SnapshotBeans.seconds(schedule().nextSlotMs());
    }

    @Override
    public Boolean getNextCommitteeScheduled() {
        return schedule() == null ? null : (Boolean) schedule().nextCommitteeKnown();
    }

    @Override
    public Double getScheduleKnownUntilTimestampSeconds() {
        return schedule() == null ? null : SnapshotBeans.seconds(schedule().knownUntilMs());
    }

    @Override
    public Long getSlotsAhead() {
        return scheduled() ? (Long) schedule().slotsAhead() : null;
    }

    @Override
    public Double getSafeRestartWindowSeconds() {
        return schedule() == null ? null : SnapshotBeans.seconds(schedule().longestGapMs());
    }

    @Override
    public Double getSafeRestartTimestampSeconds() {
        return schedule() == null ? null : SnapshotBeans.seconds(schedule().longestGapFromMs());
    }

    @Override
    public Long getSlotsExpectedEpoch() {
        return schedule() == null ? null : schedule().expectedEpoch();
    }

    @Override
    public Long getScheduleAudited() {
        return schedule() == null ? null : (Long) schedule().audited();
    }

    @Override
    public Long getScheduleMismatches() {
        return schedule() == null ? null : (Long) schedule().mismatches();
    }

    @Override
    public Double getStakeShare() {
        return registration() == null ? null : registration().stakeShare();
    }

    @Override
    public Double getExpectedSeats() {
        return registration() == null ? null : registration().expectedSeats();
    }

    @Override
    public String getRegistrationNote() {
        return registration() == null ? null : registration().note();
    }

    @Override
    public Boolean getVoting() {
        return switch (String.valueOf(getVoteState())) {
            case "voting" -> true;
            case "silent" -> false;
            default -> null;
        };
    }

    @Override
    public String getVoteState() {
        return votes() == null ? null : votes().state();
    }

    @Override
    public Long getMissingRounds() {
        return votes() == null ? null : (Long) votes().missingRounds();
    }

    @Override
    public Long getVotesObserved() {
        return votes() == null ? null : (Long) (votes().roundsObserved() - votes().missingRounds());
    }

    @Override
    public Map<String, Long> getFindingCounts() {
        // Nothing looked at yet is not the same as nothing found.
        if (v.own() == null || v.own().equals(OwnView.UNKNOWN)) {
            return null;
        }
        return Map.of("critical", findings("critical"), "degraded", findings("degraded"));
    }

    @Override
    public String[] getFindings() {
        return v.own() == null
                ? null
                : v.own().findings().stream()
                        .map(finding -> finding.level() + ": " + finding.text())
                        .toArray(String[]::new);
    }

    private long findings(String level) {
        return v.own().findings().stream()
                .filter(finding -> finding.level().equals(level))
                .count();
    }

    private ScheduleView schedule() {
        return v.own() == null ? null : v.own().schedule();
    }

    /** Whether anything is known of slots ahead: none owed is not the same as not known yet. */
    private boolean scheduled() {
        return schedule() != null && schedule().knownUntilMs() != null;
    }

    private VoteView votes() {
        return v.own() == null ? null : v.own().votes();
    }

    private RegistrationView registration() {
        return v.own() == null ? null : v.own().registration();
    }
}
