package io.mvm.rpc;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import io.mvm.rpc.RpcException.Kind;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the client counts: {@code rpc.requests} and {@code rpc.calls} in all (a batch is one request and many calls), a timer
 * {@code rpc.request.<method>} for each request, and a counter {@code rpc.errors.<method>.<kind>} for each failure.
 */
final class RpcMeters {
    private final MetricRegistry registry;
    private final Counter calls;
    private final Counter requests;
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    RpcMeters(MetricRegistry registry) {
        this.registry = registry;
        this.calls = registry.counter("rpc.calls");
        this.requests = registry.counter("rpc.requests");
    }

    void sent(int callsInRequest) {
        requests.inc();
        calls.inc(callsInRequest);
    }

    /** Starts the timer of one request; stop it when the answer is complete or given up. */
    Timer.Context started(String method) {
        return timers.computeIfAbsent(method, name -> registry.timer("rpc.request." + name))
                .time();
    }

    void failed(String method, Kind kind) {
        registry.counter("rpc.errors." + method + "." + kind.name().toLowerCase(Locale.ROOT))
                .inc();
    }
}
