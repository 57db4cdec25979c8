package io.mvm.cli;

import io.mvm.chain.BlockHash;
import io.mvm.chain.BlockRef;
import io.mvm.chain.Digest;
import io.mvm.chain.DigestItem;
import io.mvm.chain.Header;
import io.mvm.chain.Hex;
import io.mvm.rpc.ChainNode;
import io.mvm.rpc.EndpointStatus;
import io.mvm.rpc.FetchedBlock;
import io.mvm.rpc.HeadListener;
import io.mvm.rpc.NodeHealth;
import io.mvm.rpc.NodeIdentity;
import io.mvm.rpc.RoundState;
import io.mvm.rpc.RpcException;
import io.mvm.rpc.RuntimeVersion;
import io.mvm.rpc.SidechainStatus;
import io.mvm.rpc.SyncTarget;
import io.mvm.store.SampleChain;
import io.mvm.validator.Candidates;
import io.mvm.validator.DParameter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** A node that says what a test wants it to say. */
final class FakeNode implements ChainNode {
    private static final BlockHash FINALIZED = BlockHash.parse("0x" + "f1".repeat(32));

    RpcException failure;
    RpcException healthFailure;
    BlockHash genesis = SampleChain.genesis();
    NodeHealth health = new NodeHealth(8, false, true);
    long best = 11;
    long finalized = 8;
    Long headSlot = 119L;
    Long finalizedSlot = 116L;
    /** One after the other, the last again and again; none: the node has no such method. */
    final Deque<RoundState> rounds = new ArrayDeque<>();

    Long setId = 3L;
    List<String> voters = List.of();
    Long highest;
    SidechainStatus sidechain = new SidechainStatus(11, OptionalLong.of(119), 720_000, 102, 5, 960_000);
    List<EndpointStatus> endpoints;
    Long slotMs = SampleChain.SLOT_MS;
    boolean closed;

    @Override
    public BlockHash genesisHash() {
        return genesis;
    }

    @Override
    public CompletableFuture<List<Optional<BlockHash>>> blockHashes(long from, int count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<List<FetchedBlock>> blocks(List<BlockHash> hashes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<List<Header>> headers(List<BlockHash> hashes) {
        Digest digest = Digest.EMPTY;
        Long slot = hashes.get(0).equals(FINALIZED) ? finalizedSlot : headSlot;
        if (slot != null) {
            ByteBuffer item = ByteBuffer.allocate(14).order(ByteOrder.LITTLE_ENDIAN);
            item.put((byte) DigestItem.PRE_RUNTIME).put("aura".getBytes(StandardCharsets.US_ASCII));
            item.put((byte) 0x20).putLong(slot);
            digest = new Digest(List.of(DigestItem.of(item.array())));
        }
        return CompletableFuture.completedFuture(List.of(new Header(best, genesis, genesis, genesis, digest)));
    }

    @Override
    public BlockRef best() {
        if (failure != null) {
            throw failure;
        }
        return new BlockRef(best, genesis);
    }

    @Override
    public BlockRef finalized() {
        return new BlockRef(finalized, FINALIZED);
    }

    @Override
    public byte[] runtimeCall(String function, byte[] arguments, BlockHash at) {
        if (function.equals("GrandpaApi_current_set_id") && setId != null) {
            return ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(setId)
                    .array();
        }
        if (function.equals("GrandpaApi_grandpa_authorities")) {
            ByteBuffer list = ByteBuffer.allocate(1 + 40 * voters.size()).order(ByteOrder.LITTLE_ENDIAN);
            list.put((byte) (voters.size() << 2));
            voters.forEach(key -> list.put(Hex.decode(key)).putLong(1));
            return list.array();
        }
        if (slotMs == null || !function.equals("AuraApi_slot_duration")) {
            throw new RpcException(RpcException.Kind.FUNCTION_NOT_FOUND, "no " + function);
        }
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(slotMs)
                .array();
    }

    @Override
    public RuntimeVersion runtimeVersion(BlockHash at) {
        throw new UnsupportedOperationException();
    }

    @Override
    public NodeIdentity identity() {
        return new NodeIdentity("fake", "1.2.3", "Sample Net", List.of("Authority"));
    }

    @Override
    public NodeHealth health() {
        if (healthFailure != null) {
            throw healthFailure;
        }
        return health;
    }

    @Override
    public Optional<SidechainStatus> sidechainStatus() {
        return Optional.ofNullable(sidechain);
    }

    @Override
    public Optional<Candidates> candidates(long mainchainEpoch) {
        return Optional.empty();
    }

    @Override
    public Optional<Boolean> hasKey(String publicKey, String type) {
        return Optional.empty();
    }

    @Override
    public Optional<DParameter> dParameter() {
        return Optional.empty();
    }

    @Override
    public Optional<RoundState> grandpaRoundState() {
        return Optional.ofNullable(rounds.size() > 1 ? rounds.poll() : rounds.peek());
    }

    @Override
    public Optional<SyncTarget> syncState() {
        return highest == null ? Optional.empty() : Optional.of(new SyncTarget(0, best, OptionalLong.of(highest)));
    }

    @Override
    public boolean offers(String method) {
        return true;
    }

    @Override
    public AutoCloseable follow(HeadListener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<EndpointStatus> endpoints() {
        if (endpoints != null) {
            return endpoints;
        }
        return List.of(
                new EndpointStatus("http://node:9944", failure == null, failure == null, best, null, null, null));
    }

    @Override
    public void close() {
        closed = true;
    }
}
