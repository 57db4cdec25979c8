package io.mvm.exporter.metrics;

import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Writes UTF-8 into memory. A page is ASCII but for a label here and there, and simpleclient writes label values one character at a
 * time, which the JDK's writers lock and convert one by one.
 */
final class AsciiWriter extends Writer {
    private final GrowingBytes target;
    private char high;

    @SuppressWarnings("this-escape")
    AsciiWriter(GrowingBytes target) {
        this.target = target;
    }

    @Override
    public void write(int c) {
        char one = (char) c;
        if (one < 0x80) {
            target.write(one);
        } else if (Character.isHighSurrogate(one)) {
            high = one;
        } else {
            String text = Character.isLowSurrogate(one) ? new String(new char[] {high, one}) : String.valueOf(one);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            target.write(bytes, 0, bytes.length);
        }
    }

    @Override
    public void write(String text, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            write(text.charAt(i));
        }
    }

    @Override
    public void write(char[] chars, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            write(chars[i]);
        }
    }

    @Override
    public void flush() {
        // Everything is in memory already.
    }

    @Override
    public void close() {
        // The bytes live on.
    }
}
