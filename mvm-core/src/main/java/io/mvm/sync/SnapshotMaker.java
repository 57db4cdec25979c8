package io.mvm.sync;

import io.mvm.chain.AuraKey;
import io.mvm.chain.AuthoritySet;
import io.mvm.chain.BlockRef;
import io.mvm.chain.SidechainKey;
import io.mvm.duty.Tally;
import io.mvm.epoch.MainchainClock;
import io.mvm.epoch.SlotClock;
import io.mvm.rpc.ChainNode;
import io.mvm.rpc.NodeHealth;
import io.mvm.rpc.NodeIdentity;
import io.mvm.rpc.SidechainStatus;
import io.mvm.store.ChainCounts;
import io.mvm.store.ChainParameters;
import io.mvm.store.ChainWriter;
import io.mvm.validator.DParameter;
import io.mvm.view.CommitteeView;
import io.mvm.view.EndpointView;
import io.mvm.view.EpochView;
import io.mvm.view.NetworkView;
import io.mvm.view.NodeView;
import io.mvm.view.Snapshot;
import io.mvm.view.StoreView;
import io.mvm.view.SyncView;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the snapshot from what the loop holds in memory; asks neither node nor database. Used on the loop's thread. */
final class SnapshotMaker {
    private final LiveSettings settings;
    private final ChainNode node;
    private final Clock clock;
    private final ChainWriter store;
    private final int schemaVersion;

    SnapshotMaker(LiveSettings settings, ChainNode node, Clock clock, ChainWriter store, int schemaVersion) {
        this.settings = settings;
        this.node = node;
        this.clock = clock;
        this.store = store;
        this.schemaVersion = schemaVersion;
    }

    /**
     * What the loop knows besides ledger and identities.
     *
     * @param bestNumber height of the newest head announced; null if none was
     * @param bestSlot its slot
     * @param bestSpecVersion spec version in its header
     * @param finalizedNumber height of the newest finalized head announced
     * @param finalizedSlot its slot
     * @param rateBps blocks stored a second lately
     * @param backfillRemaining blocks of history still to be fetched; null while nothing is stored
     * @param errors failures by kind
     * @param lastSuccessMs when the head was last confirmed
     * @param lastCommitMs when a transaction last ended
     */
    record Progress(
            Long bestNumber,
            Long bestSlot,
            Integer bestSpecVersion,
            Long finalizedNumber,
            Long finalizedSlot,
            Double rateBps,
            Long backfillRemaining,
            Map<String, Long> errors,
            Long lastSuccessMs,
            Long lastCommitMs) {}

    /** Those who know what cannot be told from ledger and identities; all but the last two are null before the chain is known. */
    record Parts(Judge judge, ForecastKeeper forecasts, OwnKeeper own, VoteWatch votes) {}

    Snapshot make(
            NodeWatch.State state,
            ChainParameters parameters,
            Ledger ledger,
            IdentityBook book,
            Parts parts,
            Progress progress) {
        AuthoritySet set = ledger == null || ledger.top() == null
                ? null
                : ledger.top().tip().setAfter();
        SlotClock slots = parameters.slots().orElse(null);
        return new Snapshot(
                0,
                clock.millis(),
                settings.chain(),
                node(state, parameters, progress),
                endpoints(node),
                sync(ledger, progress),
                sidechainEpoch(slots, progress),
                mainchainEpoch(parameters, state.status()),
                committee(set, book, parts.own()),
                network(ledger, parts.judge()),
                ledger == null || book == null
                        ? List.of()
                        : new ValidatorViews(settings, ledger, book, set, parameters, parts, clock.millis()).all(),
                storeView(progress),
                parts.votes().finality(),
                state.host(),
                parts.judge() == null ? null : parts.judge().maintenance(clock.millis()));
    }

    private static NodeView node(NodeWatch.State state, ChainParameters parameters, Progress progress) {
        Long slotMs = parameters.slotDurationMs();
        NodeView heights = new NodeView(
                state.up(),
                null,
                null,
                progress.bestNumber(),
                progress.finalizedNumber(),
                progress.bestSpecVersion(),
                null,
                null,
                null,
                null,
                progress.bestSlot(),
                times(progress.bestSlot(), slotMs),
                times(progress.finalizedSlot(), slotMs),
                slotMs,
                null);
        return renewed(heights, state);
    }

    static List<EndpointView> endpoints(ChainNode node) {
        return node.endpoints().stream()
                .map(e -> new EndpointView(
                        e.url(), e.up(), e.active(), e.height(), e.heightSinceMs(), e.agrees(), e.lastError()))
                .toList();
    }

    /** The same heights, with what the node says of itself as of now. */
    static NodeView renewed(NodeView before, NodeWatch.State state) {
        NodeHealth health = state.health();
        NodeIdentity identity = state.identity();
        return new NodeView(
                state.up(),
                health == null ? null : !health.syncing(),
                health == null ? null : health.peers(),
                before.blockHeight(),
                before.finalizedHeight(),
                before.specVersion(),
                identity == null ? null : identity.name(),
                identity == null ? null : identity.version(),
                identity == null || identity.roles() == null ? null : String.join(",", identity.roles()),
                identity == null ? null : identity.network(),
                before.headSlot(),
                before.headTimestampMs(),
                before.finalizedTimestampMs(),
                before.slotDurationMs(),
                state.detail());
    }

    private static Long times(Long slot, Long slotMs) {
        return slot == null || slotMs == null ? null : slot * slotMs;
    }

    private SyncView sync(Ledger ledger, Progress progress) {
        if (ledger == null) {
            return new SyncView(
                    null, null, null, null, null, 0, 0, 0, 0, 0, 0, 0, progress.errors(), progress.lastSuccessMs());
        }
        ChainCounts counts = ledger.standings().counts();
        Ledger.Run top = ledger.top();
        Long last = top == null ? null : top.tip().number();
        BlockRef finalized = counts.finalized();
        return new SyncView(
                last,
                finalized == null ? null : finalized.number(),
                last == null || progress.bestNumber() == null ? null : Math.max(0, progress.bestNumber() - last),
                progress.rateBps(),
                progress.backfillRemaining(),
                ledger.gapBlocks(settings.firstWanted()),
                counts.unattributed(),
                counts.unknownEngine(),
                ledger.blocks(),
                ledger.blocksSinceStart(),
                counts.reorgs(),
                counts.orphans(),
                progress.errors(),
                progress.lastSuccessMs());
    }

    private static EpochView sidechainEpoch(SlotClock slots, Progress progress) {
        if (slots == null || progress.bestSlot() == null) {
            return null;
        }
        long epoch = slots.epochOf(progress.bestSlot());
        return new EpochView(epoch, slots.epochStart(epoch), slots.epochStart(epoch + 1), slots.slotsPerEpoch());
    }

    private static EpochView mainchainEpoch(ChainParameters parameters, SidechainStatus status) {
        if (status == null) {
            return null;
        }
        Optional<MainchainClock> mainchain = parameters.mainchain();
        return new EpochView(
                status.mainchainEpoch(),
                mainchain.map(m -> m.startOf(status.mainchainEpoch())).orElse(null),
                status.mainchainEpochEndMs(),
                null);
    }

    private static CommitteeView committee(AuthoritySet set, IdentityBook book, OwnKeeper own) {
        if (set == null) {
            return null;
        }
        Optional<List<Boolean>> kinds = book.seatKinds(set);
        Integer permissioned =
                kinds.map(list -> (int) list.stream().filter(k -> k).count()).orElse(null);
        long members = set.members().stream()
                .map(key -> book.identity(key).map(SidechainKey::hex).orElse(key.hex()))
                .distinct()
                .count();
        Map<AuraKey, Integer> next = book.nextSeats();
        DParameter seats = own.dParameter();
        return new CommitteeView(
                set.size(),
                (int) members,
                permissioned,
                permissioned == null ? null : set.size() - permissioned,
                next == null ? null : next.values().stream().mapToInt(n -> n).sum(),
                next == null ? null : next.size(),
                seats == null ? null : seats.permissionedSeats(),
                seats == null ? null : seats.registeredSeats());
    }

    private static NetworkView network(Ledger ledger, Judge judge) {
        Tally tally = ledger == null ? Tally.NONE : ledger.standings().network();
        return new NetworkView(
                tally.owed(),
                tally.produced(),
                tally.missed(),
                tally.orphaned(),
                judge == null ? null : judge.network());
    }

    private StoreView storeView(Progress progress) {
        List<Long> sizes = store.sizes();
        return new StoreView(
                store.file().toString(), schemaVersion, sizes.get(0), sizes.get(1), progress.lastCommitMs());
    }
}
