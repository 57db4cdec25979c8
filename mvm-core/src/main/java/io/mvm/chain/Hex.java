package io.mvm.chain;

import java.util.Locale;

/** Hexadecimal text as Substrate writes it: {@code 0x} and lower-case digits. */
public final class Hex {
    private static final char[] DIGITS = "0123456789abcdef".toCharArray();

    private Hex() {}

    /** Encodes as {@code 0x} + lower-case digits. */
    public static String encode(byte[] bytes) {
        char[] text = new char[2 + bytes.length * 2];
        text[0] = '0';
        text[1] = 'x';
        for (int i = 0; i < bytes.length; i++) {
            text[2 + 2 * i] = DIGITS[(bytes[i] >> 4) & 0xf];
            text[3 + 2 * i] = DIGITS[bytes[i] & 0xf];
        }
        return new String(text);
    }

    /**
     * Decodes {@code 0x}-prefixed (or bare) hex of either case.
     *
     * @throws IllegalArgumentException if a character is no hex digit or their number is odd
     */
    public static byte[] decode(String text) {
        int start = text.startsWith("0x") || text.startsWith("0X") ? 2 : 0;
        int digits = text.length() - start;
        if (digits % 2 != 0) {
            throw new IllegalArgumentException("hex has an odd number of digits (" + digits + "): " + shorten(text));
        }
        byte[] bytes = new byte[digits / 2];
        for (int i = 0; i < bytes.length; i++) {
            int high = Character.digit(text.charAt(start + 2 * i), 16);
            int low = Character.digit(text.charAt(start + 2 * i + 1), 16);
            if (high < 0 || low < 0) {
                throw new IllegalArgumentException("not hex at character " + (start + 2 * i) + ": " + shorten(text));
            }
            bytes[i] = (byte) (high << 4 | low);
        }
        return bytes;
    }

    /** Trims, lower-cases and prefixes with {@code 0x}: the form in which keys are compared. */
    public static String normalise(String text) {
        String trimmed = text.strip().toLowerCase(Locale.ROOT);
        return trimmed.startsWith("0x") ? trimmed : "0x" + trimmed;
    }

    /** The first characters of a long text, for use in messages. */
    static String shorten(String text) {
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }
}
