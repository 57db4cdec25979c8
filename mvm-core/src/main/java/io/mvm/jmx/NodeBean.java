package io.mvm.jmx;

import io.mvm.view.MaintenanceView;
import io.mvm.view.NodeDetailView;
import io.mvm.view.NodeView;
import io.mvm.view.Snapshot;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The node of one snapshot, and the maintenance window that concerns it. */
record NodeBean(NodeView v, NodeDetailView d, MaintenanceView maintenance) implements NodeMXBean {
    private static final NodeDetailView UNKNOWN = new NodeDetailView(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    private static final List<String> CONDITIONS = List.of("ok", "down", "syncing", "frozen", "stalled");

    /**
     * As of now: a window that is over is none, though no newer snapshot says so.
     *
     * @return null while nothing is known of the node
     */
    static NodeBean of(Snapshot snapshot, Clock clock) {
        if (snapshot == null || snapshot.node() == null) {
            return null;
        }
        MaintenanceView window = snapshot.maintenance();
        boolean active = window != null && clock.millis() >= window.fromMs() && clock.millis() < window.untilMs();
        NodeView node = snapshot.node();
        return new NodeBean(node, node.detail() == null ? UNKNOWN : node.detail(), active ? window : null);
    }

    /** A row for each condition, so that a condition that ended says so; no row while it is unknown. */
    private static Map<String, Long> conditions(String condition) {
        Map<String, Long> rows = new TreeMap<>();
        if (condition != null && CONDITIONS.contains(condition)) {
            CONDITIONS.forEach(one -> rows.put(one, one.equals(condition) ? 1L : 0L));
        }
        return rows;
    }

    @Override
    public Boolean getUp() {
        return v.up();
    }

    @Override
    public Boolean getSynced() {
        return v.synced();
    }

    @Override
    public Integer getPeers() {
        return v.peers();
    }

    @Override
    public Long getBlockHeight() {
        return v.blockHeight();
    }

    @Override
    public Long getFinalizedHeight() {
        return v.finalizedHeight();
    }

    @Override
    public Integer getSpecVersion() {
        return v.specVersion();
    }

    @Override
    public String getName() {
        return v.name();
    }

    @Override
    public String getVersion() {
        return v.version();
    }

    @Override
    public String getRoles() {
        return v.roles();
    }

    @Override
    public String getNetwork() {
        return v.network();
    }

    @Override
    public Long getHeadSlot() {
        return v.headSlot();
    }

    @Override
    public Double getHeadTimestampSeconds() {
        return SnapshotBeans.seconds(v.headTimestampMs());
    }

    @Override
    public Double getSlotDurationSeconds() {
        return SnapshotBeans.seconds(v.slotDurationMs());
    }

    @Override
    public Map<String, Long> getConditions() {
        return conditions(d.condition());
    }

    @Override
    public String getCondition() {
        return d.condition();
    }

    @Override
    public Double getConditionSinceTimestampSeconds() {
        return SnapshotBeans.seconds(d.conditionSinceMs());
    }

    @Override
    public Boolean getPeersExpected() {
        return d.peersExpected();
    }

    @Override
    public Long getTargetHeight() {
        return d.targetHeight();
    }

    @Override
    public Long getMainchainSlot() {
        return d.mainchainSlot();
    }

    @Override
    public Double getMainchainTimestampSeconds() {
        return SnapshotBeans.seconds(d.mainchainTimestampMs());
    }

    @Override
    public Double getStartTimestampSeconds() {
        return SnapshotBeans.seconds(d.startedAtMs());
    }

    @Override
    public Long getRestarts() {
        return d.restarts();
    }

    @Override
    public Boolean getPageUp() {
        return d.pageUp();
    }

    @Override
    public Long getPagePeers() {
        return d.pagePeers();
    }

    @Override
    public Map<String, Long> getConnections() {
        return SnapshotBeans.known("in", d.connectionsIn(), "out", d.connectionsOut());
    }

    @Override
    public Long getProposedBlocks() {
        return d.proposedBlocks();
    }

    @Override
    public Long getReadyTransactions() {
        return d.readyTransactions();
    }

    @Override
    public Long getPrevotesCast() {
        return d.prevotesTotal();
    }

    @Override
    public Long getPrecommitsCast() {
        return d.precommitsTotal();
    }

    @Override
    public Boolean getMaintenanceActive() {
        return maintenance != null;
    }

    @Override
    public Double getMaintenanceUntilTimestampSeconds() {
        return maintenance == null ? null : SnapshotBeans.seconds(maintenance.untilMs());
    }

    @Override
    public String getMaintenanceReason() {
        return maintenance == null ? null : maintenance.reason();
    }
}
