package io.mvm.chain;

/** A validator's identity: its compressed secp256k1 public key (partner-chain or cross-chain key, type {@code crch}). */
public final class SidechainKey extends FixedBytes {
    /** Bytes in one of them. */
    public static final int LENGTH = 33;

    private SidechainKey(byte[] bytes) {
        super(bytes, LENGTH, "sidechain key");
    }

    /**
     * From raw bytes.
     *
     * @throws IllegalArgumentException if the length is not {@link #LENGTH}
     */
    public static SidechainKey of(byte[] bytes) {
        return new SidechainKey(bytes);
    }

    /**
     * From hex, with or without {@code 0x}, in either case.
     *
     * @throws IllegalArgumentException if it is no hex or of another length
     */
    public static SidechainKey parse(String hex) {
        return new SidechainKey(Hex.decode(hex.strip()));
    }

    /** Whether a text is one in the form that MVM writes, and may be a compressed point: {@code 0x}, 02 or 03, 64 digits. */
    public static boolean plausible(String hex) {
        return hex.matches("0x0[23][0-9a-f]{64}");
    }
}
