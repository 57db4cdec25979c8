package io.mvm.sync;

import io.mvm.rpc.RpcException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits for an answer of the node on the loop's thread. */
final class Await {
    private Await() {}

    /**
     * The answer, or the {@link RpcException} with which the call failed.
     *
     * @throws RpcException also if the thread is interrupted while it waits
     */
    static <T> T rpc(CompletableFuture<T> call) {
        try {
            return call.get();
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (CancellationException e) {
            throw new RpcException(RpcException.Kind.UNREACHABLE, "the call was cancelled", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RpcException(RpcException.Kind.UNREACHABLE, "the wait for the node was interrupted", e);
        }
    }

    static RuntimeException failure(Throwable cause) {
        Throwable inner = cause;
        while (inner instanceof java.util.concurrent.CompletionException && inner.getCause() != null) {
            inner = inner.getCause();
        }
        if (inner instanceof RuntimeException failure) {
            return failure;
        }
        return new RpcException(RpcException.Kind.ERROR, "the call failed: " + inner, inner);
    }
}
