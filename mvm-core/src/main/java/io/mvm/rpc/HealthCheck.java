package io.mvm.rpc;

import io.mvm.rpc.Gate.Lane;
import io.mvm.rpc.RpcException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Asks every endpoint at an interval for its health and best header, and lets the pool choose by what comes back. The first
 * round goes in configured order, one by one, so that the preferred endpoint defines the chain if it answers at all.
 */
final class HealthCheck {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final EndpointPool pool;
    private final Duration interval;
    private final Supplier<RpcSettings> settings;
    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final Agreement agreement;
    private final Set<Endpoint> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean roundUnderWay = new AtomicBoolean();

    HealthCheck(EndpointPool pool, Supplier<RpcSettings> settings, ScheduledExecutorService timer, Clock clock) {
        this.clock = clock;
        this.agreement = new Agreement(pool);
        this.pool = pool;
        this.interval = settings.get().healthInterval();
        this.settings = settings;
        this.timer = timer;
    }

    private Duration timeout() {
        Duration configured = settings.get().timeout();
        return configured.compareTo(LONGEST) < 0 ? configured : LONGEST;
    }

    /** Begins at once and goes on until the timer is shut down. */
    void start() {
        CompletableFuture<Void> round = CompletableFuture.completedFuture(null);
        for (Endpoint endpoint : pool.endpoints()) {
            round = round.thenCompose(done -> check(endpoint));
        }
        var unused = round.thenCompose(done -> compare()).whenComplete((done, failure) -> repeat());
    }

    /** Checks an endpoint now that a call has cast doubt on it, unless a check is under way. */
    void suspect(Endpoint endpoint) {
        var unused = check(endpoint);
    }

    private void repeat() {
        if (timer.isShutdown()) {
            return;
        }
        var unused = timer.scheduleWithFixedDelay(
                this::round, interval.toMillis(), Math.max(1, interval.toMillis()), TimeUnit.MILLISECONDS);
    }

    /** Checks all, and compares them once all have been checked; a slow one does not hold up the checks of the others. */
    private void round() {
        CompletableFuture<?>[] checks =
                pool.endpoints().stream().map(this::check).toArray(CompletableFuture<?>[]::new);
        if (roundUnderWay.compareAndSet(false, true)) {
            var unused = CompletableFuture.allOf(checks)
                    .thenCompose(done -> compare())
                    .whenComplete((done, failure) -> roundUnderWay.set(false));
        }
    }

    /** Never fails. */
    private CompletableFuture<Void> compare() {
        if (pool.endpoints().size() == 1) {
            return CompletableFuture.completedFuture(null);
        }
        return agreement.compare(timeout()).thenRun(pool::compareHeights);
    }

    /** Never fails: what goes wrong is the endpoint's state. */
    private CompletableFuture<Void> check(Endpoint endpoint) {
        if (!underWay.add(endpoint)) {
            return CompletableFuture.completedFuture(null);
        }
        return endpoint.ready()
                .thenCompose(ready -> health(endpoint))
                .thenCompose(health -> endpoint.demand("chain_getHeader", "[]", Decoders::header, Lane.URGENT)
                        .thenAccept(header -> {
                            // What system_health does not tell is no reason to avoid an endpoint that has a head.
                            boolean syncing = health.map(NodeHealth::syncing).orElse(false);
                            if (endpoint.state().checked(header.number(), syncing, clock.millis())) {
                                RpcLog.endpointUp(endpoint.url());
                            }
                            pool.reselect();
                        }))
                .orTimeout(timeout().toMillis(), TimeUnit.MILLISECONDS)
                .handle((done, failure) -> {
                    underWay.remove(endpoint);
                    if (failure != null && !timer.isShutdown()) {
                        RpcException why = RpcFailures.of(failure, "the health check of " + endpoint.url());
                        // A node that asks us to slow down is there all the same.
                        if (why.kind() != Kind.BUSY) {
                            pool.fell(endpoint, why.getMessage());
                        }
                    }
                    return null;
                });
    }

    private static CompletableFuture<Optional<NodeHealth>> health(Endpoint endpoint) {
        return endpoint.demand("system_health", "[]", Decoders::health, Lane.URGENT)
                .handle((health, failure) -> {
                    if (failure == null) {
                        return Optional.of(health);
                    }
                    RpcException why = RpcFailures.of(failure, "system_health");
                    if (why.kind() == Kind.METHOD_NOT_FOUND || why.kind() == Kind.REFUSED) {
                        return Optional.empty();
                    }
                    throw why;
                });
    }
}
