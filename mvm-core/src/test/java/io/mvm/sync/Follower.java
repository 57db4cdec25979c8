package io.mvm.sync;

import com.codahale.metrics.MetricRegistry;
import io.mvm.rpc.ChainNode;
import io.mvm.rpc.FailoverNode;
import io.mvm.rpc.NodePages;
import io.mvm.rpc.RpcSettings;
import io.mvm.simulator.SimulatedNode;
import io.mvm.store.ChainWriter;
import io.mvm.view.Snapshot;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A whole MVM of node client, database and loop, as a test drives it. */
final class Follower implements AutoCloseable {
    static final String CHAIN = "simulated";

    private final ChainWriter store;
    private final FailoverNode node;
    private final SyncService service;
    private final AtomicReference<Snapshot> latest = new AtomicReference<>();
    private final MetricRegistry metrics = new MetricRegistry();

    Follower(Path database, SyncSettings settings, SimulatedNode... nodes) {
        this(
                database,
                settings,
                rpc(List.of(nodes).stream().map(SimulatedNode::url).toArray(URI[]::new)));
    }

    Follower(Path database, SyncSettings settings, RpcSettings rpc) {
        this(database, settings, rpc, Duration.ofSeconds(5), snapshot -> {});
    }

    /** With another pause between two looks at the node, and told of every snapshot. */
    Follower(
            Path database,
            SyncSettings settings,
            RpcSettings rpc,
            Duration nodeLooks,
            Consumer<Snapshot> everySnapshot) {
        this(database, settings, rpc, nodeLooks, everySnapshot, UnaryOperator.identity());
    }

    /** With something between it and the node. */
    Follower(
            Path database,
            SyncSettings settings,
            RpcSettings rpc,
            Duration nodeLooks,
            Consumer<Snapshot> everySnapshot,
            UnaryOperator<ChainNode> between) {
        store = ChainWriter.open(database, Clock.systemUTC(), metrics);
        node = new FailoverNode(rpc, metrics, Clock.systemUTC());
        service = new SyncService(
                settings,
                between.apply(node),
                new NodePages(rpc.pages()),
                store,
                Clock.systemUTC(),
                snapshot -> {
                    everySnapshot.accept(snapshot);
                    latest.set(snapshot);
                },
                nodeLooks);
        service.start();
    }

    /** Quick retries, so that tests of failures take little time. */
    static RpcSettings rpc(URI... urls) {
        return new RpcSettings(
                List.of(urls),
                Duration.ofSeconds(2),
                3,
                Duration.ofMillis(5),
                Duration.ofMillis(50),
                RpcSettings.WebSocketUse.AUTO,
                200,
                4,
                Duration.ofMillis(200),
                Duration.ofMillis(200),
                RpcSettings.DEFAULT_MAX_RESPONSE_BYTES);
    }

    static SyncSettings once() {
        return new SyncSettings(CHAIN, 0, 200, 4, false, true, java.util.Set.of(), java.util.Map.of());
    }

    static SyncSettings live() {
        return SyncSettings.of(CHAIN);
    }

    SyncService service() {
        return service;
    }

    Snapshot snapshot() {
        return latest.get();
    }

    MetricRegistry metrics() {
        return metrics;
    }

    /** Waits until the loop ended by itself, then gives the store for looking at. */
    Follower finish() throws Exception {
        service.done().get(120, TimeUnit.SECONDS);
        return this;
    }

    /** Ends the loop; the store stays open. */
    Follower stop() {
        service.close();
        return this;
    }

    ChainWriter store() {
        return store;
    }

    @Override
    public void close() {
        service.close();
        node.close();
        store.close();
    }
}
