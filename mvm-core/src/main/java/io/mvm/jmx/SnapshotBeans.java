package io.mvm.jmx;

import io.mvm.view.CommitteeView;
import io.mvm.view.EndpointView;
import io.mvm.view.EpochView;
import io.mvm.view.HostView;
import io.mvm.view.JudgedView;
import io.mvm.view.NetworkView;
import io.mvm.view.Snapshot;
import io.mvm.view.StoreView;
import io.mvm.view.SyncView;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;

/** The MXBean interfaces over the parts of one snapshot. Each is made for one call and sees one snapshot. */
final class SnapshotBeans {
    private SnapshotBeans() {}

    /** Unix milliseconds as seconds; null stays null. */
    static Double seconds(Long ms) {
        return ms == null ? null : (Double) (ms / 1000.0);
    }

    /** A map of what is known of two things; a table without rows where nothing is. */
    static <V> Map<String, V> known(String one, V first, String other, V second) {
        Map<String, V> known = new TreeMap<>();
        if (first != null) {
            known.put(one, first);
        }
        if (second != null) {
            known.put(other, second);
        }
        return known;
    }

    /** Slots without a final block by cause, those of no slot too: a counter begins at 0; null while nothing is judged. */
    static Map<String, Long> causes(JudgedView judged) {
        return judged == null
                ? null
                : Map.of(
                        "orphaned", judged.orphaned(),
                        "maintenance", judged.maintenance(),
                        "network", judged.network(),
                        "node", judged.node(),
                        "alone", judged.alone());
    }

    private static Long count(Integer number) {
        return number == null ? null : (Long) number.longValue();
    }

    record Endpoint(EndpointView v) implements EndpointMXBean {
        @Override
        public String getUrl() {
            return v.url();
        }

        @Override
        public Boolean getUp() {
            return v.up();
        }

        @Override
        public Boolean getActive() {
            return v.active();
        }

        @Override
        public Long getBlockHeight() {
            return v.blockHeight();
        }

        @Override
        public String getLastError() {
            return v.lastError();
        }

        @Override
        public Double getHeightTimestampSeconds() {
            return seconds(v.heightSinceMs());
        }

        @Override
        public Boolean getAgrees() {
            return v.agrees();
        }
    }

    record Sync(Snapshot s, SyncView v, DaemonActions actions) implements SyncMXBean {
        @Override
        public Long getSequence() {
            return s.sequence();
        }

        @Override
        public Double getSnapshotTimestampSeconds() {
            return seconds(s.takenAtMs());
        }

        @Override
        public Long getLastBlock() {
            return v.lastBlock();
        }

        @Override
        public Long getFinalizedBlock() {
            return v.finalizedBlock();
        }

        @Override
        public Long getBlocksBehind() {
            return v.blocksBehind();
        }

        @Override
        public Double getRateBps() {
            return v.rateBps();
        }

        @Override
        public Long getBackfillRemainingBlocks() {
            return v.backfillRemainingBlocks();
        }

        @Override
        public Long getGapBlocks() {
            return v.gapBlocks();
        }

        @Override
        public Long getUnattributedBlocks() {
            return v.unattributedBlocks();
        }

        @Override
        public Long getUnknownEngineBlocks() {
            return v.unknownEngineBlocks();
        }

        @Override
        public Long getBlocks() {
            return v.blocks();
        }

        @Override
        public Long getBlocksSinceStart() {
            return v.blocksSinceStart();
        }

        @Override
        public Long getReorgs() {
            return v.reorgs();
        }

        @Override
        public Long getOrphanedBlocks() {
            return v.orphanedBlocks();
        }

        @Override
        public Map<String, Long> getErrors() {
            return v.errors();
        }

        @Override
        public Double getLastSuccessTimestampSeconds() {
            return seconds(v.lastSuccessMs());
        }

        @Override
        public String backfill(long from, long to) {
            return actions.backfill(from, to);
        }
    }

    /** Either layer's epoch; progress is as of the call, so it goes on while no snapshot comes. */
    record Epoch(EpochView v, Clock clock) implements SidechainEpochMXBean, MainchainEpochMXBean {
        @Override
        public Long getNumber() {
            return v.number();
        }

        @Override
        public Double getProgress() {
            return v.progress(clock.millis());
        }

        @Override
        public Double getStartTimestampSeconds() {
            return seconds(v.startMs());
        }

        @Override
        public Double getEndTimestampSeconds() {
            return seconds(v.endMs());
        }

        @Override
        public Integer getSlots() {
            return v.slots();
        }
    }

    record Committee(CommitteeView v) implements CommitteeMXBean {
        @Override
        public Integer getSize() {
            return v.size();
        }

        @Override
        public Integer getMembers() {
            return v.members();
        }

        @Override
        public Integer getPermissionedSeats() {
            return v.permissionedSeats();
        }

        @Override
        public Integer getRegisteredSeats() {
            return v.registeredSeats();
        }

        @Override
        public Integer getNextSize() {
            return v.nextSize();
        }

        @Override
        public Integer getNextMembers() {
            return v.nextMembers();
        }

        @Override
        public Map<String, Long> getParameterSeats() {
            return known(
                    "permissioned", count(v.permissionedParameter()), "registered", count(v.registeredParameter()));
        }
    }

    record Network(NetworkView v) implements NetworkMXBean {
        @Override
        public Long getSlotsOwed() {
            return v.owed();
        }

        @Override
        public Long getSlotsProduced() {
            return v.produced();
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
        public Long getFinalizedSlotsOwed() {
            return v.judged() == null ? null : (Long) v.judged().owed();
        }

        @Override
        public Long getFinalizedBlocks() {
            return v.judged() == null ? null : (Long) v.judged().produced();
        }

        @Override
        public Map<String, Long> getFinalizedSlotsMissed() {
            return causes(v.judged());
        }

        @Override
        public Long getFinalizedJudgedSlot() {
            return v.judged() == null ? null : v.judged().throughSlot();
        }
    }

    record Host(HostView v) implements HostMXBean {
        @Override
        public Boolean getUp() {
            return v.up();
        }

        @Override
        public Long getMemoryTotalBytes() {
            return v.memoryTotalBytes();
        }

        @Override
        public Long getMemoryAvailableBytes() {
            return v.memoryAvailableBytes();
        }

        @Override
        public Long getDiskTotalBytes() {
            return v.diskTotalBytes();
        }

        @Override
        public Long getDiskAvailableBytes() {
            return v.diskAvailableBytes();
        }

        @Override
        public Double getLoad1() {
            return v.load1();
        }

        @Override
        public Double getClockOffsetSeconds() {
            return v.clockOffsetSeconds();
        }

        @Override
        public Boolean getClockSynced() {
            return v.clockSynced();
        }
    }

    record Store(StoreView v) implements StoreMXBean {
        @Override
        public String getPath() {
            return v.path();
        }

        @Override
        public Integer getSchemaVersion() {
            return v.schemaVersion();
        }

        @Override
        public Long getSizeBytes() {
            return v.sizeBytes();
        }

        @Override
        public Long getWalBytes() {
            return v.walBytes();
        }

        @Override
        public Double getLastCommitTimestampSeconds() {
            return seconds(v.lastCommitMs());
        }
    }
}
