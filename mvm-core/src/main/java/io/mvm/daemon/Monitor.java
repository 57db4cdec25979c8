package io.mvm.daemon;

import com.codahale.metrics.MetricRegistry;
import io.mvm.jmx.DaemonActions;
import io.mvm.jmx.ExporterSettings;
import io.mvm.jmx.MBeanPublisher;
import io.mvm.rpc.FailoverNode;
import io.mvm.rpc.NodePages;
import io.mvm.store.ChainWriter;
import io.mvm.store.StoreException;
import io.mvm.sync.SyncService;
import io.mvm.view.DaemonView;
import io.mvm.view.Snapshot;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One chain being monitored: node client, database, loop and MBeans. Everything it opens it closes, in the order that loses
 * nothing. Safe to be closed from any thread, more than once.
 */
public final class Monitor implements AutoCloseable {
    private final ChainWriter store;
    private final FailoverNode node;
    private final SyncService service;
    private final MBeanPublisher beans;
    private final AtomicReference<Snapshot> latest = new AtomicReference<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile ExporterSettings exporter;
    private volatile Duration longestCall;
    private boolean closed;

    /**
     * Opens the database and begins to follow the chain. MBeans are there when this returns.
     *
     * @param settings what to follow, where, and how it is served; the database's directory must exist
     * @param daemon what the process says of itself now; called often and by any thread
     * @param actions what operations of MBeans do; called by any thread, also before this returns
     * @param metrics receives timers and counters
     * @param clock the time
     * @param listener told of each snapshot once the MBeans show it, one at a time; must not block
     * @throws StoreException if the database cannot be used; nothing is left open then
     */
    public Monitor(
            MonitorSettings settings,
            Supplier<DaemonView> daemon,
            DaemonActions actions,
            MetricRegistry metrics,
            Clock clock,
            Consumer<Snapshot> listener) {
        // The exporter starts when it sees these beans, and the node is met, while the database is opened: half a
        // second saved.
        exporter = settings.exporter();
        longestCall = settings.rpc().longestCall();
        beans = new MBeanPublisher(ManagementFactory.getPlatformMBeanServer(), clock, actions);
        beans.publishMetrics(metrics);
        beans.publishChain(settings.sync().chain(), latest::get);
        beans.publishDaemon(daemon, () -> exporter);
        node = new FailoverNode(settings.rpc(), metrics, clock);
        store = open(settings.database(), clock, metrics);
        service = new SyncService(
                settings.sync(), node, new NodePages(settings.rpc().pages()), store, clock, snapshot -> {
                    latest.set(snapshot);
                    beans.onSnapshot(snapshot.chain());
                    listener.accept(snapshot);
                });
        var unused = service.done().whenComplete((nothing, failure) -> {
            if (failure == null) {
                ended.complete(null);
            } else {
                ended.completeExceptionally(failure);
            }
        });
        service.start();
    }

    private ChainWriter open(Path database, Clock clock, MetricRegistry metrics) {
        try {
            return ChainWriter.open(database, clock, metrics);
        } catch (StoreException e) {
            node.close();
            beans.close();
            throw e;
        }
    }

    /** Completes when following ended by itself; exceptionally, with the reason, if it could not go on. */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    /** How long one call of the node may take with all its retries, by the settings in force. */
    Duration longestCall() {
        return longestCall;
    }

    /** What follows the chain. */
    SyncService sync() {
        return service;
    }

    /**
     * Takes over settings without a pause in following: what can change while running, all else stays as it was.
     *
     * @return completes once the loop has taken them, which follows at once unless it waits for a node that does not answer or
     *     writes a large transaction; exceptionally if following has ended
     */
    public CompletableFuture<Void> reconfigure(MonitorSettings next) {
        node.reconfigure(next.rpc());
        longestCall = next.rpc().longestCall();
        exporter = new ExporterSettings(
                exporter.bind(),
                exporter.rulesFile(),
                next.exporter().allValidators(),
                next.exporter().maxValidators());
        return service.reconfigure(next.sync());
    }

    /** The newest snapshot; null before the first. */
    public Snapshot snapshot() {
        return latest.get();
    }

    /** Stops the loop after the transaction in progress, then closes node, MBeans and database. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        RuntimeException failure = null;
        for (Runnable part : List.<Runnable>of(service::close, node::close, beans::close, store::close)) {
            try {
                part.run();
            } catch (RuntimeException e) {
                // The other parts must be closed all the same.
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
