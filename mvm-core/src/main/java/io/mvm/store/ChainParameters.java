package io.mvm.store;

import io.mvm.epoch.MainchainClock;
import io.mvm.epoch.SlotClock;
import java.util.Optional;

/**
 * What a chain says of its own time. Never changes for a running chain, but parts may become known late.
 *
 * @param slots slots and sidechain epochs; empty on chains without sidechain epochs
 * @param slotDurationMs length of a slot; null if unknown
 * @param mainchain Cardano epochs; empty while unknown
 */
public record ChainParameters(Optional<SlotClock> slots, Long slotDurationMs, Optional<MainchainClock> mainchain) {
    /** Nothing known. */
    public static final ChainParameters UNKNOWN = new ChainParameters(Optional.empty(), null, Optional.empty());
}
