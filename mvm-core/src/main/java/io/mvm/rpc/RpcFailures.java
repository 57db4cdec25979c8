package io.mvm.rpc;

import io.mvm.rpc.RpcException.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Brings whatever a future failed with into the one exception that leaves this room. */
final class RpcFailures {
    private RpcFailures() {}

    /**
     * The {@link RpcException} inside a failure.
     *
     * @param what the call, for the message of one that is none yet
     */
    static RpcException of(Throwable failure, String what) {
        Throwable cause = HttpTransport.unwrap(failure);
        if (cause instanceof RpcException known) {
            return known;
        }
        if (cause instanceof TimeoutException) {
            return new RpcException(Kind.TIMEOUT, what + " got no answer in time", cause);
        }
        return new RpcException(Kind.ERROR, what + " failed: " + HttpTransport.reason(cause), cause);
    }

    /**
     * Waits for a call.
     *
     * @throws RpcException if it failed, or this thread was interrupted (which stays marked)
     */
    static <T> T await(CompletableFuture<T> call, String what) {
        try {
            return call.get();
        } catch (ExecutionException e) {
            throw of(e.getCause(), what);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RpcException(Kind.UNREACHABLE, what + " was given up: this thread was interrupted", e);
        }
    }
}
