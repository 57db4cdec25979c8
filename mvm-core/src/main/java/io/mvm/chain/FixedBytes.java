package io.mvm.chain;

import java.util.Arrays;

/** An immutable byte string of one length per subclass, ordered by its unsigned bytes. */
abstract class FixedBytes implements Comparable<FixedBytes> {
    private final byte[] bytes;

    FixedBytes(byte[] bytes, int length, String what) {
        if (bytes.length != length) {
            throw new IllegalArgumentException(what + " has " + bytes.length + " bytes, expected " + length + ": "
                    + Hex.shorten(Hex.encode(bytes)));
        }
        this.bytes = bytes.clone();
    }

    /** A copy of the bytes. */
    public final byte[] toBytes() {
        return bytes.clone();
    }

    /** Copies the bytes into {@code target} from {@code offset} on. */
    public final void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
    }

    /** The first eight bytes, big-endian: a short stand-in for the whole, good enough for an index, not for equality. */
    public final long prefix() {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | (bytes[i] & 0xff);
        }
        return value;
    }

    /** {@code 0x} and lower-case hex of all bytes. */
    public final String hex() {
        return Hex.encode(bytes);
    }

    @Override
    public final int compareTo(FixedBytes other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof FixedBytes that && getClass() == that.getClass() && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public final int hashCode() {
        // Hashes and keys are uniform: four of their bytes are as good as a mix of all.
        return (int) prefix();
    }

    @Override
    public final String toString() {
        return hex();
    }
}
