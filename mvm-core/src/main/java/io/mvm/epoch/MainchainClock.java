package io.mvm.epoch;

import java.util.List;
import java.util.Optional;

/**
 * Converts between time and Cardano epochs of one length.
 *
 * @param firstEpochStartMs Unix ms at which {@code firstEpoch} starts
 * @param firstEpoch number of the first epoch of this length
 * @param epochMs length of an epoch
 */
public record MainchainClock(long firstEpochStartMs, long firstEpoch, long epochMs) {
    /** The public Cardano networks: preview, preprod, mainnet. */
    private static final List<MainchainClock> PUBLIC_NETWORKS = List.of(
            new MainchainClock(1_666_656_000_000L, 0, 86_400_000L),
            new MainchainClock(1_655_769_600_000L, 4, 432_000_000L),
            new MainchainClock(1_596_059_091_000L, 208, 432_000_000L));

    public MainchainClock {
        if (epochMs <= 0) {
            throw new IllegalArgumentException("a mainchain epoch lasts " + epochMs + " ms, expected more than 0");
        }
    }

    /** The public network that has this epoch end at exactly this time; empty if none does. */
    public static Optional<MainchainClock> recognise(long epoch, long epochEndMs) {
        return PUBLIC_NETWORKS.stream()
                .filter(clock -> clock.startOf(epoch + 1) == epochEndMs)
                .findFirst();
    }

    /** From the ends of two different epochs; empty if they do not lie a whole number of milliseconds per epoch apart. */
    public static Optional<MainchainClock> between(long epochA, long endA, long epochB, long endB) {
        long epochs = epochB - epochA;
        if (epochs == 0 || (endB - endA) % epochs != 0 || (endB - endA) / epochs <= 0) {
            return Optional.empty();
        }
        long length = (endB - endA) / epochs;
        return Optional.of(new MainchainClock(endA - length, epochA, length));
    }

    /** The epoch in progress at a time in Unix ms. */
    public long epochAt(long timeMs) {
        return firstEpoch + Math.floorDiv(timeMs - firstEpochStartMs, epochMs);
    }

    /** Unix ms at which an epoch starts. */
    public long startOf(long epoch) {
        return firstEpochStartMs + (epoch - firstEpoch) * epochMs;
    }
}
