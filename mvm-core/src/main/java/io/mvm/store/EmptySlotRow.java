package io.mvm.store;

import io.mvm.chain.AuraKey;
import io.mvm.chain.AuthoritySet;
import io.mvm.duty.Outcome;

/**
 * A slot without a canonical block, as stored.
 *
 * @param slot the slot
 * @param afterNumber height of the last canonical block before it
 * @param owner key that owed it
 * @param seat seat of that key
 * @param set the set the seat belongs to
 * @param outcome missed or orphaned
 */
public record EmptySlotRow(long slot, long afterNumber, AuraKey owner, int seat, AuthoritySet set, Outcome outcome) {
    public EmptySlotRow {
        if (outcome == Outcome.PRODUCED) {
            throw new IllegalArgumentException("slot " + slot + " is said to be empty and produced");
        }
    }
}
