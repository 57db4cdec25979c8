package io.mvm.rpc;

/**
 * A call that gave no usable answer. The message names the method, its short parameters, the endpoint and what came back.
 */
public final class RpcException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why a call failed, as far as a caller would act on it differently. */
    public enum Kind {
        /** No connection, or it broke; another try may help. */
        UNREACHABLE,
        /** No answer in time; another try may help. */
        TIMEOUT,
        /** The node asked to slow down (HTTP 429, -32999, -32009); another try may help. */
        BUSY,
        /** HTTP 5xx from the node or a proxy before it; another try may help. */
        HTTP,
        /** The node failed inside (-32603), over its own database or db-sync, say; another try may help. */
        INTERNAL,
        /** The node does not have the method. */
        METHOD_NOT_FOUND,
        /** The node has the method and refuses it to us as unsafe: the answer is unknown, not negative. */
        REFUSED,
        /** The runtime does not export the function called. */
        FUNCTION_NOT_FOUND,
        /** The state of that block was pruned. */
        STATE_DISCARDED,
        /** The block is unknown to the node: reorged away or not there yet. */
        UNKNOWN_BLOCK,
        /** The answer is larger than either side allows. */
        TOO_LARGE,
        /**
         * The answer is no JSON-RPC, is cut short, or does not have the expected shape. Asking only reads, so another try does
         * no harm, and where a proxy cut the answer it helps.
         */
        MALFORMED,
        /** Any other error object. */
        ERROR
    }

    private final Kind kind;

    public RpcException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public RpcException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Why the call failed. */
    public Kind kind() {
        return kind;
    }

    /** Whether the same call may succeed if made again. */
    public boolean retryable() {
        return switch (kind) {
            case UNREACHABLE, TIMEOUT, BUSY, HTTP, INTERNAL, MALFORMED -> true;
            default -> false;
        };
    }
}
