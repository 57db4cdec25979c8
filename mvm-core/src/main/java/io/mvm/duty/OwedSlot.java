package io.mvm.duty;

import io.mvm.chain.AuraKey;

/**
 * A slot of the past and what became of it.
 *
 * @param slot the slot
 * @param owner key that owed it; null for a block whose author is unknown
 * @param outcome what became of it
 */
public record OwedSlot(long slot, AuraKey owner, Outcome outcome) {
    public OwedSlot {
        if (owner == null && outcome != Outcome.PRODUCED) {
            throw new IllegalArgumentException("slot " + slot + " is " + outcome + ", yet nobody owed it");
        }
    }
}
