package io.mvm.jmx;

import io.mvm.view.CommitteeView;
import io.mvm.view.DaemonView;
import io.mvm.view.EndpointView;
import io.mvm.view.EpochView;
import io.mvm.view.EquivocationsView;
import io.mvm.view.FindingView;
import io.mvm.view.LifecycleView;
import io.mvm.view.MaintenanceView;
import io.mvm.view.NetworkView;
import io.mvm.view.NodeDetailView;
import io.mvm.view.NodeView;
import io.mvm.view.OwnView;
import io.mvm.view.ProcessView;
import io.mvm.view.ReloadView;
import io.mvm.view.Snapshot;
import io.mvm.view.StoreView;
import io.mvm.view.SyncView;
import io.mvm.view.ValidatorView;
import io.mvm.view.VoteView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Snapshots for tests. */
final class Views {
    static final DaemonView DAEMON = new DaemonView(
            new ProcessView("0.1.0", "abc1234", "17.0.15", 4242, 1_763_700_000_500L),
            new LifecycleView("running", 1_763_700_001_000L, "", false),
            ReloadView.atStart(1_763_700_000_600L));

    private Views() {}

    /** A full snapshot with that many validators, each with totals made of its sequence. */
    static Snapshot snapshot(long sequence, int validators, String... urls) {
        List<ValidatorView> all = new ArrayList<>();
        for (int i = 0; i < validators; i++) {
            all.add(validator(String.format("0x02%064x", i), sequence));
        }
        return snapshot(sequence, all, urls);
    }

    static Snapshot snapshot(long sequence, List<ValidatorView> validators, String... urls) {
        List<EndpointView> endpoints = new ArrayList<>();
        for (String url : urls) {
            endpoints.add(new EndpointView(url, true, endpoints.isEmpty(), 100L, null, null, null));
        }
        NodeView node = new NodeView(
                true,
                null,
                8,
                100L,
                97L,
                22_000,
                "Midnight Node",
                null,
                "Authority",
                "preview",
                290_000L,
                1_763_700_006_000L,
                1_763_699_988_000L,
                6_000L,
                null);
        SyncView sync =
                new SyncView(100L, 97L, 0L, 12.5, 0L, 0, 0, 0, 101, 5, 1, 1, Map.of("timeout", 3L), 1_763_700_006_100L);
        EpochView epoch = new EpochView(245, 1_763_700_000_000L, 1_763_707_200_000L, 1200);
        return new Snapshot(
                sequence,
                1_763_700_006_200L,
                "midnight",
                node,
                endpoints,
                sync,
                epoch,
                null,
                new CommitteeView(10, 6, null, null, null, null, null, null),
                new NetworkView(100, 96, 3, 1, null),
                validators,
                new StoreView("/var/lib/mvm.db", 3, 4096, 512, null),
                null,
                null,
                null);
    }

    static ValidatorView validator(String key, long sequence) {
        return new ValidatorView(
                key,
                null,
                null,
                false,
                "registered",
                sequence,
                sequence + 2,
                sequence,
                sequence,
                null,
                null,
                null,
                null,
                1,
                null,
                true,
                5_000_000L,
                null,
                null,
                null,
                EquivocationsView.NONE,
                null);
    }

    /** Key of the one validator of {@link #ours}. */
    static final String OURS = String.format("0x02%064x", 77);

    static Snapshot ours(OwnView own) {
        ValidatorView v = validator(OURS, 1);
        return snapshot(
                1,
                List.of(new ValidatorView(
                        v.key(),
                        v.auraKey(),
                        v.label(),
                        true,
                        v.registration(),
                        v.produced(),
                        v.owed(),
                        v.missed(),
                        v.orphaned(),
                        null,
                        null,
                        null,
                        null,
                        v.seats(),
                        null,
                        v.registered(),
                        v.stakeLovelace(),
                        null,
                        null,
                        null,
                        v.equivocations(),
                        own)));
    }

    /** Ten rounds looked at. */
    static OwnView own(String voteState, long missing, List<FindingView> findings) {
        return new OwnView(null, new VoteView(null, null, voteState, missing, 10), List.of(), null, findings);
    }

    static Snapshot inMaintenance(MaintenanceView window) {
        Snapshot s = snapshot(1, 0);
        return with(s, s.node(), window);
    }

    static Snapshot inCondition(String condition) {
        Snapshot s = snapshot(1, 0);
        NodeDetailView detail = new NodeDetailView(
                condition, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
        NodeView node = new NodeView(
                true, null, null, null, null, null, null, null, null, null, null, null, null, null, detail);
        return with(s, node, null);
    }

    private static Snapshot with(Snapshot s, NodeView node, MaintenanceView window) {
        return new Snapshot(
                s.sequence(),
                s.takenAtMs(),
                s.chain(),
                node,
                s.endpoints(),
                s.sync(),
                s.sidechainEpoch(),
                s.mainchainEpoch(),
                s.committee(),
                s.network(),
                s.validators(),
                s.store(),
                s.finality(),
                s.host(),
                window);
    }
}
