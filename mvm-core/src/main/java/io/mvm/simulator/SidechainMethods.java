package io.mvm.simulator;

import static io.mvm.simulator.RpcMethod.when;

import io.mvm.simulator.NodeBehaviour.AriadneMethods;
import java.util.Map;
import java.util.function.Predicate;

/** {@code sidechain_*} and {@code systemParameters_*}. */
final class SidechainMethods {
    private final SimulatedChain chain;
    private final NetworkSpec spec;
    private final CandidateJson candidates;

    SidechainMethods(SimulatedChain chain) {
        this.chain = chain;
        this.spec = chain.spec();
        this.candidates = new CandidateJson(chain);
    }

    void register(Map<String, RpcMethod> methods) {
        Predicate<NodeBehaviour> sidechain = NodeBehaviour::sidechainMethods;
        Predicate<NodeBehaviour> oldAriadne = sidechain.and(behaviour ->
                behaviour.ariadneMethods() == AriadneMethods.OLD || behaviour.ariadneMethods() == AriadneMethods.BOTH);
        Predicate<NodeBehaviour> newAriadne = sidechain.and(behaviour ->
                behaviour.ariadneMethods() == AriadneMethods.NEW || behaviour.ariadneMethods() == AriadneMethods.BOTH);
        methods.put("sidechain_getStatus", when(sidechain, this::status));
        methods.put(
                "sidechain_getParams",
                when(
                        sidechain,
                        (call, out) -> out.raw("{\"genesis_utxo\":")
                                .text(candidates.utxo(-1, 1))
                                .raw('}')));
        methods.put("sidechain_getEpochCommittee", when(sidechain, this::epochCommittee));
        methods.put("sidechain_getRegistrations", when(sidechain, this::registrations));
        methods.put(
                "sidechain_getAriadneParameters",
                when(oldAriadne, (call, out) -> ariadne(call, call.behaviour().zeroDParameter(), out)));
        methods.put(
                "systemParameters_getAriadneParameters", when(newAriadne, (call, out) -> ariadne(call, false, out)));
        methods.put("systemParameters_getDParameter", when(newAriadne, (call, out) -> candidates.dParameter(out)));
    }

    /** The time that the mainchain has reached as far as this node's copy of it tells, Unix milliseconds. */
    private long mainchainMs(Call call) {
        return chain.nowMs() - call.behaviour().mainchainLag().toMillis();
    }

    private void status(Call call, JsonBuffer out) {
        long now = chain.nowMs();
        long slot = now / spec.slotDurationMs();
        long epoch = spec.epochOf(slot);
        out.raw("{\"sidechain\":{\"epoch\":").number(epoch);
        if (call.behaviour().sidechainSlot()) {
            out.raw(",\"slot\":").number(slot);
        }
        out.raw(",\"nextEpochTimestamp\":").number((epoch + 1) * spec.slotsPerEpoch() * spec.slotDurationMs());
        long mainchainMs = mainchainMs(call);
        long mainchain = spec.mainchainEpochAt(mainchainMs);
        out.raw("},\"mainchain\":{\"epoch\":").number(mainchain);
        out.raw(",\"slot\":").number(Math.floorDiv(mainchainMs - spec.mainchainFirstEpochMs(), 1000));
        out.raw(",\"nextEpochTimestamp\":")
                .number(spec.mainchainFirstEpochMs() + (mainchain + 1) * spec.mainchainEpochMs())
                .raw("}}");
    }

    private void epochCommittee(Call call, JsonBuffer out) throws RpcFailure {
        long epoch = call.params().number(0);
        SimulatedBlock best = call.look().heads().best();
        if (best.number() == 0 && epoch != 0) {
            throw failure("Only the Genesis Block exists at the moment!");
        }
        Seats committee = committeeOf(call.look(), best.state(), epoch);
        out.raw("{\"sidechainEpoch\":").number(epoch).raw(",\"committee\":[");
        for (int seat = 0; seat < committee.size(); seat++) {
            out.comma(seat == 0)
                    .raw("{\"sidechainPubKey\":")
                    .hex(chain.roster()
                            .at(committee.holder(seat))
                            .sidechainKey()
                            .toBytes())
                    .raw('}');
        }
        out.raw("]}");
    }

    private Seats committeeOf(NodeLook look, RuntimeState now, long epoch) throws RpcFailure {
        if (epoch == now.committeeEpoch()) {
            return now.committee();
        }
        if (epoch == now.committeeEpoch() + 1) {
            if (now.next() == null) {
                throw failure("Committee is unknown for the next epoch: " + epoch);
            }
            return now.next();
        }
        if (epoch > now.committeeEpoch()) {
            throw failure("Committee is unknown for epoch " + epoch);
        }
        if (epoch == 0) {
            return look.canonical(0).state().committee();
        }
        return formerCommittee(look, epoch);
    }

    /** Committee epochs only grow along a branch, so that the block that left one is found by halving, as a node does it. */
    private static Seats formerCommittee(NodeLook look, long epoch) throws RpcFailure {
        long low = 1;
        long high = look.heads().best().number();
        while (low < high) {
            long middle = (low + high) >>> 1;
            SimulatedBlock block = look.canonical(middle);
            if (look.discarded(block)) {
                throw failure("Node is not in archive mode, not able to fetch first block: State already discarded for "
                        + block.hash());
            }
            if (block.state().committeeEpoch() < epoch) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        RuntimeState state = look.canonical(low).state();
        if (state.committeeEpoch() != epoch) {
            throw failure("Epoch " + epoch + " is earlier than the Initial Epoch!");
        }
        return state.committee();
    }

    private static RpcFailure failure(String message) {
        return new RpcFailure(RpcFailure.PARTNER_CHAIN, message);
    }

    private void ariadne(Call call, boolean zeroDParameter, JsonBuffer out) throws RpcFailure {
        candidates.ariadne(knownEpoch(call), zeroDParameter, call.behaviour().candidateShape(), out);
    }

    private long knownEpoch(Call call) throws RpcFailure {
        long epoch = call.params().number(0);
        if (epoch > spec.mainchainEpochAt(mainchainMs(call)) + NetworkSpec.EPOCHS_AHEAD) {
            throw new RpcFailure(
                    RpcFailure.INTERNAL, "Unable to get Ariadne parameters: epoch " + epoch + " is not known yet");
        }
        return epoch;
    }

    private void registrations(Call call, JsonBuffer out) throws RpcFailure {
        byte[] pool = call.params().bytes(1);
        candidates.registrations(pool, knownEpoch(call), call.behaviour().candidateShape(), out);
    }
}
