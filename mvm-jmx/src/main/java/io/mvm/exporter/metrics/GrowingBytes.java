package io.mvm.exporter.metrics;

import java.io.OutputStream;
import java.util.Arrays;

/** Bytes in memory that keep their room from one page to the next; unlike the JDK's, without a lock for each byte. */
final class GrowingBytes extends OutputStream {
    private byte[] bytes;
    private int size;

    GrowingBytes(int room) {
        bytes = new byte[room];
    }

    @Override
    public void write(int b) {
        ensure(1);
        bytes[size++] = (byte) b;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length + (bytes.length >> 1)));
        }
    }

    int size() {
        return size;
    }

    /** Takes the last bytes back. */
    void unwrite(int count) {
        size -= count;
    }

    void clear() {
        size = 0;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, size);
    }
}
