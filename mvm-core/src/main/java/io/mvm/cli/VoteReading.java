package io.mvm.cli;

import io.mvm.chain.BlockHash;
import io.mvm.chain.Hex;
import io.mvm.chain.scale.ScaleException;
import io.mvm.chain.scale.ScaleReader;
import io.mvm.rpc.ChainNode;
import io.mvm.rpc.RoundState;
import io.mvm.rpc.RoundState.Round;
import io.mvm.rpc.RpcException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who votes on finality, from one look, or a few where one proves nothing. What the node did not tell is null.
 *
 * @param running whether the node's voter runs
 * @param setId authority set of the node's voter
 * @param chainSetId authority set in the state of the finalized block
 * @param weights weight by GRANDPA key of the voters in that state
 * @param total weight of all voters
 * @param threshold weight that finalizes
 * @param voted weight of the voters seen in the newest completed round
 * @param rounds completed rounds looked at
 * @param seen of those the ones in which a vote was seen, by GRANDPA key; keys asked for alone
 */
record VoteReading(
        Boolean running,
        Long setId,
        Long chainSetId,
        Map<String, Long> weights,
        Long total,
        Long threshold,
        Long voted,
        int rounds,
        Map<String, Integer> seen) {
    /** Nothing told. */
    static final VoteReading UNKNOWN = new VoteReading(null, null, null, null, null, null, null, 0, Map.of());

    /** Completed rounds without a vote after which a voter is silent; fewer may be chance. */
    static final int SILENT_AFTER = 3;

    /** Looks at the most; a round takes some seconds. */
    private static final int LOOKS = 6;

    private static final Duration BETWEEN = Duration.ofSeconds(2);
    private static final byte[] NO_ARGUMENTS = {};
    private static final int KEY_LENGTH = 32;

    /** What is known of one key's votes. */
    enum Vote {
        VOTING,
        SILENT,
        NOT_IN_SET,
        UNKNOWN
    }

    /**
     * Looks once, and again while a key of ours has not been seen to vote or the node's voter is behind the chain. Never throws
     * for what the node does or does not tell.
     *
     * @param keys GRANDPA keys of ours, as {@code 0x} hex
     */
    static VoteReading of(ChainNode node, Set<String> keys, CommandEnvironment.Pause pause)
            throws InterruptedException {
        Looks looks = new Looks(keys);
        for (int look = 1; ; look++) {
            if (!looks.take(node)) {
                return UNKNOWN;
            }
            VoteReading reading = looks.reading();
            if (look == LOOKS || !reading.doubtful(keys)) {
                return reading;
            }
            pause.pause(BETWEEN);
        }
    }

    Vote of(String key) {
        if (key == null || weights == null) {
            return Vote.UNKNOWN;
        }
        if (!weights.containsKey(key)) {
            return Vote.NOT_IN_SET;
        }
        if (seen.getOrDefault(key, 0) > 0) {
            return Vote.VOTING;
        }
        return rounds >= SILENT_AFTER ? Vote.SILENT : Vote.UNKNOWN;
    }

    /** Whether the node's voter is at an older set than the chain: it is stuck if that lasts. */
    boolean behind() {
        return setId != null && chainSetId != null && setId < chainSetId;
    }

    private boolean doubtful(Set<String> keys) {
        return behind()
                || (Boolean.TRUE.equals(running)
                        && weights != null
                        && keys.stream().anyMatch(key -> of(key) == Vote.UNKNOWN));
    }

    /** What several looks at one node brought; a round counts as it was seen last. */
    private static final class Looks {
        private final Set<String> keys;
        private final Map<Long, Round> completed = new TreeMap<>();
        private Map<String, Long> weights;
        private RoundState state;
        private Long chainSetId;
        private BlockHash asked;

        Looks(Set<String> keys) {
            this.keys = keys;
        }

        /** False where the node has no such method, refuses it, or did not answer. */
        boolean take(ChainNode node) {
            try {
                Optional<RoundState> told = node.grandpaRoundState();
                if (told.isEmpty()) {
                    return false;
                }
                if (state != null
                        && state.setId() != null
                        && !state.setId().equals(told.get().setId())) {
                    completed.clear(); // rounds begin anew with every set
                }
                state = told.get();
                state.background().forEach(round -> completed.put(round.round(), round));
                learnSet(node);
                return true;
            } catch (RpcException e) {
                return state != null;
            }
        }

        private void learnSet(ChainNode node) {
            try {
                BlockHash at = node.finalized().hash();
                if (at.equals(asked)) {
                    return;
                }
                chainSetId = new ScaleReader(node.runtimeCall("GrandpaApi_current_set_id", NO_ARGUMENTS, at)).u64();
                ScaleReader reader =
                        new ScaleReader(node.runtimeCall("GrandpaApi_grandpa_authorities", NO_ARGUMENTS, at));
                Map<String, Long> found = new HashMap<>();
                for (int left = reader.compactInt(); left > 0; left--) {
                    found.merge(Hex.encode(reader.bytes(KEY_LENGTH)), reader.u64(), Long::sum);
                }
                weights = found;
                asked = at;
            } catch (RpcException | ScaleException e) {
                // Who is in the set stays unknown; the rounds themselves have been told.
                asked = null;
            }
        }

        VoteReading reading() {
            Map<String, Integer> seen = new HashMap<>();
            Round newest = null;
            for (Round round : completed.values()) {
                newest = round;
                for (String key : keys) {
                    if (!absent(round).contains(key)) {
                        seen.merge(key, 1, Integer::sum);
                    }
                }
            }
            Round best = state.best();
            return new VoteReading(
                    state.voterRuns(),
                    state.setId(),
                    chainSetId,
                    weights,
                    best == null ? null : (Long) best.totalWeight(),
                    best == null ? null : (Long) best.thresholdWeight(),
                    newest == null ? null : voted(newest),
                    completed.size(),
                    Map.copyOf(seen));
        }

        /** A round counts for whoever cast either vote. */
        private static Set<String> absent(Round round) {
            Set<String> absent = new HashSet<>(round.prevotes().missing());
            absent.retainAll(round.precommits().missing());
            return absent;
        }

        private Long voted(Round round) {
            if (weights == null || state.setId() == null || !state.setId().equals(chainSetId)) {
                return null;
            }
            long missing = absent(round).stream()
                    .mapToLong(key -> weights.getOrDefault(key, 0L))
                    .sum();
            return round.totalWeight() - missing;
        }
    }
}
