package io.mvm.cli;

import io.mvm.chain.BlockHash;
import io.mvm.chain.BlockRef;
import io.mvm.chain.Header;
import io.mvm.chain.consensus.ConsensusEngine;
import io.mvm.chain.consensus.ConsensusEngines;
import io.mvm.chain.scale.ScaleException;
import io.mvm.chain.scale.ScaleReader;
import io.mvm.rpc.ChainNode;
import io.mvm.rpc.EndpointStatus;
import io.mvm.rpc.NodeHealth;
import io.mvm.rpc.NodeIdentity;
import io.mvm.rpc.RpcException;
import io.mvm.rpc.SidechainStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What a node says right now. What it did not tell is null, and the reasons are among the complaints.
 *
 * @param unreachable why it cannot be reached; null if it can
 * @param active URL that answered, or all that were tried; null if not even that is known
 * @param genesis hash of its block 0
 * @param slotMs length of a slot as its runtime says
 * @param headSlot slot of its best block
 * @param complaints what else went wrong, in words
 */
record NodeReading(
        String unreachable,
        String active,
        BlockHash genesis,
        NodeIdentity identity,
        NodeHealth health,
        BlockRef best,
        BlockRef finalized,
        Long headSlot,
        Long slotMs,
        SidechainStatus sidechain,
        List<String> complaints) {

    /** Asks a node. Never throws: a node that does not answer is a reading too. */
    static NodeReading of(Supplier<ChainNode> reach) {
        try (ChainNode node = reach.get()) {
            return of(node);
        } catch (RpcException e) {
            return unreachable(e, null);
        }
    }

    static NodeReading of(ChainNode node) {
        List<String> complaints = new ArrayList<>();
        BlockRef best;
        try {
            best = node.best();
        } catch (RpcException e) {
            if (e.retryable()) {
                return unreachable(
                        e, node.endpoints().stream().map(EndpointStatus::url).collect(Collectors.joining(", ")));
            }
            complaints.add(e.getMessage());
            best = null;
        }
        BlockRef head = best;
        return new NodeReading(
                null,
                node.endpoints().stream()
                        .filter(EndpointStatus::active)
                        .map(EndpointStatus::url)
                        .findFirst()
                        .orElse(null),
                ask(complaints, node::genesisHash),
                ask(complaints, node::identity),
                ask(complaints, node::health),
                best,
                ask(complaints, node::finalized),
                head == null ? null : ask(complaints, () -> slot(node, head.hash())),
                head == null ? null : slotMs(node, head.hash()),
                ask(complaints, () -> node.sidechainStatus().orElse(null)),
                List.copyOf(complaints));
    }

    private static NodeReading unreachable(RpcException failure, String tried) {
        return new NodeReading(failure.getMessage(), tried, null, null, null, null, null, null, null, null, List.of());
    }

    private static <T> T ask(List<String> complaints, Supplier<T> question) {
        try {
            return question.get();
        } catch (RpcException | ScaleException e) {
            complaints.add(e.getMessage());
            return null;
        }
    }

    private static Long slot(ChainNode node, BlockHash hash) {
        Header header;
        try {
            header = node.headers(List.of(hash)).join().get(0);
        } catch (CompletionException e) {
            if (e.getCause() instanceof RpcException rpc) {
                throw rpc;
            }
            throw e;
        }
        ConsensusEngine engine = ConsensusEngines.known().of(header).orElse(null);
        return engine == null ? null : engine.slot(header);
    }

    /** Null where the runtime does not say: the database may know. */
    private static Long slotMs(ChainNode node, BlockHash at) {
        try {
            return new ScaleReader(node.runtimeCall("AuraApi_slot_duration", new byte[0], at)).u64();
        } catch (RpcException | ScaleException e) {
            return null;
        }
    }
}
