package io.mvm.jmx;

import io.mvm.view.CommitteeView;
import io.mvm.view.EndpointView;
import io.mvm.view.EpochView;
import io.mvm.view.NetworkView;
import io.mvm.view.NodeView;
import io.mvm.view.Snapshot;
import io.mvm.view.StoreView;
import io.mvm.view.SyncView;
import java.time.Clock;
import java.util.Map;

/** The MXBean interfaces over the parts of one snapshot. Each is made for one call and sees one snapshot. */
final class SnapshotBeans {
    private SnapshotBeans() {}

    /** Unix milliseconds as seconds; null stays null. */
    static Double seconds(Long ms) {
        return ms == null ? null : (Double) (ms / 1000.0);
    }

    record Node(NodeView v) implements NodeMXBean {
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
            return seconds(v.headTimestampMs());
        }

        @Override
        public Double getSlotDurationSeconds() {
            return seconds(v.slotDurationMs());
        }
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
    }

    record Sync(Snapshot s, SyncView v) implements SyncMXBean {
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
    }

    record Finality(NodeView v) implements FinalityMXBean {
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
            return seconds(v.finalizedTimestampMs());
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
