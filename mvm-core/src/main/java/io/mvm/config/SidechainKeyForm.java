package io.mvm.config;

import java.util.Locale;

/** What a compressed secp256k1 key looks like. Checked by hand: a reload may see thousands of them, and a pattern is slow. */
final class SidechainKeyForm {
    private static final int DIGITS = 66;

    private SidechainKeyForm() {}

    /** Whether this is {@code 0x} and 66 hex digits, of any case. */
    static boolean isPrefixed(String text) {
        return text.startsWith("0x") && isHex(text, 2);
    }

    /** Whether this is 66 hex digits with or without {@code 0x}, of any case. */
    static boolean isAny(String text) {
        return isHex(text, text.startsWith("0x") || text.startsWith("0X") ? 2 : 0);
    }

    /** With {@code 0x} and in lower case. */
    static String canonical(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return lower.startsWith("0x") ? lower : "0x" + lower;
    }

    private static boolean isHex(String text, int from) {
        if (text.length() != from + DIGITS) {
            return false;
        }
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))) {
                return false;
            }
        }
        return true;
    }
}
