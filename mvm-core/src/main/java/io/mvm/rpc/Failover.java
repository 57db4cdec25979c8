package io.mvm.rpc;

import io.mvm.rpc.RpcException.Kind;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes calls until they succeed or may not be tried again. One try goes from endpoint to endpoint for as long as they cannot
 * be reached or do not answer in time; what the node asks to do later (busy, HTTP 5xx) is tried again at the same endpoint,
 * and at the next one in the last try. Between tries: exponential back-off with full jitter.
 */
final class Failover {
    private final EndpointPool pool;
    private final HealthCheck health;
    private final Supplier<RpcSettings> settings;
    private final ScheduledExecutorService timer;
    private final Executor executor;
    private final Set<Attempts<?>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Failover(
            EndpointPool pool,
            HealthCheck health,
            Supplier<RpcSettings> settings,
            ScheduledExecutorService timer,
            Executor executor) {
        this.pool = pool;
        this.health = health;
        this.settings = settings;
        this.timer = timer;
        this.executor = executor;
    }

    /**
     * Runs an operation against one endpoint after another.
     *
     * @param what for messages
     * @param operation may be run many times, one at a time
     * @return fails with a bare {@link RpcException} only
     */
    <T> CompletableFuture<T> run(String what, Function<Endpoint, CompletableFuture<T>> operation) {
        Attempts<T> attempts = new Attempts<>(what, operation);
        open.add(attempts);
        attempts.next();
        if (closed) {
            attempts.fail(closedBefore(what));
        }
        return attempts.promise;
    }

    /** Fails everything under way and all that comes later. */
    void close() {
        closed = true;
        for (Attempts<?> attempts : open) {
            attempts.fail(closedBefore(attempts.what));
        }
    }

    /** What a failed call means for the endpoint it went to. */
    void blame(Endpoint endpoint, RpcException failure) {
        if (closed) {
            return;
        }
        if (failure.kind() == Kind.UNREACHABLE) {
            pool.fell(endpoint, failure.getMessage());
        } else if (failure.kind() == Kind.TIMEOUT) {
            // A heavy call may time out on a node that is well: let a small one decide.
            health.suspect(endpoint);
        }
    }

    private static void answered(Endpoint endpoint) {
        if (endpoint.state().answered()) {
            RpcLog.endpointUp(endpoint.url());
        }
    }

    private static RpcException closedBefore(String what) {
        return new RpcException(Kind.UNREACHABLE, what + " was given up: the client is closed");
    }

    private final class Attempts<T> {
        private final String what;
        private final Function<Endpoint, CompletableFuture<T>> operation;
        private final CompletableFuture<T> promise = new CompletableFuture<>();
        private final Set<Endpoint> triedNow = new HashSet<>();
        private final int tries = 1 + Math.max(0, settings.get().maxRetries());
        private int tried = 1;
        private RpcException last;

        Attempts(String what, Function<Endpoint, CompletableFuture<T>> operation) {
            this.what = what;
            this.operation = operation;
        }

        void next() {
            if (promise.isDone()) {
                return;
            }
            Endpoint endpoint = pool.next(triedNow);
            if (endpoint == null) {
                endTry();
                return;
            }
            boolean[] ready = new boolean[1];
            CompletableFuture<T> call = endpoint.ready().thenCompose(identified -> {
                ready[0] = true;
                return operation.apply(endpoint);
            });
            var unused = call.whenComplete((value, failure) -> {
                if (failure == null) {
                    answered(endpoint);
                    open.remove(this);
                    promise.complete(value);
                } else {
                    failed(endpoint, RpcFailures.of(failure, what + " at " + endpoint.url()), ready[0]);
                }
            });
        }

        void fail(RpcException failure) {
            open.remove(this);
            promise.completeExceptionally(failure);
        }

        private void failed(Endpoint endpoint, RpcException failure, boolean wasReady) {
            last = failure;
            if (closed) {
                fail(closedBefore(what));
                return;
            }
            boolean elsewhere = failure.kind() == Kind.UNREACHABLE || failure.kind() == Kind.TIMEOUT;
            if (!wasReady && !failure.retryable()) {
                // It cannot even tell which chain it is of: not a node we can use.
                pool.fell(endpoint, failure.getMessage());
                elsewhere = true;
            } else if (!failure.retryable()) {
                answered(endpoint);
                fail(failure);
                return;
            }
            blame(endpoint, failure);
            if (elsewhere || tried == tries) {
                triedNow.add(endpoint);
                if (pool.next(triedNow) != null) {
                    next();
                    return;
                }
            }
            endTry();
        }

        private void endTry() {
            RpcException failure = last != null
                    ? last
                    : new RpcException(Kind.UNREACHABLE, what + " was not sent: no endpoint is of the expected chain");
            if (tried >= tries) {
                fail(
                        tries == 1
                                ? failure
                                : new RpcException(
                                        failure.kind(),
                                        failure.getMessage() + " (try " + tried + " of " + tries + ", given up)",
                                        failure));
                return;
            }
            Duration delay = delay(settings.get(), tried - 1);
            RpcLog.retry(failure.getMessage(), tried, tries, delay);
            tried++;
            triedNow.clear();
            try {
                var unused =
                        timer.schedule(() -> executor.execute(this::next), delay.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                fail(closedBefore(what));
            }
        }
    }

    /** Full jitter: anything from nothing to the doubled-each-time bound. */
    static Duration delay(RpcSettings settings, int failuresBefore) {
        long initial = Math.max(1, settings.retryInitialDelay().toMillis());
        long most = Math.max(initial, settings.retryMaxDelay().toMillis());
        long bound = Math.min(most, initial << Math.min(failuresBefore, 20));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(bound + 1));
    }
}
