package io.mvm.sync;

import io.mvm.rpc.RpcException;
import io.mvm.store.StoreException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Failures since the start, by kind. Counted from any thread. */
final class Errors {
    private final Map<String, Long> counts = new ConcurrentHashMap<>();

    void count(RuntimeException failure) {
        count(kind(failure));
    }

    void count(String kind) {
        counts.merge(kind, 1L, Long::sum);
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
