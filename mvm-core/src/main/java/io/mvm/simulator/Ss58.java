package io.mvm.simulator;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/** Addresses as Substrate prints them, with the generic prefix 42. */
final class Ss58 {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(ALPHABET.length());
    private static final byte PREFIX = 42;
    private static final int CHECKSUM_LENGTH = 2;
    private static final byte[] CONTEXT = "SS58PRE".getBytes(StandardCharsets.US_ASCII);

    private Ss58() {}

    /** The address of 32 bytes of key or account. */
    static String encode(byte[] key) {
        byte[] bytes = new byte[1 + key.length + CHECKSUM_LENGTH];
        bytes[0] = PREFIX;
        System.arraycopy(key, 0, bytes, 1, key.length);
        Blake2bDigest digest = new Blake2bDigest(512);
        digest.update(CONTEXT, 0, CONTEXT.length);
        digest.update(bytes, 0, 1 + key.length);
        byte[] hash = new byte[64];
        digest.doFinal(hash, 0);
        System.arraycopy(hash, 0, bytes, 1 + key.length, CHECKSUM_LENGTH);
        StringBuilder text = new StringBuilder();
        // The first byte is 42, so there are no leading zeros to keep.
        BigInteger left = new BigInteger(1, bytes);
        while (left.signum() > 0) {
            BigInteger[] parts = left.divideAndRemainder(BASE);
            text.append(ALPHABET.charAt(parts[1].intValue()));
            left = parts[0];
        }
        return text.reverse().toString();
    }
}
