package io.mvm.store;

import io.mvm.chain.AuraKey;
import io.mvm.chain.BlockHash;
import java.util.List;

/**
 * Several blocks for one slot signed by one key: the sign of two nodes that run with the same keys. That two authors share a
 * slot, as consensus engines other than Aura allow, is none; nor is a block whose author is unknown part of one.
 *
 * @param author the key that signed them
 * @param slot the slot
 * @param blocks two or more different blocks, the canonical one first if there is one
 */
public record Equivocation(AuraKey author, long slot, List<BlockHash> blocks) {
    public Equivocation {
        blocks = List.copyOf(blocks);
    }
}
