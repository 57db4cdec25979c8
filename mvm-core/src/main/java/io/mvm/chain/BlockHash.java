package io.mvm.chain;

/** The hash of a block's header: blake2b-256 over its SCALE bytes, seal included. */
public final class BlockHash extends FixedBytes {
    /** Bytes in one of them. */
    public static final int LENGTH = 32;

    private BlockHash(byte[] bytes) {
        super(bytes, LENGTH, "block hash");
    }

    /**
     * From raw bytes.
     *
     * @throws IllegalArgumentException if the length is not {@link #LENGTH}
     */
    public static BlockHash of(byte[] bytes) {
        return new BlockHash(bytes);
    }

    /**
     * From hex, with or without {@code 0x}, in either case.
     *
     * @throws IllegalArgumentException if it is no hex or of another length
     */
    public static BlockHash parse(String hex) {
        return new BlockHash(Hex.decode(hex.strip()));
    }
}
