package io.mvm.sync;

import io.mvm.rpc.ChainNode;
import io.mvm.rpc.NodePages;
import io.mvm.rpc.PageSettings;
import io.mvm.store.ChainWriter;
import io.mvm.view.EndpointView;
import io.mvm.view.MaintenanceView;
import io.mvm.view.Snapshot;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Follows one chain until it is closed. Owns the threads it starts, not the node and the store it is given. Safe to be closed
 * from any thread.
 */
public final class SyncService implements AutoCloseable {
    private static final Duration NODE_LOOKS = Duration.ofSeconds(5);
    private static final long CLOSE_MS = 2_000;

    private final Duration nodeLooks;
    private final ChainNode node;
    private final Clock clock;
    private final SyncLoop loop;
    private final HeadInbox inbox;
    private final Watches watches;
    private final Thread thread;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Set<LoopCall<?>> calls = ConcurrentHashMap.newKeySet();
    private final Errors errors = new Errors();
    private final LoopPulse pulse;

    /** As the other, with no pages read besides. */
    public SyncService(
            SyncSettings settings, ChainNode node, ChainWriter store, Clock clock, Consumer<Snapshot> published) {
        this(settings, node, new NodePages(PageSettings.NONE), store, clock, published);
    }

    /**
     * Makes the service; nothing happens before {@link #start}.
     *
     * @param settings what to follow
     * @param node the node
     * @param pages the pages of the node and its machine, used by this service alone from now on
     * @param store the database, used by this service alone from now on
     * @param clock for times shown and stored
     * @param published told of each new snapshot, one at a time; must not block for long
     */
    public SyncService(
            SyncSettings settings,
            ChainNode node,
            NodePages pages,
            ChainWriter store,
            Clock clock,
            Consumer<Snapshot> published) {
        this(settings, node, pages, store, clock, published, NODE_LOOKS);
    }

    /** With another pause between two looks at the node. */
    SyncService(
            SyncSettings settings,
            ChainNode node,
            NodePages pages,
            ChainWriter store,
            Clock clock,
            Consumer<Snapshot> published,
            Duration nodeLooks) {
        this.nodeLooks = nodeLooks;
        this.node = node;
        this.clock = clock;
        LiveSettings live = new LiveSettings(settings);
        SyncLog log = new SyncLog();
        this.inbox = new HeadInbox(log);
        this.pulse = new LoopPulse(clock);
        Publisher publisher = new Publisher(published, clock);
        this.watches = Watches.of(live, node, pages, clock, inbox, errors, log, publisher);
        this.loop = new SyncLoop(live, node, store, clock, inbox, watches, errors, log, pulse, publisher);
        this.thread = new Thread(this::run, "mvm-sync");
    }

    /** Starts the loop's thread. */
    public void start() {
        watches.start(nodeLooks);
        thread.start();
    }

    /**
     * Completes when the loop has ended: after {@link #close}, or by itself when everything is stored and that was asked for;
     * exceptionally if it could not go on, with the reason.
     */
    public CompletableFuture<Void> done() {
        return done.copy();
    }

    /**
     * Takes over settings between two steps of the loop, without a pause: requests under way are finished as they were begun.
     * Chain, start block, whether final blocks alone are stored and whether to end are those of the start whatever is given.
     *
     * @return completes once they are in force; exceptionally if the service has ended. While the loop waits for a node that
     *     does not answer, that may take as long as its retries
     */
    public CompletableFuture<Void> reconfigure(SyncSettings next) {
        return onLoop(() -> {
            loop.change(next);
            return null;
        });
    }

    /**
     * Announces maintenance from now on: slots of ours missed in it are counted apart. A window in progress ends. It survives a
     * restart, and ends by itself.
     *
     * @param length how long, more than 0
     * @param reason the operator's words
     * @return the window, once it is in the database; exceptionally if the chain is not known yet, the database cannot be
     *     written, or the service has ended
     * @throws IllegalArgumentException if the length is not more than 0
     */
    public CompletableFuture<MaintenanceView> startMaintenance(Duration length, String reason) {
        if (length.toMillis() <= 0) {
            throw new IllegalArgumentException("maintenance of " + length + ", expected more than 0");
        }
        return onLoop(judge -> judge.startMaintenance(clock.millis(), length.toMillis(), reason));
    }

    /** Ends the maintenance window in progress; answers it as it ended, empty if there was none. Fails as the other. */
    public CompletableFuture<Optional<MaintenanceView>> endMaintenance() {
        return onLoop(judge -> judge.endMaintenance(clock.millis()));
    }

    /**
     * Stops storing blocks; heads, the node and votes are watched on. What is being fetched is dropped, and fetched again later.
     *
     * @return false if it was paused already; may be cancelled until the loop has come to it, fails if the service has ended
     */
    public CompletableFuture<Boolean> pause() {
        return onLoop(() -> loop.orders().pause(true));
    }

    /** Takes up storing where the database stands; false if it was not paused. Otherwise as {@link #pause}. */
    public CompletableFuture<Boolean> resume() {
        return onLoop(() -> loop.orders().pause(false));
    }

    /**
     * Has the blocks of a range fetched next that are not stored, the newest gap first; also below the start block. Forgotten at a
     * restart. What lies above the newest stored block comes by itself.
     *
     * @param from lowest height, 0 or more; genesis has no author and is left out
     * @param to highest height, up to the node's head
     * @return how many are not stored; exceptionally with {@link IllegalArgumentException} if {@code to} lies beyond the head,
     *     with {@link IllegalStateException} while no head is known; may be cancelled until the loop has come to it
     * @throws IllegalArgumentException if the range is none
     */
    public CompletableFuture<Long> backfill(long from, long to) {
        if (from < 0 || from > to) {
            throw new IllegalArgumentException(
                    "blocks " + from + " to " + to + " are no range, expected 0 or more, the" + " lower height first");
        }
        return onLoop(() -> loop.orders().backfill(from, to));
    }

    private <T> CompletableFuture<T> onLoop(Function<Judge, T> work) {
        return onLoop(() -> loop.orders().judging(work));
    }

    private <T> CompletableFuture<T> onLoop(Supplier<T> work) {
        LoopCall<T> call = new LoopCall<>(work);
        calls.add(call);
        var unused = call.whenComplete((answer, failure) -> calls.remove(call));
        inbox.post(call);
        if (done.isDone()) {
            endCalls();
        }
        return call;
    }

    /** Of work posted after the loop's last round nobody would hear. */
    private void endCalls() {
        calls.forEach(call -> call.completeExceptionally(new IllegalStateException("the service has ended")));
    }

    /** How the loop fares now; never waits, whatever the loop does. */
    public LoopCondition condition() {
        return new LoopCondition(pulse.beat(), loop.orders().paused(), pulse.waiting(), errors.failing());
    }

    /** Every endpoint as of now; never waits. */
    public List<EndpointView> endpoints() {
        return SnapshotMaker.endpoints(node);
    }

    private void run() {
        try {
            loop.run();
            done.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            done.complete(null);
        } catch (RuntimeException | Error e) {
            // Whoever waits for the end is told; a loop that died silently would look like a quiet chain.
            done.completeExceptionally(e);
        } finally {
            watches.close();
            endCalls();
        }
    }

    /** Stops the loop after the transaction in progress; returns when it has ended, or after two seconds. */
    @Override
    public void close() {
        loop.stop();
        try {
            thread.join(CLOSE_MS / 2);
            if (thread.isAlive()) {
                // Only a wait for the node can take that long.
                thread.interrupt();
                thread.join(CLOSE_MS / 2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
