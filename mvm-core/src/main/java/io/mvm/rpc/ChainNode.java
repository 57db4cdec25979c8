package io.mvm.rpc;

import io.mvm.chain.BlockHash;
import io.mvm.chain.BlockRef;
import io.mvm.chain.Header;
import io.mvm.validator.Candidates;
import io.mvm.validator.DParameter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One logical node, whatever number of endpoints stand behind it. Safe for any number of threads. Calls that fail do so with
 * an {@link RpcException} (futures complete exceptionally with it, unwrapped); retries and fail-over have then been tried.
 */
public interface ChainNode extends AutoCloseable {
    /** Hash of block 0. */
    BlockHash genesisHash();

    /**
     * Canonical hashes of {@code count} heights from {@code from} upwards, one entry for each height; empty where the node
     * has no block at that height (yet). One call where the node takes lists, a batch or single calls where not.
     */
    CompletableFuture<List<Optional<BlockHash>>> blockHashes(long from, int count);

    /**
     * Blocks by hash, in the order asked. Fails with {@link RpcException.Kind#UNKNOWN_BLOCK} if the node lacks one of them.
     * One batch is sent for each call, as far as the node allows.
     */
    CompletableFuture<List<FetchedBlock>> blocks(List<BlockHash> hashes);

    /** Headers by hash, in the order asked. Fails as {@link #blocks} does. */
    CompletableFuture<List<Header>> headers(List<BlockHash> hashes);

    /** The best head: a hash and its header. */
    BlockRef best();

    /** The finalized head. */
    BlockRef finalized();

    /**
     * Runs a runtime function on the state after a block.
     *
     * @param function such as {@code AuraApi_authorities}
     * @param arguments SCALE bytes, often empty
     * @param at the block whose post-state is used
     * @throws RpcException of kind {@code STATE_DISCARDED}, {@code UNKNOWN_BLOCK} or {@code FUNCTION_NOT_FOUND}, among others
     */
    byte[] runtimeCall(String function, byte[] arguments, BlockHash at);

    /** The runtime in force after a block. */
    RuntimeVersion runtimeVersion(BlockHash at);

    /** Who the active endpoint is. */
    NodeIdentity identity();

    /** Health of the active endpoint. */
    NodeHealth health();

    /** Epochs by the node's wall clock; empty where the node has no {@code sidechain_getStatus}. */
    Optional<SidechainStatus> sidechainStatus();

    /** Candidates of a mainchain epoch, by the newer method or the deprecated one; empty where the node has neither. */
    Optional<Candidates> candidates(long mainchainEpoch);

    /**
     * Whether the active endpoint's keystore holds a key; empty where it refuses to tell or has no such method: unknown, not
     * missing.
     *
     * @param publicKey {@code 0x} hex
     * @param type four letters, such as {@code aura}
     */
    Optional<Boolean> hasKey(String publicKey, String type);

    /** The D-parameter in effect after the best block; empty where the node cannot tell. */
    Optional<DParameter> dParameter();

    /**
     * Votes on finality as the active endpoint has seen them; {@link RoundState#NOT_RUNNING} while its voter does not run, empty
     * where it has no such method or refuses it.
     */
    Optional<RoundState> grandpaRoundState();

    /** How far the active endpoint is, and has to go; empty where it has no such method or refuses it. */
    Optional<SyncTarget> syncState();

    /** Whether {@code rpc_methods} of the active endpoint lists a method. */
    boolean offers(String method);

    /** Streams heads to the listener until the handle is closed; survives reconnects and fail-over. */
    AutoCloseable follow(HeadListener listener);

    /** All configured endpoints, in configured order. */
    List<EndpointStatus> endpoints();

    /** URL of the active endpoint, without what gives access to it; null if none is active. Asks nobody. */
    default String activeUrl() {
        return endpoints().stream()
                .filter(EndpointStatus::active)
                .map(EndpointStatus::url)
                .findFirst()
                .orElse(null);
    }

    /** Stops health checks and connections. Calls in flight fail. */
    @Override
    void close();
}
