package io.mvm.simulator;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How one node behaves, good and bad. Immutable; {@link #toBuilder} gives a changed copy.
 *
 * @param stateBlocks how many of the latest blocks have their state kept; 0 keeps all, as an archive node does
 * @param genesisState whether a pruned node still has the state of genesis
 * @param candidateShape how candidates name their keys
 * @param ariadneMethods which methods answer candidates
 * @param runtimeAge which runtime function tells the length of an epoch
 * @param sidechainMethods whether there are {@code sidechain_*} methods at all
 * @param sidechainSlot whether {@code sidechain_getStatus} has its {@code slot} field
 * @param batches whether batches are allowed
 * @param maxBatch calls in a batch at the most; 0 for no limit
 * @param maxResponseBytes size of an answer, batch or not, at the most
 * @param hashLists whether {@code chain_getBlockHash} takes a list
 * @param unsafeMethods whether unsafe methods are allowed
 * @param latency wait before each request is looked at
 * @param failureRate share of requests that go wrong as a whole, in one of {@code failureKinds}
 * @param failureKinds how requests go wrong
 * @param callFailureRate share of single calls, in batches too, that are answered with -32603
 * @param webSocket whether WebSocket connections are accepted
 * @param offline whether every connection is cut as soon as it is made
 * @param frozen whether the node has stopped to hear of new blocks
 * @param lag blocks that the node is behind the chain
 * @param callsPerMinute calls that one connection may make in a minute; 0 for no limit
 * @param paddedNumbers whether block numbers come as {@code 0x0000002a}
 * @param errorStyle how errors are told
 * @param finalizedJumps whether finalized heads between two are left out of the subscription
 * @param syncing what {@code system_health} says about syncing
 * @param peers how many peers the node has
 * @param version what {@code system_version} answers
 * @param validator place in the roster of the validator whose keys the node holds; empty for a full node
 * @param shouldHavePeers what {@code system_health} says about the need for peers
 * @param voterRunning whether the node's GRANDPA voter runs
 * @param staleVoterSet whether the node's GRANDPA voter is stuck in the set before the chain's
 * @param mainchainLag how far the node's copy of the mainchain is behind
 * @param zeroDParameter whether the deprecated method for candidates reads a D-parameter of (0,0)
 * @param otherHashes whether the node tells wrong hashes of finalized blocks, genesis excepted
 * @param metricsPage whether there is the node's own page of metrics
 * @param hostPage whether there is the host's page of metrics
 */
public record NodeBehaviour(
        int stateBlocks,
        boolean genesisState,
        CandidateShape candidateShape,
        AriadneMethods ariadneMethods,
        RuntimeAge runtimeAge,
        boolean sidechainMethods,
        boolean sidechainSlot,
        boolean batches,
        int maxBatch,
        long maxResponseBytes,
        boolean hashLists,
        boolean unsafeMethods,
        Duration latency,
        double failureRate,
        Set<FailureKind> failureKinds,
        double callFailureRate,
        boolean webSocket,
        boolean offline,
        boolean frozen,
        int lag,
        int callsPerMinute,
        boolean paddedNumbers,
        ErrorStyle errorStyle,
        boolean finalizedJumps,
        boolean syncing,
        int peers,
        String version,
        OptionalInt validator,
        boolean shouldHavePeers,
        boolean voterRunning,
        boolean staleVoterSet,
        Duration mainchainLag,
        boolean zeroDParameter,
        boolean otherHashes,
        boolean metricsPage,
        boolean hostPage) {

    /** How candidates name their keys. */
    public enum CandidateShape {
        /** {@code keys: {aura, gran}}, since partner chains 1.8. */
        NEW,
        /** {@code auraPublicKey} and {@code grandpaPublicKey}, and other suffixes for registrations. */
        OLD
    }

    /** Which methods answer candidates. */
    public enum AriadneMethods {
        /** Only {@code systemParameters_getAriadneParameters}. */
        NEW,
        /** Only {@code sidechain_getAriadneParameters}. */
        OLD,
        BOTH,
        NONE
    }

    /** Which runtime function tells the length of an epoch. */
    public enum RuntimeAge {
        /** {@code SlotApi_slot_config}, beside the status function. */
        SLOT_API,
        /** {@code GetEpochDurationApi_get_epoch_duration_millis}, beside the status function. */
        EPOCH_DURATION_API,
        /** Only {@code GetSidechainStatus_get_sidechain_status}. */
        STATUS_ONLY,
        /** None: only storage and {@code sidechain_getStatus} tell. */
        NONE
    }

    /** How errors are told. */
    public enum ErrorStyle {
        /** Code 4003 for client errors, the text in the message. */
        MODERN,
        /** Code -32603, the text in {@code data}. */
        TEXT_IN_DATA,
        /** A message and no code at all. */
        WITHOUT_CODE
    }

    /** How a request goes wrong. */
    public enum FailureKind {
        HTTP_503,
        HTTP_429,
        /** The connection is cut before an answer. */
        CLOSE,
        /** Half of the right answer. */
        TRUNCATED_JSON,
        /** A page of something else. */
        GARBAGE,
        /** One call of the request is answered with -32603. */
        INTERNAL_ERROR,
        /** Nothing comes, and the connection stays open. */
        NEVER
    }

    public NodeBehaviour {
        failureKinds = Set.copyOf(failureKinds);
    }

    /** A healthy archive node. */
    public static NodeBehaviour healthy() {
        return new NodeBehaviourBuilder().build();
    }

    /** A healthy node to change. */
    public static NodeBehaviourBuilder builder() {
        return new NodeBehaviourBuilder();
    }

    /** This behaviour to change. */
    public NodeBehaviourBuilder toBuilder() {
        return new NodeBehaviourBuilder(this);
    }
}
