package io.mvm.sync;

import io.mvm.rpc.ChainNode;
import io.mvm.rpc.NodeHealth;
import io.mvm.rpc.NodeIdentity;
import io.mvm.rpc.RpcException;
import io.mvm.rpc.SidechainStatus;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Asks the node now and then how it is, beside the loop. What it last said is readable from any thread. */
final class NodeWatch implements AutoCloseable {
    /** A node's name and version change only when it restarts: every so many looks are enough. */
    private static final int LOOKS_PER_IDENTITY = 12;

    private final ChainNode node;
    private final Consumer<State> changed;
    private final BiConsumer<String, RuntimeException> failed;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "mvm-node-watch");
        made.setDaemon(true);
        return made;
    });
    private int looks;
    private volatile State state = new State(false, null, null, null);

    /**
     * What a node last said.
     *
     * @param up whether it answered the last time
     * @param health null if it never told
     * @param identity null if it never told
     * @param status null if it never told or has no sidechain
     */
    record State(boolean up, NodeHealth health, NodeIdentity identity, SidechainStatus status) {}

    NodeWatch(ChainNode node, Consumer<State> changed, BiConsumer<String, RuntimeException> failed) {
        this.node = node;
        this.changed = changed;
        this.failed = failed;
    }

    void start(long intervalMs) {
        var unused = thread.scheduleWithFixedDelay(this::look, 0, intervalMs, TimeUnit.MILLISECONDS);
    }

    State state() {
        return state;
    }

    private void look() {
        State before = state;
        try {
            NodeHealth health = node.health();
            NodeIdentity identity = before.identity();
            if (identity == null || !before.up() || looks % LOOKS_PER_IDENTITY == 0) {
                identity = node.identity();
            }
            state = new State(true, health, identity, node.sidechainStatus().orElse(null));
            looks++;
        } catch (RpcException e) {
            state = new State(false, null, before.identity(), null);
            failed.accept("the node's health", e);
        } catch (RuntimeException e) {
            // A broken answer must not end the schedule.
            failed.accept("the node's health", e);
        }
        changed.accept(state);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
