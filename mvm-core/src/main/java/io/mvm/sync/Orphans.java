package io.mvm.sync;

import io.mvm.chain.AuraKey;
import io.mvm.chain.BlockHash;
import io.mvm.chain.consensus.Seat;
import io.mvm.store.BlockRow;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Blocks that lost, as far back as a reorg or a late announcement can still matter. */
final class Orphans {
    /** Slots after which an orphan is left to the database alone: three hours of six-second slots. */
    private static final long SLOTS_KEPT = 1_800;

    private final Map<BlockHash, BlockRow> byHash = new HashMap<>();

    Orphans(Collection<BlockRow> known) {
        known.forEach(this::add);
    }

    static long oldest(long headSlot) {
        return headSlot - SLOTS_KEPT;
    }

    void add(BlockRow row) {
        byHash.put(row.hash(), row);
    }

    boolean contains(BlockHash hash) {
        return byHash.containsKey(hash);
    }

    BlockRow get(BlockHash hash) {
        return byHash.get(hash);
    }

    void remove(BlockHash hash) {
        byHash.remove(hash);
    }

    /** Whether the owner of a slot is known to have authored a block in it that lost. */
    boolean lost(long slot, AuraKey owner) {
        for (BlockRow row : byHash.values()) {
            if (row.slot() != null && row.slot() == slot && owner.equals(row.author())) {
                return true;
            }
        }
        return false;
    }

    boolean lost(long slot, Seat owner) {
        return lost(slot, owner.key());
    }

    void forgetBefore(long headSlot) {
        byHash.values().removeIf(row -> row.slot() == null || row.slot() < oldest(headSlot));
    }
}
