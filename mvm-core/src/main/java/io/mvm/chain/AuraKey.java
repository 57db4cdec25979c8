package io.mvm.chain;

/** An sr25519 public key under which slots are owned and blocks are sealed (key type {@code aura}). */
public final class AuraKey extends FixedBytes {
    /** Bytes in one of them. */
    public static final int LENGTH = 32;

    private AuraKey(byte[] bytes) {
        super(bytes, LENGTH, "aura key");
    }

    /**
     * From raw bytes.
     *
     * @throws IllegalArgumentException if the length is not {@link #LENGTH}
     */
    public static AuraKey of(byte[] bytes) {
        return new AuraKey(bytes);
    }

    /**
     * From hex, with or without {@code 0x}, in either case.
     *
     * @throws IllegalArgumentException if it is no hex or of another length
     */
    public static AuraKey parse(String hex) {
        return new AuraKey(Hex.decode(hex.strip()));
    }
}
