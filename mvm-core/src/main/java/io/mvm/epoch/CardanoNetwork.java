package io.mvm.epoch;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** The public Cardano networks, whose slots last a second each. Times in Unix ms. */
public enum CardanoNetwork {
    /** Epochs of a day. */
    PREVIEW(1_666_656_000_000L, 0, 0, 86_400_000L),
    /** Epochs of five days. */
    PREPROD(1_655_769_600_000L, 4, 86_400, 432_000_000L),
    /** Epochs of five days. */
    MAINNET(1_596_059_091_000L, 208, 4_492_800, 432_000_000L);

    private static final long SLOT_MS = 1_000;

    private final long firstEpochStartMs;
    private final long firstEpoch;
    private final long firstSlot;
    private final long epochMs;

    CardanoNetwork(long firstEpochStartMs, long firstEpoch, long firstSlot, long epochMs) {
        this.firstEpochStartMs = firstEpochStartMs;
        this.firstEpoch = firstEpoch;
        this.firstSlot = firstSlot;
        this.epochMs = epochMs;
    }

    /** The network that has this epoch end at exactly this time; empty if none does. */
    public static Optional<CardanoNetwork> recognise(long epoch, long epochEndMs) {
        return Arrays.stream(values())
                .filter(network -> network.clock().startOf(epoch + 1) == epochEndMs)
                .findFirst();
    }

    /** Its epochs. */
    public MainchainClock clock() {
        return new MainchainClock(firstEpochStartMs, firstEpoch, epochMs);
    }

    /** When a slot starts; empty for slots of the era before, which were longer. */
    public OptionalLong startOfSlot(long slot) {
        return slot < firstSlot
                ? OptionalLong.empty()
                : OptionalLong.of(firstEpochStartMs + (slot - firstSlot) * SLOT_MS);
    }
}
