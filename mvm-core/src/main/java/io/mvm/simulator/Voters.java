package io.mvm.simulator;

import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The GRANDPA voters of a chain: which of them are silent, and in which round they are. Every finalized block completes one
 * round of the set that was in force before it; rounds are numbered from 1 in each set. Changes are guarded by the
 * chain's monitor; safe to read from any thread.
 */
final class Voters {
    /** By the lowest block whose round it holds for: the places in the roster of those who did not vote. */
    private final NavigableMap<Long, Set<Integer>> silent = new ConcurrentSkipListMap<>(Map.of(0L, Set.of()));
    /** By the number of the set: the finalized block that brought it in. */
    private final NavigableMap<Long, Long> began = new ConcurrentSkipListMap<>(Map.of(0L, 0L));

    /** Weight that completes a round. */
    static int threshold(int total) {
        return total - (total - 1) / 3;
    }

    /** Weight of the seats that the others hold. */
    static int weightWithout(Set<Integer> missing, Seats set) {
        int weight = 0;
        for (int seat = 0; seat < set.size(); seat++) {
            if (!missing.contains(set.holder(seat))) {
                weight++;
            }
        }
        return weight;
    }

    /** From the round that follows the finalized block on, a voter is silent, or is no longer. */
    void silence(int voter, boolean value, SimulatedBlock finalized) {
        Set<Integer> changed = new HashSet<>(silent.lastEntry().getValue());
        if (value ? changed.add(voter) : changed.remove(voter)) {
            silent.put(finalized.number() + 1, Set.copyOf(changed));
        }
    }

    /** Those who did not, or do not, vote in the round that finalizes a height. */
    Set<Integer> silentAt(long number) {
        return silent.floorEntry(number).getValue();
    }

    /** Whether enough of them vote to finalize a child of this block. */
    boolean canFinalizeAfter(SimulatedBlock finalized) {
        Set<Integer> missing = silent.lastEntry().getValue();
        Seats set = finalized.state().aura();
        return missing.isEmpty() || weightWithout(missing, set) >= threshold(set.size());
    }

    /** Takes the next finalized block. */
    void finalized(SimulatedBlock block) {
        long setId = block.state().grandpaSetId();
        if (setId != block.parent().state().grandpaSetId()) {
            began.put(setId, block.number());
        }
    }

    /** Height of the finalized block that brought a set in: its round 1 finalizes the next one. */
    long began(long setId) {
        return began.get(setId);
    }

    /** Whether a voter is in the set whose round finalizes a block, and votes in it. */
    boolean votedFor(SimulatedBlock finalized, int voter) {
        Seats set = finalized.parent().state().aura();
        for (int seat = 0; seat < set.size(); seat++) {
            if (set.holder(seat) == voter) {
                return !silentAt(finalized.number()).contains(voter);
            }
        }
        return false;
    }
}
