package io.mvm.chain.consensus;

import io.mvm.chain.AuthoritySet;
import io.mvm.chain.Header;

/**
 * One way of producing blocks. Stateless and safe for any number of threads: what changes from block to block is carried by
 * the caller as the {@link AuthoritySet} after the parent.
 */
public interface ConsensusEngine {
    /** Name as stored with each block, such as {@code aura}. */
    String name();

    /** Whether this engine authored the block, going by its digest alone. */
    boolean authored(Header header);

    /**
     * The slot in which the block was authored, unsigned.
     *
     * @throws io.mvm.chain.scale.ScaleException if its own digest item is malformed
     */
    long slot(Header header);

    /**
     * Who had to author the block.
     *
     * @param governing authorities after the parent
     * @param header the block, for which {@link #authored} is true
     */
    Seat author(AuthoritySet governing, Header header);

    /**
     * Who owed a slot that stayed empty after a block.
     *
     * @param governing authorities after the last block before the slot
     * @param slot the empty slot
     */
    Seat owner(AuthoritySet governing, long slot);
}
