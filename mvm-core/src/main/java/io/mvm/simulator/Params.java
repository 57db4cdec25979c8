package io.mvm.simulator;

import io.mvm.chain.BlockHash;
import io.mvm.chain.Hex;
import java.util.List;

/** Parameters of one call, by position. What is missing or null is treated alike, as a node treats it. */
final class Params {
    private final List<Object> values;

    Params(List<Object> values) {
        this.values = values;
    }

    boolean has(int index) {
        return index < values.size() && values.get(index) != null;
    }

    boolean isList(int index) {
        return has(index) && values.get(index) instanceof List;
    }

    List<?> list(int index) throws RpcFailure {
        if (isList(index)) {
            return (List<?>) values.get(index);
        }
        throw invalid("expected a list as parameter " + index);
    }

    String text(int index) throws RpcFailure {
        if (has(index) && values.get(index) instanceof String text) {
            return text;
        }
        throw invalid("expected a string as parameter " + index);
    }

    long number(int index) throws RpcFailure {
        if (!has(index)) {
            throw invalid("expected a number as parameter " + index);
        }
        return number(values.get(index));
    }

    /** A number as JSON has it, or in hex with {@code 0x}. */
    static long number(Object value) throws RpcFailure {
        if (value instanceof Long number) {
            return number;
        }
        if (value instanceof String text && text.startsWith("0x")) {
            try {
                return Long.parseUnsignedLong(text.substring(2), 16);
            } catch (NumberFormatException e) {
                throw invalid("not a hex number: " + text);
            }
        }
        throw invalid("expected a number or its hex: " + value);
    }

    BlockHash hash(int index) throws RpcFailure {
        byte[] bytes = bytes(index);
        if (bytes.length != BlockHash.LENGTH) {
            throw invalid("expected 32 bytes of hash, got " + bytes.length);
        }
        return BlockHash.of(bytes);
    }

    byte[] bytes(int index) throws RpcFailure {
        String text = text(index);
        try {
            return Hex.decode(text);
        } catch (IllegalArgumentException e) {
            throw invalid(e.getMessage());
        }
    }

    static RpcFailure invalid(String why) {
        return new RpcFailure(RpcFailure.INVALID_PARAMS, "Invalid params", why);
    }
}
