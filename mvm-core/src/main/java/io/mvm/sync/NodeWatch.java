package io.mvm.sync;

import io.mvm.epoch.CardanoNetwork;
import io.mvm.rpc.ChainNode;
import io.mvm.rpc.EndpointStatus;
import io.mvm.rpc.NodeHealth;
import io.mvm.rpc.NodeIdentity;
import io.mvm.rpc.NodePage;
import io.mvm.rpc.RpcException;
import io.mvm.rpc.SidechainStatus;
import io.mvm.rpc.SyncTarget;
import io.mvm.view.HostView;
import io.mvm.view.NodeDetailView;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Asks the node now and then how it is, beside the loop. What it last said is readable from any thread. */
final class NodeWatch implements AutoCloseable {
    /** A node's name and version change only when it restarts: every so many looks are enough. */
    private static final int LOOKS_PER_IDENTITY = 12;

    private final ChainNode node;
    private final PageWatch pages;
    private final Clock clock;
    private final Consumer<State> changed;
    private final BiConsumer<String, RuntimeException> failed;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "mvm-node-watch");
        made.setDaemon(true);
        return made;
    });
    private final NodeCondition condition = new NodeCondition();
    private int looks;
    private volatile NodeCondition.Head head;
    private volatile State state = new State(false, null, null, null, null, null);

    /**
     * What a node last said.
     *
     * @param up whether it answered the last time
     * @param health null if it never told
     * @param identity null if it never told
     * @param status null if it never told or has no sidechain
     * @param detail null before the first look
     * @param host its machine; null if no page of it is configured
     */
    record State(
            boolean up,
            NodeHealth health,
            NodeIdentity identity,
            SidechainStatus status,
            NodeDetailView detail,
            HostView host) {}

    NodeWatch(
            ChainNode node,
            PageWatch pages,
            Clock clock,
            Consumer<State> changed,
            BiConsumer<String, RuntimeException> failed) {
        this.node = node;
        this.pages = pages;
        this.clock = clock;
        this.changed = changed;
        this.failed = failed;
    }

    void start(long intervalMs) {
        var unused = thread.scheduleWithFixedDelay(this::look, 0, intervalMs, TimeUnit.MILLISECONDS);
    }

    State state() {
        return state;
    }

    /** Tells the newest head that was seen; null if none was. From any thread. */
    void headSeen(NodeCondition.Head seen) {
        head = seen;
    }

    /** Looks once. Never fails. */
    void look() {
        State before = state;
        try {
            NodeHealth health = healthIfTold();
            NodeIdentity identity = before.identity();
            if (identity == null || !before.up() || looks % LOOKS_PER_IDENTITY == 0) {
                identity = ask("who the node is", () -> Optional.of(node.identity()))
                        .orElse(identity);
            }
            Optional<SidechainStatus> status = ask("the node's epochs", node::sidechainStatus);
            Optional<SyncTarget> sync = ask("the node's target", node::syncState);
            state = state(true, health, identity, status.orElse(null), sync);
            looks++;
        } catch (RpcException e) {
            state = state(false, null, before.identity(), null, Optional.empty());
            failed.accept("the node's health", e);
        } catch (RuntimeException e) {
            // A broken answer must not end the schedule.
            failed.accept("the node's health", e);
        }
        changed.accept(state);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** Null where the node is there but keeps its health to itself, as some public ones do. */
    private NodeHealth healthIfTold() {
        try {
            return node.health();
        } catch (RpcException e) {
            if (e.kind() == RpcException.Kind.METHOD_NOT_FOUND || e.kind() == RpcException.Kind.REFUSED) {
                return null;
            }
            throw e;
        }
    }

    /** Empty where it fails at this alone, as over its db-sync: a node that answers is not down. */
    private <T> Optional<T> ask(String what, Supplier<Optional<T>> question) {
        try {
            return question.get();
        } catch (RpcException e) {
            if (e.kind() == RpcException.Kind.UNREACHABLE) {
                throw e;
            }
            failed.accept(what, e);
            return Optional.empty();
        }
    }

    private State state(
            boolean up, NodeHealth health, NodeIdentity identity, SidechainStatus status, Optional<SyncTarget> sync) {
        PageWatch.State read = pages.state();
        NodePage page = read.node();
        Long target = highest(
                sync.map(SyncTarget::highestBlock).orElse(OptionalLong.empty()),
                page == null ? null : page.syncTarget());
        condition.look(
                up, health == null ? null : health.syncing(), head, highest(highestEndpoint(), target), clock.millis());
        NodeDetailView detail = new NodeDetailView(
                condition.condition(),
                condition.sinceMs(),
                health == null ? null : health.shouldHavePeers(),
                target,
                status == null ? null : status.mainchainSlot(),
                status == null ? null : mainchainTime(status),
                page == null ? null : page.startedAtMs(),
                read.restarts(),
                read.up(),
                page == null ? null : page.peers(),
                page == null ? null : page.connectionsIn(),
                page == null ? null : page.connectionsOut(),
                page == null ? null : page.proposedBlocks(),
                page == null ? null : page.readyTransactions(),
                page == null ? null : page.prevotesTotal(),
                page == null ? null : page.precommitsTotal());
        return new State(up, health, identity, status, detail, read.host());
    }

    /** Time of the newest Cardano block its db-sync knows; null on networks whose slots we cannot date. */
    private static Long mainchainTime(SidechainStatus status) {
        OptionalLong time = CardanoNetwork.recognise(status.mainchainEpoch(), status.mainchainEpochEndMs())
                .map(network -> network.startOfSlot(status.mainchainSlot()))
                .orElse(OptionalLong.empty());
        return time.isEmpty() ? null : time.getAsLong();
    }

    private OptionalLong highestEndpoint() {
        return node.endpoints().stream()
                .filter(endpoint -> endpoint.up() && endpoint.height() != null)
                .mapToLong(EndpointStatus::height)
                .max();
    }

    private static Long highest(OptionalLong one, Long other) {
        if (one.isEmpty()) {
            return other;
        }
        return other == null ? Long.valueOf(one.getAsLong()) : Long.valueOf(Math.max(one.getAsLong(), other));
    }
}
