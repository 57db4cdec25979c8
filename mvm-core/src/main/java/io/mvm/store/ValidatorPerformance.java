package io.mvm.store;

import io.mvm.duty.Judged;
import io.mvm.duty.Tally;

/**
 * What a validator owed in some epochs, and what became of it.
 *
 * @param validator who
 * @param tally its slots as seen at the head
 * @param judged its slots by verdict: of final blocks only, so they may be fewer
 */
public record ValidatorPerformance(KnownValidator validator, Tally tally, Judged judged) {
    /** Slots missed by its own fault, of which no other was the cause. */
    public long ownFault() {
        return judged.alone() + judged.node();
    }
}
