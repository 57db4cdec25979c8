package io.mvm.sync;

import io.mvm.chain.Header;
import io.mvm.rpc.HeadListener;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** What the outside hands to the loop: only the newest head of each kind counts, tasks are kept in order. */
final class HeadInbox implements HeadListener {
    /** Fork headers kept for the loop; more than it can fall behind by without having lost the stream anyway. */
    private static final int IMPORTED_KEPT = 1_024;

    private final Semaphore signals = new Semaphore(0);
    private final AtomicReference<Header> best = new AtomicReference<>();
    private final AtomicReference<Header> finalized = new AtomicReference<>();
    private final ConcurrentLinkedQueue<Header> imported = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final SyncLog log;
    private final AtomicBoolean connected = new AtomicBoolean();

    HeadInbox(SyncLog log) {
        this.log = log;
    }

    @Override
    public void best(Header header) {
        best.set(header);
        wake();
    }

    @Override
    public void finalized(Header header) {
        finalized.set(header);
        wake();
    }

    @Override
    public void imported(Header header) {
        imported.add(header);
        while (imported.size() > IMPORTED_KEPT) {
            imported.poll();
        }
        wake();
    }

    @Override
    public void connected(String url) {
        log.following(url);
        connected.set(true);
        wake();
    }

    @Override
    public void disconnected(String url, String reason) {
        log.streamBroke(url, reason);
    }

    /** Runs something on the loop's thread. */
    void post(Runnable task) {
        tasks.add(task);
        wake();
    }

    void wake() {
        signals.release();
    }

    /** Waits for anything to happen; returns early if something did since the last call. */
    void await(long millis) throws InterruptedException {
        if (signals.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            signals.drainPermits();
        }
    }

    Header takeBest() {
        return best.getAndSet(null);
    }

    Header takeFinalized() {
        return finalized.getAndSet(null);
    }

    Header nextImported() {
        return imported.poll();
    }

    /** Whether heads come again since the last call. */
    boolean takeConnected() {
        return connected.getAndSet(false);
    }

    Runnable nextTask() {
        return tasks.poll();
    }

    boolean taskWaiting() {
        return !tasks.isEmpty();
    }

    boolean headWaiting() {
        return best.get() != null || finalized.get() != null;
    }
}
