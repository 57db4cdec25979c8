package io.mvm.sync;

import io.mvm.rpc.RpcException;
import io.mvm.store.StoreException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Failures since the start, by kind. Counted from any thread. */
final class Errors {
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private final Map<String, LoopCondition.Failing> failing = new ConcurrentHashMap<>();

    void count(RuntimeException failure) {
        count(kind(failure));
    }

    void count(String kind) {
        counts.merge(kind, 1L, Long::sum);
    }

    /** Something that is tried again failed, and is counted. */
    void failed(String what, RuntimeException failure) {
        count(failure);
        failing.compute(
                what,
                (same, before) -> new LoopCondition.Failing(
                        what,
                        String.valueOf(failure.getMessage()),
                        failure instanceof StoreException,
                        before == null ? 1 : before.times() + 1));
    }

    /** It went well, however often it failed before. */
    void succeeded(String what) {
        failing.remove(what);
    }

    /** What failed the last time it was tried. */
    List<LoopCondition.Failing> failing() {
        return List.copyOf(failing.values());
    }

    Map<String, Long> counts() {
        return Map.copyOf(counts);
    }

    private static String kind(RuntimeException failure) {
        if (failure instanceof RpcException rpc) {
            return "rpc_" + rpc.kind().name().toLowerCase(Locale.ROOT);
        }
        if (failure instanceof StoreException store) {
            return "store_" + store.kind().name().toLowerCase(Locale.ROOT);
        }
        if (failure instanceof SyncException sync) {
            return sync.kind().name().toLowerCase(Locale.ROOT);
        }
        return "internal";
    }
}
