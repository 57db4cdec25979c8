package io.mvm.sync;

import com.codahale.metrics.MetricRegistry;
import io.mvm.rpc.FailoverNode;
import io.mvm.store.ChainWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;

/** A follower in a process of its own, to be killed. Says how many blocks it has stored whenever that changes. */
final class KilledFollower {
    private KilledFollower() {}

    /** Arguments: database, node's URL. Runs until killed. */
    public static void main(String[] args) throws Exception {
        MetricRegistry metrics = new MetricRegistry();
        try (ChainWriter store = ChainWriter.open(Path.of(args[0]), Clock.systemUTC(), metrics);
                FailoverNode node = new FailoverNode(Follower.rpc(URI.create(args[1])), metrics, Clock.systemUTC())) {
            SyncSettings settings = new SyncSettings(Follower.CHAIN, 0, 20, 2, false, false, Set.of(), Map.of());
            SyncService service = new SyncService(settings, node, store, Clock.systemUTC(), snapshot -> {
                System.out.println(snapshot.sync().blocks());
                System.out.flush();
            });
            service.start();
            service.done().get();
        }
    }
}
