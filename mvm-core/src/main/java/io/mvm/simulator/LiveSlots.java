package io.mvm.simulator;

import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The thread that decides each slot when the clock reaches it. */
final class LiveSlots implements AutoCloseable {
    /** Looks at the clock at least so often, since a test's clock may jump. */
    private static final long LONGEST_WAIT_MS = 100;

    private final SimulatedChain chain;
    private final Clock clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    LiveSlots(SimulatedChain chain, Clock clock) {
        this.chain = chain;
        this.clock = clock;
        thread = new Thread(this::run, "simulator-slots");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        long slotMs = chain.spec().slotDurationMs();
        try {
            long wait = 0;
            while (!closed.await(wait, TimeUnit.MILLISECONDS)) {
                chain.advanceTo(clock.millis() / slotMs);
                long next = (chain.slot() + 1) * slotMs - clock.millis();
                wait = Math.max(1, Math.min(LONGEST_WAIT_MS, next));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
