package io.mvm.sync;

import io.mvm.chain.AuraKey;
import io.mvm.chain.BlockHash;
import io.mvm.chain.BlockRef;
import io.mvm.duty.Outcome;
import io.mvm.duty.Tally;
import io.mvm.store.BlockRow;
import io.mvm.store.ChainUpdate;
import io.mvm.store.DutyKey;
import io.mvm.store.EmptySlotRow;
import io.mvm.store.Segment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gathers what one transaction will change, keeping the slot counts in step with the rows. */
final class UpdateDraft {
    private final Attribution attribution;
    private final List<BlockRow> orphaned = new ArrayList<>();
    private final List<BlockRow> forks = new ArrayList<>();
    private final List<BlockHash> canonicalAgain = new ArrayList<>();
    private final List<Long> refilled = new ArrayList<>();
    private final List<BlockRow> added = new ArrayList<>();
    private final List<EmptySlotRow> emptied = new ArrayList<>();
    private final List<Long> nowOrphaned = new ArrayList<>();
    private final Map<DutyKey, Tally> duties = new HashMap<>();
    private BlockRef finalized;
    private int reorgs;

    UpdateDraft(Attribution attribution) {
        this.attribution = attribution;
    }

    void drop(BlockRow row) {
        orphaned.add(row);
        if (row.author() != null) {
            count(row.slot(), row.author(), Outcome.PRODUCED, -1);
        }
    }

    void fork(BlockRow row) {
        forks.add(row);
    }

    void canonicalAgain(BlockHash hash) {
        canonicalAgain.add(hash);
    }

    void refill(EmptySlotRow row) {
        refilled.add(row.slot());
        count(row.slot(), row.owner(), row.outcome(), -1);
    }

    void add(BlockRow row) {
        added.add(row);
        if (row.author() != null) {
            count(row.slot(), row.author(), Outcome.PRODUCED, 1);
        }
    }

    void empty(EmptySlotRow row) {
        emptied.add(row);
        count(row.slot(), row.owner(), row.outcome(), 1);
    }

    void missedWasOrphaned(long slot, AuraKey owner) {
        nowOrphaned.add(slot);
        count(slot, owner, Outcome.MISSED, -1);
        count(slot, owner, Outcome.ORPHANED, 1);
    }

    void finalized(BlockRef block) {
        finalized = block;
    }

    void reorg() {
        reorgs = 1;
    }

    List<BlockRow> added() {
        return added;
    }

    ChainUpdate finish(List<Segment> segments) {
        duties.values().removeIf(Tally.NONE::equals);
        return new ChainUpdate(
                orphaned,
                forks,
                canonicalAgain,
                refilled,
                added,
                emptied,
                nowOrphaned,
                duties,
                segments,
                finalized,
                reorgs);
    }

    private void count(long slot, AuraKey owner, Outcome outcome, int slots) {
        duties.merge(new DutyKey(attribution.dutyEpoch(slot), owner), Tally.NONE.plus(outcome, slots), Tally::plus);
    }
}
