package io.mvm.sync;

import io.mvm.rpc.ChainNode;
import io.mvm.view.FinalityView;
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
        last = snapshot.numbered(++sequence);
        receiver.accept(last);
    }

    /** Renews what is known of the node, leaving all that comes from blocks as it was. */
    synchronized void nodeChanged(ChainNode node, NodeWatch.State state, FinalityView finality) {
        if (last == null) {
            return;
        }
        publish(last.renewed(
                clock.millis(),
                SnapshotMaker.renewed(last.node(), state),
                SnapshotMaker.endpoints(node),
                finality,
                state.host()));
    }
}
