package io.mvm.sync;

import io.mvm.rpc.RoundState;
import io.mvm.rpc.RoundState.Round;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts who votes, from samples of the node's rounds. A round in progress proves nothing, so only completed ones count, each
 * once, when nothing more is to be expected of it: it has left the samples, or it came unchanged some times. A voter misses a
 * round in which neither of its votes was seen. Rounds cut short by a change of set or a gap between samples are not counted.
 * Not safe for several threads.
 */
final class VoteTally {
    /** Rounds in a row without a vote after which a voter is silent. */
    static final int SILENT_AFTER = 5;

    private static final int UNCHANGED_BEFORE_COUNTED = 2;
    /** Rounds remembered as counted, so that a fail-over to a node that is behind does not count them again. */
    private static final int REMEMBERED = 256;
    /** Rounds watched at once; a node lists a few. */
    private static final int WATCHED = 64;
    /** Keys kept, those no longer in the set included. */
    private static final int KEYS_KEPT = 20_000;

    /**
     * The voters of a set.
     *
     * @param setId the set
     * @param weights weight by GRANDPA key, as {@code 0x} hex
     */
    record Voters(long setId, Map<String, Long> weights) {
        Voters {
            weights = Map.copyOf(weights);
        }
    }

    /**
     * Votes of one key.
     *
     * @param observed rounds counted while it was in the set
     * @param missing rounds of those in which no vote of it was seen
     * @param missingInARow of those the newest
     */
    record Count(long observed, long missing, int missingInARow) {
        Count plus(boolean missed) {
            return new Count(observed + 1, missing + (missed ? 1 : 0), missed ? missingInARow + 1 : 0);
        }

        boolean silent() {
            return missingInARow >= SILENT_AFTER;
        }

        boolean hasVoted() {
            return observed > missingInARow;
        }
    }

    private record RoundId(long setId, long round) {}

    private record Sight(Round round, int unchanged) {}

    private final TreeMap<Long, Sight> watched = new TreeMap<>();
    private final Map<String, Count> byKey = new HashMap<>();
    private final Set<RoundId> counted = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RoundId, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });
    private Voters voters;
    private Long setId;
    private long observed;
    private long newest;
    private Long votedWeight;

    /** The voters of the newest set; null if they are unknown. */
    Voters voters() {
        return voters;
    }

    void voters(Voters known) {
        voters = known;
    }

    /** Completed rounds counted since the start. */
    long observed() {
        return observed;
    }

    /** Weight of the voters seen in the newest counted round; null if there is none in the set of now. */
    Long votedWeight() {
        return votedWeight;
    }

    /** Votes of a key; null if it was in no set in which a round was counted. */
    Count of(String key) {
        return byKey.get(key);
    }

    /** Takes in one sample. */
    void seen(RoundState state) {
        if (!state.voterRuns()) {
            interrupted();
            return;
        }
        if (!state.setId().equals(setId)) {
            interrupted();
            setId = state.setId();
            newest = 0;
            votedWeight = null;
        }
        Map<Long, Round> completed = new HashMap<>();
        state.background().stream()
                .filter(round -> round.round() < state.best().round())
                .forEach(round -> completed.put(round.round(), round));
        for (Iterator<Map.Entry<Long, Sight>> left = watched.entrySet().iterator(); left.hasNext(); ) {
            Map.Entry<Long, Sight> entry = left.next();
            if (!completed.containsKey(entry.getKey())) {
                left.remove();
                count(entry.getValue().round());
            }
        }
        new TreeMap<>(completed).values().forEach(this::watch);
        while (watched.size() > WATCHED) {
            watched.pollFirstEntry();
        }
    }

    /** Samples were missed: what was seen of rounds may not be the last that was to be seen. */
    void interrupted() {
        watched.clear();
    }

    private void watch(Round round) {
        if (counted.contains(new RoundId(setId, round.round()))) {
            return;
        }
        Sight before = watched.get(round.round());
        int unchanged = before != null && before.round().equals(round) ? before.unchanged() + 1 : 0;
        if (unchanged >= UNCHANGED_BEFORE_COUNTED) {
            watched.remove(round.round());
            count(round);
        } else {
            watched.put(round.round(), new Sight(round, unchanged));
        }
    }

    private void count(Round round) {
        if (voters == null || voters.setId() != setId || !counted.add(new RoundId(setId, round.round()))) {
            // Without the voters of its set nobody can be charged, nor credited.
            return;
        }
        observed++;
        long voted = 0;
        for (Map.Entry<String, Long> voter : voters.weights().entrySet()) {
            String key = voter.getKey();
            boolean missed = round.prevotes().missing().contains(key)
                    && round.precommits().missing().contains(key);
            byKey.merge(key, new Count(0, 0, 0).plus(missed), (count, first) -> count.plus(missed));
            voted += missed ? 0 : voter.getValue();
        }
        if (round.round() > newest) {
            newest = round.round();
            votedWeight = voted;
        }
        if (byKey.size() > KEYS_KEPT) {
            byKey.keySet().retainAll(voters.weights().keySet());
        }
    }
}
