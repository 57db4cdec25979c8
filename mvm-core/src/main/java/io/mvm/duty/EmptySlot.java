package io.mvm.duty;

import io.mvm.chain.AuthoritySet;
import io.mvm.chain.consensus.ConsensusEngine;
import io.mvm.chain.consensus.Seat;
import java.util.ArrayList;
import java.util.List;

/**
 * A slot without a canonical block, and who owed it.
 *
 * @param slot the slot
 * @param owner the seat that owned it
 */
public record EmptySlot(long slot, Seat owner) {
    /** A longer jump between two blocks (a year of six-second slots) is no halt but a broken header. */
    static final long LONGEST_GAP = 5_256_000;

    /**
     * The slots strictly between two consecutive canonical blocks. Whoever would have authored them had the parent's
     * post-state to go by, even where the slot lies in the next epoch.
     *
     * @param engine engine of the child
     * @param governing authorities after the parent
     * @param parentSlot slot of the parent
     * @param childSlot slot of the child
     * @throws IllegalArgumentException if the child's slot does not come after the parent's, or the gap is absurd
     */
    public static List<EmptySlot> between(
            ConsensusEngine engine, AuthoritySet governing, long parentSlot, long childSlot) {
        if (childSlot <= parentSlot) {
            throw new IllegalArgumentException(
                    "a block's slot " + childSlot + " does not come after its parent's slot " + parentSlot);
        }
        if (childSlot - parentSlot > LONGEST_GAP) {
            throw new IllegalArgumentException("a block's slot " + childSlot + " lies " + (childSlot - parentSlot)
                    + " slots after its parent's, expected at most " + LONGEST_GAP);
        }
        if (childSlot == parentSlot + 1) {
            return List.of();
        }
        List<EmptySlot> empty = new ArrayList<>((int) (childSlot - parentSlot - 1));
        for (long slot = parentSlot + 1; slot < childSlot; slot++) {
            empty.add(new EmptySlot(slot, engine.owner(governing, slot)));
        }
        return empty;
    }
}
