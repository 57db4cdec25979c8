package io.mvm.epoch;

import java.util.Optional;

/**
 * Converts between time and Cardano epochs of one length.
 *
 * @param firstEpochStartMs Unix ms at which {@code firstEpoch} starts
 * @param firstEpoch number of the first epoch of this length
 * @param epochMs length of an epoch
 */
public record MainchainClock(long firstEpochStartMs, long firstEpoch, long epochMs) {
    public MainchainClock {
        if (epochMs <= 0) {
            throw new IllegalArgumentException("a mainchain epoch lasts " + epochMs + " ms, expected more than 0");
        }
    }

    /** The public network that has this epoch end at exactly this time; empty if none does. */
    public static Optional<MainchainClock> recognise(long epoch, long epochEndMs) {
        return CardanoNetwork.recognise(epoch, epochEndMs).map(CardanoNetwork::clock);
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
