package io.mvm.store;

import io.mvm.chain.AuraKey;
import io.mvm.chain.SidechainKey;
import io.mvm.duty.Cause;

/**
 * An owed slot without a canonical block, as seen at the head, and the verdict on it.
 *
 * @param slot the slot
 * @param startMs Unix ms at which it started; null if the slot duration is unknown
 * @param epoch its sidechain epoch; null on chains without
 * @param validator who owed it; null while only the Aura key is known
 * @param owner key that owed it
 * @param seat seat of that key
 * @param set names its authority set: {@code 0x} hex of the first bytes of the hash over its keys
 * @param setSize seats of its authority set
 * @param afterNumber height of the last canonical block before it
 * @param orphaned whether the owner's block is known and lost
 * @param cause the verdict; null until it is judged
 */
public record StoredMiss(
        long slot,
        Long startMs,
        Long epoch,
        SidechainKey validator,
        AuraKey owner,
        int seat,
        String set,
        int setSize,
        long afterNumber,
        boolean orphaned,
        Cause cause) {
    /** The owner's sidechain key as hex, or {@code aura:} and its Aura key. */
    public String displayKey() {
        return validator != null ? validator.hex() : KnownValidator.AURA_PREFIX + owner.hex();
    }
}
