package io.mvm.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing buffer into which JSON is written byte by byte: no tree is built for what is sent. Not safe for several threads. */
final class JsonBuffer {
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int length;

    JsonBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    int length() {
        return length;
    }

    byte[] array() {
        return bytes;
    }

    void clear() {
        length = 0;
    }

    /** Forgets what was written after {@code mark}. */
    void cut(int mark) {
        length = mark;
    }

    /** Text as it is; only ASCII. */
    @SuppressWarnings("deprecation") // String.getBytes(int, int, byte[], int) is the one copy without an allocation.
    JsonBuffer raw(String ascii) {
        int count = ascii.length();
        room(count);
        ascii.getBytes(0, count, bytes, length);
        length += count;
        return this;
    }

    JsonBuffer raw(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    JsonBuffer number(long value) {
        return raw(Long.toString(value));
    }

    /** A quoted string with what must be escaped escaped. */
    JsonBuffer text(String value) {
        raw('"');
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (b == '"' || b == '\\') {
                raw('\\').raw((char) b);
            } else if (b >= 0 && b < ' ') {
                raw("\\u00").digit(b >> 4).digit(b);
            } else {
                raw((char) b);
            }
        }
        return raw('"');
    }

    /** A quoted {@code 0x} string. */
    JsonBuffer hex(byte[] value) {
        room(4 + 2 * value.length);
        byte[] target = bytes;
        int at = length;
        target[at++] = '"';
        target[at++] = '0';
        target[at++] = 'x';
        for (byte b : value) {
            target[at++] = DIGITS[(b >> 4) & 0xf];
            target[at++] = DIGITS[b & 0xf];
        }
        target[at++] = '"';
        length = at;
        return this;
    }

    /** A comma unless something else opens here: call with {@code first} true for the first item of a list. */
    JsonBuffer comma(boolean first) {
        return first ? this : raw(',');
    }

    private JsonBuffer digit(int value) {
        room(1);
        bytes[length++] = DIGITS[value & 0xf];
        return this;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
