package io.mvm.sync;

import io.mvm.rpc.HostPage;
import io.mvm.rpc.NodePage;
import io.mvm.rpc.NodePages;
import io.mvm.rpc.NodePages.Look;
import io.mvm.view.HostView;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Reads the pages of the node and its machine in a thread of its own. What they last said is readable from any thread. */
final class PageWatch implements AutoCloseable {
    /** A process tells one start time all its life, but for the rounding of numbers on the way. */
    private static final long SAME_START_MS = 500;

    private final NodePages pages;
    private final Consumer<RuntimeException> failed;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "mvm-pages");
        made.setDaemon(true);
        return made;
    });
    private Long startedAt;
    private Long restarts;
    private volatile State state = new State(null, null, null, null);

    /**
     * What the pages last said.
     *
     * @param up whether the node's page answered; null if none is configured and none ever came
     * @param node null if it is not up
     * @param restarts restarts of the node's process seen since the start; null if no start time was ever told
     * @param host null if no page of the machine is configured
     */
    record State(Boolean up, NodePage node, Long restarts, HostView host) {}

    PageWatch(NodePages pages, Consumer<RuntimeException> failed) {
        this.pages = pages;
        this.failed = failed;
    }

    void start(long intervalMs) {
        var unused = thread.scheduleWithFixedDelay(this::look, 0, intervalMs, TimeUnit.MILLISECONDS);
    }

    State state() {
        return state;
    }

    /** Reads both pages once. Never fails. */
    void look() {
        try {
            Look<NodePage> node = pages.node();
            if (node.page() != null) {
                countRestarts(node.page().startedAtMs());
            }
            state = new State(node.up(), node.page(), restarts, host(pages.host()));
        } catch (RuntimeException e) {
            // Whatever a page holds must not end the schedule.
            failed.accept(e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void countRestarts(Long started) {
        if (started == null) {
            return;
        }
        if (restarts == null) {
            restarts = 0L;
        } else if (Math.abs(started - startedAt) > SAME_START_MS) {
            restarts++;
        }
        startedAt = started;
    }

    private static HostView host(Look<HostPage> look) {
        if (look.up() == null) {
            return null;
        }
        HostPage page = look.page();
        return page == null
                ? new HostView(false, null, null, null, null, null, null, null)
                : new HostView(
                        true,
                        page.memoryTotalBytes(),
                        page.memoryAvailableBytes(),
                        page.diskTotalBytes(),
                        page.diskAvailableBytes(),
                        page.load1(),
                        page.clockOffsetSeconds(),
                        page.clockSynced());
    }
}
