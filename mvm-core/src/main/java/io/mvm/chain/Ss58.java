package io.mvm.chain;

import io.mvm.chain.scale.Blake2b;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads 32-byte keys as Substrate prints them: base 58 of network prefix, key and checksum. */
public final class Ss58 {
    private static final int KEY_LENGTH = 32;
    private static final int CHECKSUM_LENGTH = 2;
    /** Longest text of 36 bytes. */
    private static final int MAX_TEXT = 50;
    /** First bytes below stand alone; those from here on begin a prefix of two bytes. */
    private static final int TWO_BYTE_PREFIX = 64;

    private static final int RESERVED_PREFIX = 128;
    private static final byte[] CONTEXT = "SS58PRE".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DIGITS = digits();

    private Ss58() {}

    /**
     * The key in an address, of whatever network.
     *
     * @throws IllegalArgumentException if a character, the length or the checksum is wrong
     */
    public static byte[] decode(String text) {
        byte[] bytes = base58(text);
        int prefix = bytes.length > 0 && (bytes[0] & 0xff) >= TWO_BYTE_PREFIX ? 2 : 1;
        if (bytes.length != prefix + KEY_LENGTH + CHECKSUM_LENGTH) {
            throw new IllegalArgumentException("SS58 address has " + bytes.length + " bytes, expected "
                    + (prefix + KEY_LENGTH + CHECKSUM_LENGTH) + ": " + Hex.shorten(text));
        }
        if ((bytes[0] & 0xff) >= RESERVED_PREFIX) {
            throw new IllegalArgumentException("SS58 address has the reserved prefix byte " + (bytes[0] & 0xff)
                    + ", expected less than " + RESERVED_PREFIX + ": " + Hex.shorten(text));
        }
        int payload = prefix + KEY_LENGTH;
        byte[] hashed = Arrays.copyOf(CONTEXT, CONTEXT.length + payload);
        System.arraycopy(bytes, 0, hashed, CONTEXT.length, payload);
        byte[] hash = Blake2b.hash512(hashed);
        if (!Arrays.equals(bytes, payload, bytes.length, hash, 0, CHECKSUM_LENGTH)) {
            throw new IllegalArgumentException("SS58 address has a wrong checksum: " + Hex.shorten(text));
        }
        return Arrays.copyOfRange(bytes, prefix, payload);
    }

    private static byte[] base58(String text) {
        if (text.length() > MAX_TEXT) {
            throw new IllegalArgumentException("SS58 address has " + text.length() + " characters, expected at most "
                    + MAX_TEXT + ": " + Hex.shorten(text));
        }
        // Grows from the right; base 58 needs fewer bytes than characters.
        byte[] number = new byte[text.length()];
        int first = number.length;
        int zeros = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int carry = c < DIGITS.length ? DIGITS[c] : -1;
            if (carry < 0) {
                throw new IllegalArgumentException(
                        "not base 58 at character " + i + " of an SS58 address: " + Hex.shorten(text));
            }
            if (carry == 0 && zeros == i) {
                zeros++;
                continue;
            }
            for (int at = number.length - 1; at >= first || carry != 0; at--) {
                carry += (number[at] & 0xff) * 58;
                number[at] = (byte) carry;
                carry >>= 8;
                first = Math.min(first, at);
            }
        }
        // A leading digit 0 stands for a whole byte of zeros.
        byte[] bytes = new byte[zeros + number.length - first];
        System.arraycopy(number, first, bytes, zeros, number.length - first);
        return bytes;
    }

    private static byte[] digits() {
        byte[] table = new byte[128];
        Arrays.fill(table, (byte) -1);
        String alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        for (int i = 0; i < alphabet.length(); i++) {
            table[alphabet.charAt(i)] = (byte) i;
        }
        return table;
    }
}
