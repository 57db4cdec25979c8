package io.mvm.rpc;

import java.io.IOException;

/** An answer that is no JSON, or not of the shape expected; the message says where. Turned into {@code MALFORMED}. */
final class WireException extends IOException {
    private static final long serialVersionUID = 1L;

    WireException(String message) {
        super(message);
    }

    WireException(String message, Throwable cause) {
        super(message, cause);
    }
}
