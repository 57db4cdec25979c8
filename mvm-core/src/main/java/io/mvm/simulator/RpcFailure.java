package io.mvm.simulator;

/** An {@code error} answer: thrown by a method, written by {@link RpcService}. Carries no stack trace, being no accident. */
final class RpcFailure extends Exception {
    private static final long serialVersionUID = 1L;

    static final int PARSE = -32700;
    static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;
    static final int INTERNAL = -32603;
    static final int BATCHES_REFUSED = -32005;
    static final int RESPONSE_TOO_BIG = -32008;
    static final int BATCH_TOO_LONG = -32010;
    static final int BATCH_RESPONSE_TOO_BIG = -32011;
    static final int RATE_LIMITED = -32999;
    /** What the client object of a Substrate node fails with: unknown blocks, discarded states, runtime errors. */
    static final int CLIENT = 4003;
    /** What the partner-chain methods fail with. */
    static final int PARTNER_CHAIN = -1;

    private final int code;
    private final String data;

    RpcFailure(int code, String message) {
        this(code, message, null);
    }

    RpcFailure(int code, String message, String data) {
        super(message, null, false, false);
        this.code = code;
        this.data = data;
    }

    int code() {
        return code;
    }

    /** More about it; null for none. */
    String data() {
        return data;
    }

    void write(JsonBuffer out, NodeBehaviour.ErrorStyle style) {
        out.raw('{');
        if (style == NodeBehaviour.ErrorStyle.TEXT_IN_DATA && code == CLIENT) {
            out.raw("\"code\":-32603,\"message\":\"Client error\",\"data\":").text(getMessage());
        } else {
            if (style != NodeBehaviour.ErrorStyle.WITHOUT_CODE) {
                out.raw("\"code\":").number(code).raw(',');
            }
            out.raw("\"message\":").text(getMessage());
            if (data != null) {
                out.raw(",\"data\":").text(data);
            }
        }
        out.raw('}');
    }
}
