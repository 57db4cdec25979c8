package io.mvm.sync;

import io.mvm.rpc.ChainNode;
import io.mvm.view.Snapshot;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * Numbers snapshots and hands them on. While the loop waits for a node that does not answer, the node's state still changes:
 * then the last snapshot is published again with that alone renewed.
 */
final class Publisher {
    private final Consumer<Snapshot> receiver;
    private final Clock clock;
    private long sequence;
    private Snapshot last;

    Publisher(Consumer<Snapshot> receiver, Clock clock) {
        this.receiver = receiver;
        this.clock = clock;
    }

    synchronized void publish(Snapshot snapshot) {
        last = new Snapshot(
                ++sequence,
                snapshot.takenAtMs(),
                snapshot.chain(),
                snapshot.node(),
                snapshot.endpoints(),
                snapshot.sync(),
                snapshot.sidechainEpoch(),
                snapshot.mainchainEpoch(),
                snapshot.committee(),
                snapshot.network(),
                snapshot.validators(),
                snapshot.store());
        receiver.accept(last);
    }

    /** Renews what is known of the node, leaving all that comes from blocks as it was. */
    synchronized void nodeChanged(ChainNode node, NodeWatch.State state) {
        if (last == null) {
            return;
        }
        publish(new Snapshot(
                0,
                clock.millis(),
                last.chain(),
                SnapshotMaker.renewed(last.node(), state),
                SnapshotMaker.endpoints(node),
                last.sync(),
                last.sidechainEpoch(),
                last.mainchainEpoch(),
                last.committee(),
                last.network(),
                last.validators(),
                last.store()));
    }
}
