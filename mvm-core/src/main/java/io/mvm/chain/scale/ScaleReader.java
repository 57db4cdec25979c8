package io.mvm.chain.scale;

import java.util.Arrays;

/**
 * Reads SCALE values from a byte array, front to back. Every read checks what is left, so that truncated or hostile bytes
 * end in a {@link ScaleException}. Not safe for several threads.
 */
public final class ScaleReader {
    private final byte[] bytes;
    private final int end;
    private int position;

    /** Over all of the array, which is not copied. */
    public ScaleReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** Over {@code [from, to)} of the array, which is not copied. */
    public ScaleReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.position = from;
        this.end = to;
    }

    /** Index in the array of the next byte. */
    public int position() {
        return position;
    }

    /** Bytes not read yet. */
    public int remaining() {
        return end - position;
    }

    /** One unsigned byte. */
    public int u8() {
        need(1, "u8");
        return bytes[position++] & 0xff;
    }

    /** Four bytes, little-endian, unsigned. */
    public long u32() {
        return little(4, "u32");
    }

    /** Eight bytes, little-endian; the caller treats the result as unsigned where that matters. */
    public long u64() {
        return little(8, "u64");
    }

    /** A compact number that fits a long. */
    public long compact() {
        int first = u8();
        return switch (first & 3) {
            case 0 -> first >> 2;
            case 1 -> first >> 2 | (long) u8() << 6;
            case 2 -> {
                position--;
                yield u32() >>> 2;
            }
            default -> large((first >> 2) + 4);
        };
    }

    /** A compact number used as a length or count. */
    public int compactInt() {
        long value = compact();
        if (value > Integer.MAX_VALUE) {
            throw new ScaleException("a length of " + value + " is more than an array can hold");
        }
        return (int) value;
    }

    /** The next bytes, copied. */
    public byte[] bytes(int length) {
        need(length, length + " bytes");
        byte[] copy = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return copy;
    }

    /** Passes over bytes. */
    public void skip(int length) {
        need(length, length + " bytes");
        position += length;
    }

    /**
     * Insists that nothing is left.
     *
     * @param what what was read, for the message
     */
    public void end(String what) {
        if (position != end) {
            throw new ScaleException(what + " has " + (end - position) + " bytes too many");
        }
    }

    private long large(int length) {
        if (length > 8) {
            throw new ScaleException("a compact number of " + length + " bytes at " + (position - 1)
                    + " is larger than the 8 bytes expected here");
        }
        long value = little(length, "compact number");
        if (value < 0) {
            throw new ScaleException("a compact number at " + position + " exceeds 63 bits");
        }
        return value;
    }

    private long little(int length, String what) {
        need(length, what);
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (bytes[position + i] & 0xffL) << (8 * i);
        }
        position += length;
        return value;
    }

    private void need(int length, String what) {
        if (length < 0 || end - position < length) {
            throw new ScaleException(
                    "expected " + what + " at byte " + position + " but only " + (end - position) + " are left");
        }
    }
}
