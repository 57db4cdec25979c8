package io.mvm.simulator;

import io.mvm.simulator.NodeBehaviour.AriadneMethods;
import io.mvm.simulator.NodeBehaviour.CandidateShape;
import io.mvm.simulator.NodeBehaviour.ErrorStyle;
import io.mvm.simulator.NodeBehaviour.FailureKind;
import io.mvm.simulator.NodeBehaviour.RuntimeAge;
import java.time.Duration;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;

/** Collects a {@link NodeBehaviour}. Not safe for several threads. */
public final class NodeBehaviourBuilder {
    private int stateBlocks = 0;
    private boolean genesisState = true;
    private CandidateShape candidateShape = CandidateShape.NEW;
    private AriadneMethods ariadneMethods = AriadneMethods.BOTH;
    private RuntimeAge runtimeAge = RuntimeAge.SLOT_API;
    private boolean sidechainMethods = true;
    private boolean sidechainSlot = true;
    private boolean batches = true;
    private int maxBatch = 0;
    private long maxResponseBytes = 15L << 20;
    private boolean hashLists = true;
    private boolean unsafeMethods = false;
    private Duration latency = Duration.ZERO;
    private double failureRate = 0;
    private Set<FailureKind> failureKinds = EnumSet.allOf(FailureKind.class);
    private double callFailureRate = 0;
    private boolean webSocket = true;
    private boolean offline = false;
    private boolean frozen = false;
    private int lag = 0;
    private int callsPerMinute = 0;
    private boolean paddedNumbers = false;
    private ErrorStyle errorStyle = ErrorStyle.MODERN;
    private boolean finalizedJumps = false;
    private boolean syncing = false;
    private int peers = 12;
    private String version = "1.0.1-5edf8ddd";
    private OptionalInt validator = OptionalInt.empty();
    private boolean shouldHavePeers = true;
    private boolean voterRunning = true;
    private boolean staleVoterSet = false;
    private Duration mainchainLag = Duration.ZERO;
    private boolean zeroDParameter = false;
    private boolean otherHashes = false;
    private boolean metricsPage = true;
    private boolean hostPage = true;

    NodeBehaviourBuilder() {}

    NodeBehaviourBuilder(NodeBehaviour from) {
        stateBlocks = from.stateBlocks();
        genesisState = from.genesisState();
        candidateShape = from.candidateShape();
        ariadneMethods = from.ariadneMethods();
        runtimeAge = from.runtimeAge();
        sidechainMethods = from.sidechainMethods();
        sidechainSlot = from.sidechainSlot();
        batches = from.batches();
        maxBatch = from.maxBatch();
        maxResponseBytes = from.maxResponseBytes();
        hashLists = from.hashLists();
        unsafeMethods = from.unsafeMethods();
        latency = from.latency();
        failureRate = from.failureRate();
        failureKinds = from.failureKinds();
        callFailureRate = from.callFailureRate();
        webSocket = from.webSocket();
        offline = from.offline();
        frozen = from.frozen();
        lag = from.lag();
        callsPerMinute = from.callsPerMinute();
        paddedNumbers = from.paddedNumbers();
        errorStyle = from.errorStyle();
        finalizedJumps = from.finalizedJumps();
        syncing = from.syncing();
        peers = from.peers();
        version = from.version();
        validator = from.validator();
        shouldHavePeers = from.shouldHavePeers();
        voterRunning = from.voterRunning();
        staleVoterSet = from.staleVoterSet();
        mainchainLag = from.mainchainLag();
        zeroDParameter = from.zeroDParameter();
        otherHashes = from.otherHashes();
        metricsPage = from.metricsPage();
        hostPage = from.hostPage();
    }

    /** How many of the latest blocks have their state kept; 0 keeps all, as an archive node does. */
    public NodeBehaviourBuilder stateBlocks(int value) {
        stateBlocks = value;
        return this;
    }

    /** Whether a pruned node still has the state of genesis. */
    public NodeBehaviourBuilder genesisState(boolean value) {
        genesisState = value;
        return this;
    }

    /** How candidates name their keys. */
    public NodeBehaviourBuilder candidateShape(CandidateShape value) {
        candidateShape = value;
        return this;
    }

    /** Which methods answer candidates. */
    public NodeBehaviourBuilder ariadneMethods(AriadneMethods value) {
        ariadneMethods = value;
        return this;
    }

    /** Which runtime function tells the length of an epoch. */
    public NodeBehaviourBuilder runtimeAge(RuntimeAge value) {
        runtimeAge = value;
        return this;
    }

    /** Whether there are {@code sidechain_*} methods at all. */
    public NodeBehaviourBuilder sidechainMethods(boolean value) {
        sidechainMethods = value;
        return this;
    }

    /** Whether {@code sidechain_getStatus} has its {@code slot} field. */
    public NodeBehaviourBuilder sidechainSlot(boolean value) {
        sidechainSlot = value;
        return this;
    }

    /** Whether batches are allowed. */
    public NodeBehaviourBuilder batches(boolean value) {
        batches = value;
        return this;
    }

    /** Calls in a batch at the most; 0 for no limit. */
    public NodeBehaviourBuilder maxBatch(int value) {
        maxBatch = value;
        return this;
    }

    /** Size of an answer, batch or not, at the most. */
    public NodeBehaviourBuilder maxResponseBytes(long value) {
        maxResponseBytes = value;
        return this;
    }

    /** Whether {@code chain_getBlockHash} takes a list. */
    public NodeBehaviourBuilder hashLists(boolean value) {
        hashLists = value;
        return this;
    }

    /** Whether unsafe methods are allowed. */
    public NodeBehaviourBuilder unsafeMethods(boolean value) {
        unsafeMethods = value;
        return this;
    }

    /** Wait before each request is looked at. */
    public NodeBehaviourBuilder latency(Duration value) {
        latency = value;
        return this;
    }

    /** Share of requests that go wrong as a whole, and how; every way if none is named. */
    public NodeBehaviourBuilder failures(double rate, FailureKind... kinds) {
        failureRate = rate;
        failureKinds = kinds.length == 0 ? EnumSet.allOf(FailureKind.class) : Set.of(kinds);
        return this;
    }

    /** Share of single calls, in batches too, that are answered with -32603. */
    public NodeBehaviourBuilder callFailureRate(double value) {
        callFailureRate = value;
        return this;
    }

    /** Whether WebSocket connections are accepted. */
    public NodeBehaviourBuilder webSocket(boolean value) {
        webSocket = value;
        return this;
    }

    /** Whether every connection is cut as soon as it is made. */
    public NodeBehaviourBuilder offline(boolean value) {
        offline = value;
        return this;
    }

    /** Whether the node has stopped to hear of new blocks. */
    public NodeBehaviourBuilder frozen(boolean value) {
        frozen = value;
        return this;
    }

    /** Blocks that the node is behind the chain. */
    public NodeBehaviourBuilder lag(int value) {
        lag = value;
        return this;
    }

    /** Calls that one connection may make in a minute; 0 for no limit. */
    public NodeBehaviourBuilder callsPerMinute(int value) {
        callsPerMinute = value;
        return this;
    }

    /** Whether block numbers come as {@code 0x0000002a}. */
    public NodeBehaviourBuilder paddedNumbers(boolean value) {
        paddedNumbers = value;
        return this;
    }

    /** How errors are told. */
    public NodeBehaviourBuilder errorStyle(ErrorStyle value) {
        errorStyle = value;
        return this;
    }

    /** Whether finalized heads between two are left out of the subscription. */
    public NodeBehaviourBuilder finalizedJumps(boolean value) {
        finalizedJumps = value;
        return this;
    }

    /** What {@code system_health} says about syncing. */
    public NodeBehaviourBuilder syncing(boolean value) {
        syncing = value;
        return this;
    }

    /** How many peers the node has. */
    public NodeBehaviourBuilder peers(int value) {
        peers = value;
        return this;
    }

    /** What {@code system_version} answers. */
    public NodeBehaviourBuilder version(String value) {
        version = value;
        return this;
    }

    /** Place in the roster of the validator whose keys the node holds; empty for a full node. */
    public NodeBehaviourBuilder validator(int index) {
        validator = OptionalInt.of(index);
        return this;
    }

    /** What {@code system_health} says about the need for peers. */
    public NodeBehaviourBuilder shouldHavePeers(boolean value) {
        shouldHavePeers = value;
        return this;
    }

    /** Whether the GRANDPA voter runs; if not, {@code grandpa_roundState} fails as not ready. */
    public NodeBehaviourBuilder voterRunning(boolean value) {
        voterRunning = value;
        return this;
    }

    /** Whether the GRANDPA voter has stayed in the set before the chain's. */
    public NodeBehaviourBuilder staleVoterSet(boolean value) {
        staleVoterSet = value;
        return this;
    }

    /** How far the node's copy of the mainchain is behind. */
    public NodeBehaviourBuilder mainchainLag(Duration value) {
        mainchainLag = value;
        return this;
    }

    /** Whether the deprecated method for candidates reads a D-parameter of (0,0). */
    public NodeBehaviourBuilder zeroDParameter(boolean value) {
        zeroDParameter = value;
        return this;
    }

    /** Whether {@code chain_getBlockHash} tells wrong hashes of finalized blocks, genesis excepted. */
    public NodeBehaviourBuilder otherHashes(boolean value) {
        otherHashes = value;
        return this;
    }

    /** Whether {@code /metrics} is served. */
    public NodeBehaviourBuilder metricsPage(boolean value) {
        metricsPage = value;
        return this;
    }

    /** Whether {@code /host/metrics} is served. */
    public NodeBehaviourBuilder hostPage(boolean value) {
        hostPage = value;
        return this;
    }

    /** The behaviour. */
    public NodeBehaviour build() {
        return new NodeBehaviour(
                stateBlocks,
                genesisState,
                candidateShape,
                ariadneMethods,
                runtimeAge,
                sidechainMethods,
                sidechainSlot,
                batches,
                maxBatch,
                maxResponseBytes,
                hashLists,
                unsafeMethods,
                latency,
                failureRate,
                failureKinds,
                callFailureRate,
                webSocket,
                offline,
                frozen,
                lag,
                callsPerMinute,
                paddedNumbers,
                errorStyle,
                finalizedJumps,
                syncing,
                peers,
                version,
                validator,
                shouldHavePeers,
                voterRunning,
                staleVoterSet,
                mainchainLag,
                zeroDParameter,
                otherHashes,
                metricsPage,
                hostPage);
    }
}
