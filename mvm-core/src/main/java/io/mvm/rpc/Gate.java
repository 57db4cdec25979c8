package io.mvm.rpc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Bounds the requests in flight to one endpoint. One place more than the bound is open to urgent requests alone, and they go
 * first, so that a backfill that keeps every other place taken never delays the head. Waiting takes no thread.
 */
final class Gate {
    /** What kind of place a request needs. */
    enum Lane {
        /** Small, and somebody waits for it: the head, health. */
        URGENT,
        /** All else. */
        BULK
    }

    private final Executor executor;
    private final Deque<CompletableFuture<Void>> urgent = new ArrayDeque<>();
    private final Deque<CompletableFuture<Void>> bulk = new ArrayDeque<>();
    private int bulkPlaces;
    private int taken;

    /**
     * @param bulkPlaces requests in flight at the most, not counting the place for urgent ones
     * @param executor where those who waited go on
     */
    Gate(int bulkPlaces, Executor executor) {
        this.bulkPlaces = Math.max(1, bulkPlaces);
        this.executor = executor;
    }

    /** Completes once there is a place; who got it must {@link #leave}. */
    CompletableFuture<Void> enter(Lane lane) {
        CompletableFuture<Void> place = new CompletableFuture<>();
        synchronized (this) {
            if (taken >= bulkPlaces + (lane == Lane.URGENT ? 1 : 0)) {
                (lane == Lane.URGENT ? urgent : bulk).add(place);
                return place;
            }
            taken++;
        }
        place.complete(null);
        return place;
    }

    /** Changes the bound: who waits goes on at once if there is room now, who is in stays. */
    void resize(int places) {
        while (true) {
            CompletableFuture<Void> next;
            synchronized (this) {
                bulkPlaces = Math.max(1, places);
                next = admitted();
                if (next == null) {
                    return;
                }
            }
            next.completeAsync(() -> null, executor);
        }
    }

    void leave() {
        CompletableFuture<Void> next;
        synchronized (this) {
            taken--;
            // After the bound was lowered there may be more in than fit.
            next = admitted();
            if (next == null) {
                return;
            }
        }
        // Not on this thread: a long queue of requests that fail at once would nest as deep as it is long.
        next.completeAsync(() -> null, executor);
    }

    /** The next of those who wait, its place taken; null if nobody waits or there is no room. Under the lock. */
    private CompletableFuture<Void> admitted() {
        CompletableFuture<Void> next = taken < bulkPlaces + 1 ? urgent.poll() : null;
        if (next == null && taken < bulkPlaces) {
            next = bulk.poll();
        }
        if (next != null) {
            taken++;
        }
        return next;
    }
}
