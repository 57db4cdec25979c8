package io.mvm.cli;

import io.mvm.chain.SidechainKey;
import io.mvm.duty.Judged;
import io.mvm.store.ValidatorTotals;
import java.util.List;

/**
 * One validator of ours as {@code mvm status} tells it, put together from node, keys and database. Null is unknown.
 *
 * @param key its sidechain key
 * @param name what it is called
 * @param registration {@code permissioned}, {@code registered}, {@code invalid} or {@code none}
 * @param seats seats in the committee in force
 * @param committeeSize seats of that committee
 * @param nextSeats seats in the next committee; null also while it is not chosen
 * @param keys what is known of its keys, by type
 * @param ahead its slots ahead
 * @param totals slots over the whole database, in the head view
 * @param recent verdicts of its last epochs
 * @param recentEpochs how many epochs those are
 * @param missedInARow judged slots missed in a row by its own fault
 * @param vote whether it votes
 * @param findings what is not as it should be with keys and registration
 */
record OwnStatus(
        SidechainKey key,
        String name,
        String registration,
        Integer seats,
        Integer committeeSize,
        Integer nextSeats,
        List<Key> keys,
        Ahead ahead,
        ValidatorTotals totals,
        Judged recent,
        int recentEpochs,
        Long missedInARow,
        VoteReading.Vote vote,
        List<Health.Finding> findings) {
    /**
     * One key type; what cannot be told is null.
     *
     * @param type four letters, such as {@code aura}
     * @param local whether the key the chain knows is among the local ones
     * @param registered whether a local key is in its valid candidate entry
     * @param inNode whether the node says that it holds it
     * @param inForce whether a local key is in the authority set in force
     */
    record Key(String type, Boolean local, Boolean registered, Boolean inNode, Boolean inForce) {
        /** Wrong if anything says so, right if something says so and nothing objects, null if nothing is known. */
        Boolean right() {
            if (Boolean.FALSE.equals(local) || Boolean.FALSE.equals(inNode)) {
                return false;
            }
            boolean seen = Boolean.TRUE.equals(local) || Boolean.TRUE.equals(inNode);
            return seen ? true : null;
        }
    }

    /**
     * Slots ahead.
     *
     * @param nextSlot next slot owed; null if none is within what is known
     * @param nextSlotMs start of it; null as above
     * @param slots slots owed within what is known
     * @param knownUntilMs end of what is known
     * @param quietFromMs start of the longest stretch without a slot; null if there is none
     * @param quietMs its length; null as above
     */
    record Ahead(Long nextSlot, Long nextSlotMs, long slots, Long knownUntilMs, Long quietFromMs, Long quietMs) {}
}
