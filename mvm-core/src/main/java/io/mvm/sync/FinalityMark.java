package io.mvm.sync;

import io.mvm.chain.BlockHash;
import io.mvm.chain.BlockRef;
import io.mvm.chain.Header;
import io.mvm.rpc.ChainNode;
import java.util.Optional;

/** Marks in the ledger what the node says is final. Used on the loop's thread. */
final class FinalityMark {
    private final ChainNode node;
    /** Whether a final block was announced that was not stored at the time. */
    private boolean waiting;

    FinalityMark(ChainNode node) {
        this.node = node;
    }

    /**
     * Marks the announced block, if it is stored under the hash that the node has at its height.
     *
     * @param announced newest final header; null if none was announced
     * @return whether it was marked now
     */
    boolean mark(Header announced, Ledger ledger) {
        waiting = false;
        if (announced == null || ledger.top() == null) {
            return false;
        }
        long number = announced.number();
        BlockRef known = ledger.standings().counts().finalized();
        if (known != null && known.number() >= number) {
            return false;
        }
        if (ledger.runOf(number) == null) {
            waiting = true;
            return false;
        }
        Optional<BlockHash> hash = Await.rpc(node.blockHashes(number, 1)).get(0);
        return hash.isPresent() && ledger.finalise(new BlockRef(number, hash.get()));
    }

    /** Whether a block that could not be marked before is stored by now: a gap was filled. */
    boolean due(Header announced, Ledger ledger) {
        return waiting && ledger.runOf(announced.number()) != null;
    }
}
