package io.mvm.store;

/** A text that names no validator, or more than one; the message says which come near. */
public final class UnknownValidatorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownValidatorException(String message) {
        super(message);
    }
}
