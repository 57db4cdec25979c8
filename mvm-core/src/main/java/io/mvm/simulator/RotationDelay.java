package io.mvm.simulator;

/** When a new committee becomes the Aura set. */
public enum RotationDelay {
    /** In the first block of the epoch, which carries the log and is itself still the old set's (runtimes up to 0.18). */
    NOW,
    /** One block later: two blocks of the new epoch are the old set's (runtimes on the newer session pallet). */
    NEXT_BLOCK
}
