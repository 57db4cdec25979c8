package io.mvm.rpc;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Names slow requests to one endpoint in the log: each method once a minute at most, the others counted. Safe for any thread. */
final class SlowCalls {
    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

    /**
     * What was said of one method.
     *
     * @param saidNanos when the last line was written
     * @param unsaid slow requests since that line
     */
    private record Said(long saidNanos, long unsaid) {}

    private final LongSupplier nanos;
    private final Map<String, Said> said = new ConcurrentHashMap<>();

    SlowCalls(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * A request has ended, well or badly.
     *
     * @param what the request as error messages describe it
     * @param took nanoseconds
     * @param limit what takes longer is slow
     */
    void took(String method, String what, long took, Duration limit) {
        if (took <= limit.toNanos()) {
            return;
        }
        long now = nanos.getAsLong();
        said.compute(method, (name, last) -> {
            if (last != null && now - last.saidNanos() < QUIET_NANOS) {
                return new Said(last.saidNanos(), last.unsaid() + 1);
            }
            RpcLog.slowCall(what, took, limit, last == null ? 0 : last.unsaid());
            return new Said(now, 0);
        });
    }
}
