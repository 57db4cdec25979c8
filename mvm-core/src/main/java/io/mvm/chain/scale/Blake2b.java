package io.mvm.chain.scale;

import org.bouncycastle.crypto.digests.Blake2bDigest;

/** The hash of Substrate chains. */
public final class Blake2b {
    private Blake2b() {}

    /** 32 bytes of blake2b over the input. */
    public static byte[] hash256(byte[] input) {
        Blake2bDigest digest = new Blake2bDigest(256);
        digest.update(input, 0, input.length);
        byte[] hash = new byte[32];
        digest.doFinal(hash, 0);
        return hash;
    }
}
