package io.mvm.sync;

import io.mvm.chain.AuthoritySet;
import io.mvm.chain.BlockHash;
import io.mvm.chain.BlockRef;
import io.mvm.chain.Header;
import io.mvm.chain.consensus.AuraEngine;
import io.mvm.chain.scale.ScaleReader;
import io.mvm.rpc.ChainNode;
import io.mvm.rpc.RpcException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the authorities in the state after a block whose ancestors are not stored: from state where the node has it, else from
 * headers, which are never pruned, by walking back to the last announced change.
 */
final class AuthorityAnchor {
    private static final String AUTHORITIES = "AuraApi_authorities";

    private final ChainNode node;
    private final int window;

    AuthorityAnchor(ChainNode node, int window) {
        this.node = node;
        this.window = window;
    }

    /** The set after a canonical block; empty where neither state nor any header tells it. */
    Optional<AuthoritySet> after(BlockRef block) {
        Optional<AuthoritySet> fromState = fromState(block.hash());
        if (fromState.isPresent()) {
            return fromState;
        }
        long to = block.number();
        BlockHash expected = block.hash();
        while (to >= 1) {
            long from = Math.max(1, to - window + 1);
            List<Header> headers = headers(from, to, expected);
            for (int i = headers.size() - 1; i >= 0; i--) {
                Optional<AuthoritySet> announced = AuraEngine.announced(headers.get(i));
                if (announced.isPresent()) {
                    return announced;
                }
            }
            expected = headers.get(0).parent();
            to = from - 1;
        }
        return block.number() == 0 ? Optional.empty() : fromState(node.genesisHash());
    }

    /** The set as the state after a block has it; empty where that state is pruned or the runtime has no Aura. */
    Optional<AuthoritySet> fromState(BlockHash hash) {
        try {
            return Optional.of(AuthoritySet.read(new ScaleReader(node.runtimeCall(AUTHORITIES, new byte[0], hash))));
        } catch (RpcException e) {
            return switch (e.kind()) {
                case STATE_DISCARDED, FUNCTION_NOT_FOUND -> Optional.empty();
                default -> throw e;
            };
        }
    }

    private List<Header> headers(long from, long to, BlockHash expectedLast) {
        List<BlockHash> hashes = new ArrayList<>();
        for (Optional<BlockHash> hash : Await.rpc(node.blockHashes(from, (int) (to - from + 1)))) {
            hashes.add(hash.orElseThrow(() -> new SyncException(
                    SyncException.Kind.CHAIN_MOVED,
                    "the node lacks a block between " + from + " and " + to + " whose descendant it gave")));
        }
        List<Header> headers = Await.rpc(node.headers(hashes));
        BlockHash expected = expectedLast;
        for (int i = headers.size() - 1; i >= 0; i--) {
            if (!hashes.get(i).equals(expected)) {
                throw new SyncException(
                        SyncException.Kind.CHAIN_MOVED,
                        "block " + (from + i) + " is " + hashes.get(i) + ", expected the ancestor " + expected);
            }
            expected = headers.get(i).parent();
        }
        return headers;
    }
}
