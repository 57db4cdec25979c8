package io.mvm.simulator;

import static io.mvm.simulator.RpcMethod.always;

import io.mvm.simulator.Seeded.Purpose;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code grandpa_roundState}. Votes of the round in progress come in from call to call, so that one look at it proves
 * nothing; of the completed rounds only those who are silent miss both votes. Used by the node's event loop alone.
 */
final class GrandpaMethods {
    private static final int NOT_READY = 1;
    private static final int COMPLETED_SHOWN = 3;
    private static final double LATE_RATE = 0.2;
    private static final long PRECOMMITS = 1L << 32;
    private static final int SHOWN = -1;
    private static final int LATE = -2;
    private static final int LATE_VOTER = -3;

    private final SimulatedChain chain;
    private SimulatedBlock lookedAt;
    private int looks;

    GrandpaMethods(SimulatedChain chain) {
        this.chain = chain;
    }

    void register(Map<String, RpcMethod> methods) {
        methods.put("grandpa_roundState", always(this::roundState));
    }

    /** The last block that this node's voter took for final: it is stuck at the end of a set where it is to be stale. */
    static SimulatedBlock finalized(NodeLook look) {
        SimulatedBlock finalized = look.heads().finalized();
        long setId = finalized.state().grandpaSetId();
        if (!look.behaviour().staleVoterSet() || setId == 0) {
            return finalized;
        }
        return look.chain().ancestor(finalized, look.chain().voters().began(setId) - 1);
    }

    /** The round in progress after a finalized block. */
    static long round(SimulatedChain chain, SimulatedBlock finalized) {
        return finalized.number() - chain.voters().began(finalized.state().grandpaSetId()) + 1;
    }

    private void roundState(Call call, JsonBuffer out) throws RpcFailure {
        if (!call.behaviour().voterRunning()) {
            throw new RpcFailure(NOT_READY, "GRANDPA RPC endpoint not ready");
        }
        SimulatedBlock finalized = finalized(call.look());
        looks = finalized == lookedAt ? looks + 1 : 1;
        lookedAt = finalized;
        RuntimeState state = finalized.state();
        Seats set = state.aura();
        long setId = state.grandpaSetId();
        long best = round(chain, finalized);
        out.raw("{\"setId\":").number(setId).raw(",\"best\":");
        Set<Integer> voters = new TreeSet<>();
        for (int seat = 0; seat < set.size(); seat++) {
            voters.add(set.holder(seat));
        }
        inProgress(setId, best, finalized, voters, out);
        out.raw(",\"background\":[");
        int shown = 1 + chain.seeded().below(Purpose.VOTE, salt(setId, best, SHOWN), COMPLETED_SHOWN);
        long oldest = Math.max(1, best - shown);
        for (long round = oldest; round < best; round++) {
            // The block that brought the set in came before round 1, so that the set is the same for all of them.
            completed(setId, round, finalized.number() - (best - 1 - round), set, voters, out.comma(round == oldest));
        }
        out.raw("]}");
    }

    private void inProgress(long setId, long round, SimulatedBlock finalized, Set<Integer> voters, JsonBuffer out) {
        Set<Integer> silent = chain.voters().silentAt(finalized.number() + 1);
        Set<Integer> noPrevote = new LinkedHashSet<>();
        Set<Integer> noPrecommit = new LinkedHashSet<>();
        for (int voter : voters) {
            boolean votes = !silent.contains(voter);
            boolean prevoted = votes && arrived(setId, round, voter, looks / (looks + 1.0));
            if (!prevoted) {
                noPrevote.add(voter);
            }
            if (!prevoted || !arrived(setId, round, PRECOMMITS + voter, looks / (looks + 2.0))) {
                noPrecommit.add(voter);
            }
        }
        write(round, finalized.state().aura(), noPrevote, noPrecommit, out);
    }

    private boolean arrived(long setId, long round, long vote, double share) {
        return chain.seeded().chance(Purpose.VOTE, salt(setId, round, vote), share);
    }

    private void completed(long setId, long round, long number, Seats set, Set<Integer> voters, JsonBuffer out) {
        Set<Integer> noPrevote = new TreeSet<>(chain.voters().silentAt(number));
        noPrevote.retainAll(voters);
        Set<Integer> noPrecommit = new TreeSet<>(noPrevote);
        if (chain.seeded().chance(Purpose.VOTE, salt(setId, round, LATE), LATE_RATE)) {
            int seat = chain.seeded().below(Purpose.VOTE, salt(setId, round, LATE_VOTER), set.size());
            noPrecommit.add(set.holder(seat));
            if (Voters.weightWithout(noPrecommit, set) < Voters.threshold(set.size())) {
                noPrecommit.retainAll(noPrevote);
            }
        }
        write(round, set, noPrevote, noPrecommit, out);
    }

    private static long salt(long setId, long round, long vote) {
        return Seeded.mix(Seeded.mix(setId) + round) + vote;
    }

    private void write(long round, Seats set, Set<Integer> noPrevote, Set<Integer> noPrecommit, JsonBuffer out) {
        out.raw("{\"round\":").number(round);
        out.raw(",\"totalWeight\":").number(set.size());
        out.raw(",\"thresholdWeight\":").number(Voters.threshold(set.size()));
        votes("prevotes", set, noPrevote, out);
        votes("precommits", set, noPrecommit, out);
        out.raw('}');
    }

    private void votes(String name, Seats set, Set<Integer> missing, JsonBuffer out) {
        out.raw(",\"").raw(name).raw("\":{\"currentWeight\":").number(Voters.weightWithout(missing, set));
        out.raw(",\"missing\":[");
        boolean first = true;
        for (int voter : missing) {
            out.comma(first).text(Ss58.encode(chain.roster().at(voter).grandpaKey()));
            first = false;
        }
        out.raw("]}");
    }
}
