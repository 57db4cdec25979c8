package io.mvm.sync;

import io.mvm.chain.AuraKey;
import io.mvm.chain.AuthoritySet;
import io.mvm.chain.BlockHash;
import io.mvm.chain.BlockRef;
import io.mvm.chain.Header;
import io.mvm.chain.SidechainKey;
import io.mvm.chain.consensus.ConsensusEngine;
import io.mvm.chain.consensus.ConsensusEngines;
import io.mvm.duty.Activation;
import io.mvm.duty.Forecast;
import io.mvm.epoch.SlotClock;
import io.mvm.rpc.ChainNode;
import io.mvm.rpc.RpcException;
import io.mvm.validator.Committee;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The slots ahead as one node tells them, read once from the state after its best block.
 *
 * @param head the block
 * @param headSlot its slot; null if unknown
 * @param slots slots and epochs; null if the chain does not tell them
 * @param specVersion spec version of the runtime in force; null if unknown
 * @param committeeEpoch sidechain epoch of the committee in force; null if unknown
 * @param forecast null if nothing ahead can be known
 * @param nextChosen whether the committee after the one in force is chosen
 * @param keys Aura keys of the members of the committees, by validator
 * @param unknown why nothing, or nothing after the boundary, can be known though it might; null if there is no such reason
 */
public record NodeForecast(
        BlockRef head,
        Long headSlot,
        SlotClock slots,
        Integer specVersion,
        Long committeeEpoch,
        Forecast forecast,
        boolean nextChosen,
        Map<SidechainKey, Set<AuraKey>> keys,
        String unknown) {
    private static final String CURRENT = "SessionValidatorManagementApi_get_current_committee";
    private static final String NEXT = "SessionValidatorManagementApi_get_next_committee";

    public NodeForecast {
        keys = Map.copyOf(keys);
    }

    /**
     * Asks a node.
     *
     * @throws RpcException if it cannot be asked; what it does not know is no failure
     * @throws io.mvm.chain.scale.ScaleException if an answer cannot be understood
     */
    public static NodeForecast read(ChainNode node) {
        BlockRef head = node.best();
        Header header = Await.rpc(node.headers(List.of(head.hash()))).get(0);
        SlotClock slots = new ParameterProbe(node).probe(head.hash()).slots().orElse(null);
        Integer spec = specVersion(node, header, head.hash());
        ConsensusEngine engine = ConsensusEngines.known().of(header).orElse(null);
        Long headSlot = engine == null ? null : Long.valueOf(engine.slot(header));
        NodeForecast nothing = new NodeForecast(head, headSlot, slots, spec, null, null, false, Map.of(), null);
        if (header.number() == 0) {
            return nothing.because("the chain has no block after genesis yet");
        }
        if (headSlot == null) {
            return nothing.because("block " + head.number()
                    + " was authored by a consensus engine this MVM does not know; a newer MVM may know it");
        }
        if (slots == null) {
            return nothing.because("the chain tells no sidechain epochs, so it cannot be known when committees change");
        }
        Optional<AuthoritySet> set = new AuthorityAnchor(node, 1).fromState(head.hash());
        Optional<Committee> current = call(node, CURRENT, head.hash()).map(Committee::decode);
        if (set.isEmpty() || current.isEmpty()) {
            return nothing.because("the runtime tells no " + (set.isEmpty() ? "Aura authorities" : "committees"));
        }
        Committee next =
                call(node, NEXT, head.hash()).flatMap(Committee::decodeOptional).orElse(null);
        CommitteeSight sight = new CommitteeSight(head, headSlot, set.get(), current.get(), next);
        return of(nothing, sight, former(node, sight, header));
    }

    private static NodeForecast of(NodeForecast nothing, CommitteeSight sight, Committee former) {
        Map<SidechainKey, Set<AuraKey>> keys = new HashMap<>();
        join(keys, former);
        join(keys, sight.current());
        join(keys, sight.next());
        Integer delay =
                nothing.specVersion() == null ? null : Integer.valueOf(Activation.blocks(nothing.specVersion()));
        Forecast forecast = sight.forecast(nothing.slots(), delay).orElse(null);
        return new NodeForecast(
                nothing.head(),
                nothing.headSlot(),
                nothing.slots(),
                nothing.specVersion(),
                sight.epoch(),
                forecast,
                sight.following() != null,
                keys,
                forecast == null
                        ? "the session's committee is not that of the authorities, and the runtime "
                                + (delay == null ? "" : nothing.specVersion() + " ")
                                + "does not tell when it will be"
                        : delay == null
                                ? "the runtime's version is not known, so neither is when the next committee takes over"
                                : null);
    }

    private NodeForecast because(String reason) {
        return new NodeForecast(head, headSlot, slots, specVersion, committeeEpoch, forecast, nextChosen, keys, reason);
    }

    /** The committee of the authorities where the session's is ahead of them; null if it is not, or cannot be had. */
    private static Committee former(ChainNode node, CommitteeSight sight, Header header) {
        return sight.settled()
                ? null
                : call(node, CURRENT, header.parent())
                        .map(Committee::decode)
                        .filter(committee -> committee.matches(sight.set()))
                        .orElse(null);
    }

    private static void join(Map<SidechainKey, Set<AuraKey>> keys, Committee committee) {
        if (committee != null) {
            committee
                    .members()
                    .forEach(member -> keys.computeIfAbsent(member.key(), key -> new HashSet<>())
                            .add(member.aura()));
        }
    }

    private static Integer specVersion(ChainNode node, Header header, BlockHash at) {
        OptionalInt told = header.specVersion();
        if (told.isPresent()) {
            return told.getAsInt();
        }
        try {
            return node.runtimeVersion(at).specVersion();
        } catch (RpcException e) {
            if (e.retryable()) {
                throw e;
            }
            return null;
        }
    }

    private static Optional<byte[]> call(ChainNode node, String function, BlockHash at) {
        try {
            return Optional.of(node.runtimeCall(function, new byte[0], at));
        } catch (RpcException e) {
            return switch (e.kind()) {
                case FUNCTION_NOT_FOUND, STATE_DISCARDED -> Optional.empty();
                default -> throw e;
            };
        }
    }
}
