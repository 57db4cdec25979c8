package io.mvm.simulator;

/**
 * Random numbers that depend on seed, purpose and index only, never on how many were drawn before: a block's coincidences are
 * the same whether its chain was made at once or slot by slot.
 */
final class Seeded {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    /** What a number is drawn for; each purpose has numbers of its own. */
    enum Purpose {
        MISS,
        FORK,
        FORK_KIND,
        FORK_DEPTH,
        LATE_COMMITTEE,
        LATE_BY,
        UNCHANGED_COMMITTEE,
        SEATS,
        SHUFFLE,
        STAKE,
        BLOCK,
        STATE_ROOT,
        EXTRINSICS_ROOT,
        MAINCHAIN_HASH,
        SEAL,
        BODY,
        TIME,
        REGISTRATION,
        STALL,
        VOTE,
        FAULT;

        private final long stream = mix(name().hashCode());
    }

    private final long seed;

    Seeded(long seed) {
        this.seed = mix(seed + GOLDEN);
    }

    /** 64 uniform bits. */
    long bits(Purpose purpose, long index) {
        return mix(mix(seed ^ purpose.stream) + mix(index ^ GOLDEN));
    }

    /** True with the given probability. */
    boolean chance(Purpose purpose, long index, double probability) {
        return (bits(purpose, index) >>> 11) * 0x1p-53 < probability;
    }

    /** 0 to {@code bound} - 1. */
    int below(Purpose purpose, long index, int bound) {
        return (int) Long.remainderUnsigned(bits(purpose, index), bound);
    }

    /** Uniform bytes. */
    byte[] bytes(Purpose purpose, long index, int length) {
        byte[] bytes = new byte[length];
        fill(purpose, index, bytes, 0, length);
        return bytes;
    }

    /** Uniform bytes into a part of an array. */
    void fill(Purpose purpose, long index, byte[] target, int offset, int length) {
        long state = bits(purpose, index);
        for (int i = 0; i < length; i += Long.BYTES) {
            state += GOLDEN;
            long value = mix(state);
            for (int j = i; j < Math.min(length, i + Long.BYTES); j++) {
                target[offset + j] = (byte) value;
                value >>>= 8;
            }
        }
    }

    /** Stafford's mix 13: every input bit reaches every output bit. */
    static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
