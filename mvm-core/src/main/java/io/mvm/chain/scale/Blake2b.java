package io.mvm.chain.scale;

import org.bouncycastle.crypto.digests.Blake2bDigest;

/** The hash of Substrate chains. */
public final class Blake2b {
    private Blake2b() {}

    /** 32 bytes of blake2b over the input. */
    public static byte[] hash256(byte[] input) {
        return hash(input, 32);
    }

    /** 64 bytes of blake2b over the input. */
    public static byte[] hash512(byte[] input) {
        return hash(input, 64);
    }

    private static byte[] hash(byte[] input, int length) {
        Blake2bDigest digest = new Blake2bDigest(8 * length);
        digest.update(input, 0, input.length);
        byte[] hash = new byte[length];
        digest.doFinal(hash, 0);
        return hash;
    }
}
