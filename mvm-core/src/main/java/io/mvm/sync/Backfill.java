package io.mvm.sync;

import io.mvm.chain.BlockHash;
import io.mvm.rpc.ChainNode;
import io.mvm.rpc.FetchedBlock;
import io.mvm.rpc.RpcException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Fetches a range of heights ahead of the loop: several requests are under way, their answers are handed out in order. Used
 * by the loop's thread alone; answers only wake it.
 */
final class Backfill {
    /** Requests kept under way or ready for each that may be in flight, so that committing never waits for the network. */
    private static final int AHEAD = 2;

    private final ChainNode node;
    private final LiveSettings settings;
    private final Runnable wake;
    private final Deque<CompletableFuture<List<FetchedBlock>>> requests = new ArrayDeque<>();
    private long next;
    private long last = -1;

    Backfill(ChainNode node, LiveSettings settings, Runnable wake) {
        this.node = node;
        this.settings = settings;
        this.wake = wake;
    }

    boolean active() {
        return !requests.isEmpty() || next <= last;
    }

    /** Begins a range anew, forgetting any other. */
    void start(long from, long to) {
        stop();
        next = from;
        last = to;
        fill();
    }

    void stop() {
        requests.forEach(request -> request.cancel(true));
        requests.clear();
        next = 0;
        last = -1;
    }

    /**
     * The next blocks in order; empty if they are still under way.
     *
     * @throws RpcException if they could not be had; the range must be started again from where it got to
     */
    List<FetchedBlock> poll() {
        CompletableFuture<List<FetchedBlock>> head = requests.peek();
        if (head == null || !head.isDone()) {
            return List.of();
        }
        requests.remove();
        List<FetchedBlock> blocks = Await.rpc(head);
        fill();
        return blocks;
    }

    boolean ready() {
        return !requests.isEmpty() && requests.peek().isDone();
    }

    private void fill() {
        while (requests.size() < settings.concurrency() * AHEAD && next <= last) {
            int count = (int) Math.min(settings.batchSize(), last - next + 1);
            CompletableFuture<List<FetchedBlock>> request = fetch(node, next, count);
            requests.add(request);
            // Woken by the request itself, not by a dependent of it: it must be done when the loop looks.
            var unused = request.whenComplete((blocks, failure) -> wake.run());
            next += count;
        }
    }

    /** Canonical blocks of a range of heights; fails if the node lacks one. */
    static CompletableFuture<List<FetchedBlock>> fetch(ChainNode node, long from, int count) {
        return node.blockHashes(from, count).thenCompose(hashes -> node.blocks(present(from, hashes)));
    }

    private static List<BlockHash> present(long from, List<Optional<BlockHash>> hashes) {
        List<BlockHash> present = new ArrayList<>(hashes.size());
        for (int i = 0; i < hashes.size(); i++) {
            long number = from + i;
            present.add(hashes.get(i)
                    .orElseThrow(() -> new RpcException(
                            RpcException.Kind.UNKNOWN_BLOCK,
                            "the node has no block " + number
                                    + " below a head it announced (yet); it is asked again")));
        }
        return present;
    }
}
