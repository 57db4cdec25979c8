package io.mvm.rpc;

import io.mvm.chain.BlockHash;
import io.mvm.rpc.Gate.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Compares every endpoint's chain with the active one's, at the highest block that both call final: there two honest nodes
 * of one chain cannot differ. What cannot be asked is not compared.
 */
final class Agreement {
    private final EndpointPool pool;

    Agreement(EndpointPool pool) {
        this.pool = pool;
    }

    /** Never fails. */
    CompletableFuture<Void> compare(Duration timeout) {
        Endpoint active = pool.active();
        CompletableFuture<Optional<Long>> ours = finalHeight(active, timeout);
        List<CompletableFuture<Boolean>> others = new ArrayList<>();
        for (Endpoint endpoint : pool.endpoints()) {
            if (endpoint != active) {
                others.add(ours.thenCombine(finalHeight(endpoint, timeout), (a, b) -> lower(a, b))
                        .thenCompose(height -> height.isEmpty()
                                ? CompletableFuture.completedFuture(notCompared(endpoint))
                                : compare(active, endpoint, height.get(), timeout)));
            }
        }
        return CompletableFuture.allOf(others.toArray(CompletableFuture<?>[]::new))
                .thenAccept(done -> {
                    boolean any = others.stream().anyMatch(CompletableFuture::join);
                    note(active, any ? true : null);
                });
    }

    /** Whether they could be compared. */
    private static CompletableFuture<Boolean> compare(Endpoint active, Endpoint other, long height, Duration timeout) {
        return hash(active, height, timeout).thenCombine(hash(other, height, timeout), (ours, theirs) -> {
            if (ours.isEmpty() || theirs.isEmpty()) {
                return notCompared(other);
            }
            boolean same = ours.equals(theirs);
            if (other.state().agrees(same)) {
                if (same) {
                    RpcLog.agreesAgain(other.url());
                } else {
                    RpcLog.disagrees(other.url(), active.url(), height, theirs.get(), ours.get());
                }
            }
            return true;
        });
    }

    private static boolean notCompared(Endpoint endpoint) {
        note(endpoint, null);
        return false;
    }

    private static void note(Endpoint endpoint, Boolean same) {
        if (endpoint.state().agrees(same)) {
            RpcLog.agreesAgain(endpoint.url());
        }
    }

    private static Optional<Long> lower(Optional<Long> a, Optional<Long> b) {
        return a.isEmpty() || b.isEmpty() ? Optional.empty() : Optional.of(Math.min(a.get(), b.get()));
    }

    private static CompletableFuture<Optional<Long>> finalHeight(Endpoint endpoint, Duration timeout) {
        if (!endpoint.state().up()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return orEmpty(
                endpoint.demand("chain_getFinalizedHead", "[]", Decoders::hash, Lane.URGENT)
                        .thenCompose(hash -> endpoint.demand(
                                "chain_getHeader", Endpoint.quoted(hash), Decoders::header, Lane.URGENT))
                        .thenApply(header -> Optional.of(header.number())),
                timeout);
    }

    private static CompletableFuture<Optional<BlockHash>> hash(Endpoint endpoint, long height, Duration timeout) {
        return orEmpty(endpoint.ask("chain_getBlockHash", "[" + height + "]", Decoders::hash, Lane.URGENT), timeout);
    }

    /** What keeps an endpoint from answering is found by its health check. */
    private static <T> CompletableFuture<Optional<T>> orEmpty(CompletableFuture<Optional<T>> call, Duration timeout) {
        return call.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).exceptionally(failure -> Optional.empty());
    }
}
