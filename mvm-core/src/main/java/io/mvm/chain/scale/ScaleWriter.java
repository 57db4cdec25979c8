package io.mvm.chain.scale;

import java.io.ByteArrayOutputStream;

/** Writes SCALE values front to back. Not safe for several threads. */
public final class ScaleWriter {
    private final ByteArrayOutputStream out;

    public ScaleWriter() {
        this(64);
    }

    /** With room for {@code expectedSize} bytes before it has to grow. */
    public ScaleWriter(int expectedSize) {
        out = new ByteArrayOutputStream(expectedSize);
    }

    /** One byte, the low eight bits. */
    public ScaleWriter u8(int value) {
        out.write(value);
        return this;
    }

    /** Four bytes, little-endian. */
    public ScaleWriter u32(long value) {
        return little(value, 4);
    }

    /** Eight bytes, little-endian. */
    public ScaleWriter u64(long value) {
        return little(value, 8);
    }

    /** A compact number, 0 or more. */
    public ScaleWriter compact(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a compact number cannot be negative: " + value);
        }
        if (value < 1 << 6) {
            return u8((int) value << 2);
        }
        if (value < 1 << 14) {
            return little(value << 2 | 1, 2);
        }
        if (value < 1 << 30) {
            return little(value << 2 | 2, 4);
        }
        int length = Math.max(4, (71 - Long.numberOfLeadingZeros(value)) / 8);
        return u8((length - 4) << 2 | 3).little(value, length);
    }

    /** Bytes as they are, with no length before them. */
    public ScaleWriter bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** All that was written. */
    public byte[] toBytes() {
        return out.toByteArray();
    }

    private ScaleWriter little(long value, int length) {
        for (int i = 0; i < length; i++) {
            out.write((int) (value >>> (8 * i)));
        }
        return this;
    }
}
