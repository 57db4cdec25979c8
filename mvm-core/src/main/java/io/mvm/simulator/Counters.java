package io.mvm.simulator;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What a node was asked for. Safe for any number of threads. */
public final class Counters {
    private final LongAdder requests = new LongAdder();
    private final LongAdder connections = new LongAdder();
    private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();

    Counters() {}

    /** Requests, a batch being one; those that were made to fail are among them. */
    public long requests() {
        return requests.sum();
    }

    /** Connections that were opened. */
    public long connections() {
        return connections.sum();
    }

    /** Calls of all methods. */
    public long calls() {
        return calls.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Calls of one method. */
    public long calls(String method) {
        LongAdder adder = calls.get(method);
        return adder == null ? 0 : adder.sum();
    }

    /** Calls by method. */
    public Map<String, Long> callsByMethod() {
        Map<String, Long> counts = new TreeMap<>();
        calls.forEach((method, adder) -> counts.put(method, adder.sum()));
        return counts;
    }

    /** Starts again at nothing. */
    public void reset() {
        requests.reset();
        connections.reset();
        calls.clear();
    }

    void request() {
        requests.increment();
    }

    void connection() {
        connections.increment();
    }

    void call(String method) {
        calls.computeIfAbsent(method, name -> new LongAdder()).increment();
    }
}
