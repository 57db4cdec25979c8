package io.mvm.cli;

import io.mvm.chain.BlockHash;
import io.mvm.chain.BlockRef;
import io.mvm.chain.Header;
import io.mvm.chain.consensus.ConsensusEngine;
import io.mvm.chain.consensus.ConsensusEngines;
import io.mvm.chain.scale.ScaleException;
import io.mvm.chain.scale.ScaleReader;
import io.mvm.epoch.CardanoNetwork;
import io.mvm.rpc.ChainNode;
import io.mvm.rpc.EndpointStatus;
import io.mvm.rpc.NodeHealth;
import io.mvm.rpc.NodeIdentity;
import io.mvm.rpc.RpcException;
import io.mvm.rpc.SidechainStatus;
import io.mvm.rpc.SyncTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
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
 * @param finalizedSlot slot of its finalized block
 * @param target highest block its peers claim
 * @param endpoints every configured endpoint
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
        Long finalizedSlot,
        Long slotMs,
        Long target,
        List<EndpointStatus> endpoints,
        SidechainStatus sidechain,
        List<String> complaints) {

    /** How long several endpoints may take to be compared with one another; each is asked a handful of times. */
    private static final Duration COMPARING = Duration.ofSeconds(3);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    /** Asks a node. Throws for nothing it says or does not say: a node that does not answer is a reading too. */
    static NodeReading of(ChainNode node, CommandEnvironment.Pause pause) throws InterruptedException {
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
        BlockRef finalized = ask(complaints, node::finalized);
        return new NodeReading(
                null,
                node.activeUrl(),
                ask(complaints, node::genesisHash),
                ask(complaints, node::identity),
                ask(complaints, node::health),
                best,
                finalized,
                head == null ? null : ask(complaints, () -> slot(node, head.hash())),
                finalized == null ? null : ask(complaints, () -> slot(node, finalized.hash())),
                head == null ? null : slotMs(node, head.hash()),
                target(node),
                compared(node, pause),
                ask(complaints, () -> node.sidechainStatus().orElse(null)),
                List.copyOf(complaints));
    }

    private static NodeReading unreachable(RpcException failure, String tried) {
        return new NodeReading(
                failure.getMessage(),
                tried,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                List.of());
    }

    /** Of a node that could not even be asked. */
    static NodeReading unreachable(RpcException failure) {
        return unreachable(failure, null);
    }

    /** Time of the newest Cardano block its db-sync knows; null on networks whose slots cannot be dated. */
    Long mainchainMs() {
        if (sidechain == null) {
            return null;
        }
        OptionalLong time = CardanoNetwork.recognise(sidechain.mainchainEpoch(), sidechain.mainchainEpochEndMs())
                .map(network -> network.startOfSlot(sidechain.mainchainSlot()))
                .orElse(OptionalLong.empty());
        return time.isEmpty() ? null : (Long) time.getAsLong();
    }

    /** Highest block known to exist anywhere: told by another endpoint or claimed by peers; null if unknown. */
    Long highest() {
        OptionalLong told = endpoints.stream()
                .filter(endpoint -> endpoint.up() && endpoint.height() != null)
                .mapToLong(EndpointStatus::height)
                .max();
        if (told.isEmpty()) {
            return target;
        }
        return target == null ? told.getAsLong() : Math.max(target, told.getAsLong());
    }

    private static Long target(ChainNode node) {
        try {
            return node.syncState()
                    .map(SyncTarget::highestBlock)
                    .filter(OptionalLong::isPresent)
                    .map(OptionalLong::getAsLong)
                    .orElse(null);
        } catch (RpcException e) {
            return null; // only where it helps to tell why a head is old
        }
    }

    /** All endpoints, once those that answer have been compared, or time is up. */
    private static List<EndpointStatus> compared(ChainNode node, CommandEnvironment.Pause pause)
            throws InterruptedException {
        List<EndpointStatus> endpoints = node.endpoints();
        for (long left = COMPARING.dividedBy(BETWEEN_LOOKS); left > 0 && endpoints.size() > 1; left--) {
            if (endpoints.stream().allMatch(one -> one.agrees() != null || one.lastError() != null)) {
                break;
            }
            pause.pause(BETWEEN_LOOKS);
            endpoints = node.endpoints();
        }
        return endpoints;
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
