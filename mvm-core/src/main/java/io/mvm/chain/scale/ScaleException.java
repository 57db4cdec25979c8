package io.mvm.chain.scale;

/** Bytes that do not have the layout they should; the message says what was expected and where. */
public final class ScaleException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public ScaleException(String message) {
        super(message);
    }
}
