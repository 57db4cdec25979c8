package io.mvm.sync;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Something that is done on the loop's thread, once. Until the loop comes to it, it can be called off; then it is never done. */
final class LoopCall<T> extends CompletableFuture<T> implements Runnable {
    private final Supplier<T> work;
    private final AtomicBoolean taken = new AtomicBoolean();

    LoopCall(Supplier<T> work) {
        this.work = work;
    }

    @Override
    public void run() {
        if (!taken.compareAndSet(false, true)) {
            return;
        }
        try {
            complete(work.get());
        } catch (RuntimeException e) {
            completeExceptionally(e);
        }
    }

    /** False if it has begun or is done: then it is worth waiting for. */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return taken.compareAndSet(false, true) && super.cancel(mayInterruptIfRunning);
    }
}
