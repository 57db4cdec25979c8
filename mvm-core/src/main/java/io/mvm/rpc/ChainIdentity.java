package io.mvm.rpc;

import io.mvm.chain.BlockHash;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The chain that all endpoints must be of: that of the first one that told its genesis hash. */
final class ChainIdentity {
    private final AtomicReference<BlockHash> genesis = new AtomicReference<>();

    /** Whether an endpoint with this genesis hash is of our chain; the first one asked defines it. */
    boolean accepts(BlockHash hash) {
        return genesis.compareAndSet(null, hash) || genesis.get().equals(hash);
    }

    Optional<BlockHash> genesis() {
        return Optional.ofNullable(genesis.get());
    }
}
