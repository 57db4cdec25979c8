package io.mvm.sync;

import io.mvm.chain.AuthoritySet;
import io.mvm.chain.BlockHash;
import io.mvm.store.BlockRow;

/**
 * What a block hands on to its child.
 *
 * @param number height of the block
 * @param hash its hash
 * @param slot its slot; null if unknown, or if slots after it are not ours to charge
 * @param setAfter authorities that govern the child; null while unknown
 */
record Tip(long number, BlockHash hash, Long slot, AuthoritySet setAfter) {
    static Tip of(BlockRow row) {
        return new Tip(row.number(), row.hash(), row.slot(), row.setAfter());
    }
}
