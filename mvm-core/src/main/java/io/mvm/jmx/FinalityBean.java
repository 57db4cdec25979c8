package io.mvm.jmx;

import io.mvm.view.FinalityView;
import io.mvm.view.NodeView;
import io.mvm.view.Snapshot;

/** What is final, and the votes on it, of one snapshot; votes are null while the node has not told. */
record FinalityBean(NodeView v, FinalityView f) implements FinalityMXBean {
    /** Null while nothing is known of the node. */
    static FinalityBean of(Snapshot snapshot) {
        return snapshot == null || snapshot.node() == null
                ? null
                : new FinalityBean(snapshot.node(), snapshot.finality());
    }

    @Override
    public Long getLagBlocks() {
        if (v.blockHeight() == null || v.finalizedHeight() == null) {
            return null;
        }
        // The two are asked one after the other, so the finalized one may be of a moment later.
        return Math.max(0, v.blockHeight() - v.finalizedHeight());
    }

    @Override
    public Long getFinalizedHeight() {
        return v.finalizedHeight();
    }

    @Override
    public Double getFinalizedTimestampSeconds() {
        return SnapshotBeans.seconds(v.finalizedTimestampMs());
    }

    @Override
    public Long getRound() {
        return f == null ? null : f.round();
    }

    @Override
    public Long getSetId() {
        return f == null ? null : f.setId();
    }

    @Override
    public Long getChainSetId() {
        return f == null ? null : f.chainSetId();
    }

    @Override
    public Long getVoters() {
        return f == null ? null : f.voters();
    }

    @Override
    public Long getThreshold() {
        return f == null ? null : f.threshold();
    }

    @Override
    public Long getPrevotes() {
        return f == null ? null : f.prevotes();
    }

    @Override
    public Long getPrecommits() {
        return f == null ? null : f.precommits();
    }

    @Override
    public Long getVotedWeight() {
        return f == null ? null : f.votedWeight();
    }

    @Override
    public Double getQuorumMargin() {
        return f == null ? null : f.quorumMargin();
    }

    @Override
    public Long getRoundsObserved() {
        return f == null ? null : (Long) f.roundsObserved();
    }
}
