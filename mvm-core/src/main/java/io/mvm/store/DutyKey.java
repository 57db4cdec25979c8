package io.mvm.store;

import io.mvm.chain.AuraKey;

/**
 * Whose slots, in which epoch.
 *
 * @param epoch sidechain epoch of the slots; {@link #NO_EPOCH} on chains without epochs
 * @param owner key that owed them
 */
public record DutyKey(long epoch, AuraKey owner) {
    /** Stands for the epoch on chains that have none. */
    public static final long NO_EPOCH = -1;
}
