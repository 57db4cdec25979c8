package io.mvm.sync;

import io.mvm.chain.AuraKey;
import io.mvm.duty.Outcome;
import io.mvm.duty.Tally;
import io.mvm.store.BlockRow;
import io.mvm.store.ChainCounts;
import io.mvm.store.ChainUpdate;
import io.mvm.store.ChainWriter;
import io.mvm.store.DutyKey;
import io.mvm.store.DutyTable;
import io.mvm.store.EmptySlotRow;
import io.mvm.store.LastDuty;
import java.util.Map;

/**
 * The counts that are shown, held in memory so that a snapshot needs no query. Loaded from the rows, then moved by the same
 * {@link ChainUpdate} that moved the rows, after it was committed.
 */
final class Standings {
    private static final LastDuty NEVER = new LastDuty(null, null, null, 0);

    private final DutyTable duties;
    private Map<AuraKey, Tally> totals;
    private Map<AuraKey, LastDuty> last;
    private Map<AuraKey, Tally> epochTotals = Map.of();
    private Long epoch;
    private ChainCounts counts;

    Standings(ChainWriter store) {
        this.duties = store.duties();
        this.totals = duties.totals();
        this.last = duties.lastDuties();
        this.counts = store.counts();
    }

    /** Moves the counts as a committed update did the rows. */
    void apply(ChainUpdate update) {
        for (Map.Entry<DutyKey, Tally> change : update.duties().entrySet()) {
            totals.merge(change.getKey().owner(), change.getValue(), Tally::plus);
            if (epoch != null && epoch == change.getKey().epoch()) {
                epochTotals.merge(change.getKey().owner(), change.getValue(), Tally::plus);
            }
        }
        boolean tookBack = !update.orphaned().isEmpty()
                || !update.refilled().isEmpty()
                || !update.nowOrphaned().isEmpty();
        if (tookBack) {
            // Rare, and what was undone cannot be told from the last duty alone: read it again.
            last = duties.lastDuties();
        } else {
            update.added().forEach(this::produced);
            update.emptied().forEach(this::empty);
        }
        long unattributed = counts.unattributed();
        long unknownEngine = counts.unknownEngine();
        for (BlockRow row : update.added()) {
            unattributed += row.author() == null ? 1 : 0;
            unknownEngine += row.engine() == null ? 1 : 0;
        }
        for (BlockRow row : update.orphaned()) {
            unattributed -= row.author() == null ? 1 : 0;
            unknownEngine -= row.engine() == null ? 1 : 0;
        }
        counts = new ChainCounts(
                unattributed,
                unknownEngine,
                counts.orphans()
                        + update.orphaned().size()
                        + update.forks().size()
                        - update.canonicalAgain().size(),
                counts.reorgs() + update.reorgs(),
                update.finalized() == null ? counts.finalized() : update.finalized());
    }

    /** Reads again what older rows may have changed; called when a gap is closed. */
    void reloadLastDuties() {
        last = duties.lastDuties();
    }

    /** Chooses the epoch whose counts are kept apart. */
    void showEpoch(Long wanted) {
        if (wanted == null || wanted.equals(epoch)) {
            return;
        }
        epoch = wanted;
        epochTotals = duties.totals(wanted);
    }

    Map<AuraKey, Tally> totals() {
        return totals;
    }

    Tally inEpoch(AuraKey key) {
        return epochTotals.getOrDefault(key, Tally.NONE);
    }

    LastDuty last(AuraKey key) {
        return last.getOrDefault(key, NEVER);
    }

    ChainCounts counts() {
        return counts;
    }

    private void produced(BlockRow row) {
        if (row.author() == null) {
            return;
        }
        LastDuty known = last(row.author());
        if (known.number() == null || row.number() > known.number()) {
            last.put(row.author(), new LastDuty(row.number(), row.slot(), row.timestampMs(), 0));
        }
    }

    private void empty(EmptySlotRow row) {
        LastDuty known = last(row.owner());
        if (row.outcome() == Outcome.MISSED && (known.slot() == null || row.slot() > known.slot())) {
            last.put(
                    row.owner(),
                    new LastDuty(known.number(), known.slot(), known.timestampMs(), known.missedSince() + 1));
        }
    }

    /** Owed slots of all validators together. */
    Tally network() {
        return totals.values().stream().reduce(Tally.NONE, Tally::plus);
    }
}
