package io.mvm.rpc;

import java.io.IOException;

/** Reads the {@code result} of one method. The cursor is on the value, which is never {@code null}. */
@FunctionalInterface
interface Decoder<T> {
    T read(Json json) throws IOException;
}
