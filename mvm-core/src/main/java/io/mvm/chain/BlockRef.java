package io.mvm.chain;

import java.util.Objects;

/**
 * A block named by both its height and its hash, since a height alone may mean another block after a reorg.
 *
 * @param number height, 0 for genesis
 * @param hash hash of the header
 */
public record BlockRef(long number, BlockHash hash) {
    public BlockRef {
        if (number < 0) {
            throw new IllegalArgumentException("block number is negative: " + number);
        }
        Objects.requireNonNull(hash, "hash");
    }

    @Override
    public String toString() {
        return number + " (" + hash + ")";
    }
}
