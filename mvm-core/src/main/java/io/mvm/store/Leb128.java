package io.mvm.store;

import java.io.ByteArrayOutputStream;

/** Small numbers in few bytes: seven bits a byte, low ones first, the high bit saying that more follow. */
final class Leb128 {
    private Leb128() {}

    static byte[] encode(int[] values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(values.length * 2);
        for (int value : values) {
            int rest = value;
            while ((rest & ~0x7f) != 0) {
                out.write((rest & 0x7f) | 0x80);
                rest >>>= 7;
            }
            out.write(rest);
        }
        return out.toByteArray();
    }

    static int[] decode(byte[] bytes, int count) {
        int[] values = new int[count];
        int position = 0;
        for (int i = 0; i < count; i++) {
            int shift = 0;
            int current;
            do {
                if (position == bytes.length || shift > 28) {
                    throw new StoreException(
                            StoreException.Kind.CORRUPT,
                            "a list of " + count + " seats ends or breaks at its number " + i
                                    + "; run 'mvm query verify' and restore a backup");
                }
                current = bytes[position++];
                values[i] |= (current & 0x7f) << shift;
                shift += 7;
            } while (current < 0);
        }
        return values;
    }
}
