package io.mvm.store;

import io.mvm.duty.Outcome;
import io.mvm.duty.Tally;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The statements of one {@link ChainUpdate}, run inside the caller's transaction. */
final class UpdateSql {
    private final int chain;
    private final KeyIds ids;
    private final BlockSql blocks;
    private final Clock clock;

    UpdateSql(int chain, KeyIds ids, BlockSql blocks, Clock clock) {
        this.chain = chain;
        this.ids = ids;
        this.blocks = blocks;
        this.clock = clock;
    }

    void apply(Handle h, ChainUpdate update, List<Segment> storedSegments) {
        blocks.insertOrphans(h, update.orphaned(), true, clock.millis());
        PreparedBatch gone = h.prepareBatch("DELETE FROM block WHERE chain_id = ? AND number = ?");
        update.orphaned().forEach(row -> gone.add(chain, row.number()));
        execute(gone);
        blocks.insertOrphans(h, update.forks(), false, clock.millis());
        PreparedBatch back = h.prepareBatch("DELETE FROM orphan_block WHERE chain_id = ? AND hash = ?");
        update.canonicalAgain().forEach(hash -> back.add(chain, hash.toBytes()));
        execute(back);
        PreparedBatch refilled = h.prepareBatch("DELETE FROM empty_slot WHERE chain_id = ? AND slot = ?");
        update.refilled().forEach(slot -> refilled.add(chain, slot));
        execute(refilled);
        blocks.insertCanonical(h, update.added());
        PreparedBatch emptied = h.prepareBatch("INSERT INTO empty_slot"
                + " (chain_id, slot, after_number, owner_id, seat, set_id, orphaned) VALUES (?, ?, ?, ?, ?, ?, ?)");
        for (EmptySlotRow row : update.emptied()) {
            emptied.add(
                    chain,
                    row.slot(),
                    row.afterNumber(),
                    ids.id(h, row.owner()),
                    row.seat(),
                    ids.id(h, row.set()),
                    row.outcome() == Outcome.ORPHANED ? 1 : 0);
        }
        execute(emptied);
        PreparedBatch orphanedNow =
                h.prepareBatch("UPDATE empty_slot SET orphaned = 1 WHERE chain_id = ? AND slot = ?");
        update.nowOrphaned().forEach(slot -> orphanedNow.add(chain, slot));
        execute(orphanedNow);
        applyDuties(h, update.duties());
        applySegments(h, storedSegments, update.segments());
        if (update.finalized() != null) {
            h.createUpdate("UPDATE chain SET finalized_number = ?, finalized_hash = ? WHERE id = ?")
                    .bind(0, update.finalized().number())
                    .bind(1, update.finalized().hash().toBytes())
                    .bind(2, chain)
                    .execute();
        }
        if (update.reorgs() != 0) {
            h.createUpdate("UPDATE chain SET reorgs = reorgs + ? WHERE id = ?")
                    .bind(0, update.reorgs())
                    .bind(1, chain)
                    .execute();
        }
    }

    private void applyDuties(Handle h, Map<DutyKey, Tally> duties) {
        PreparedBatch batch = h.prepareBatch("INSERT INTO duty (chain_id, epoch, owner_id, produced, missed, orphaned)"
                + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (chain_id, epoch, owner_id) DO UPDATE SET"
                + " produced = produced + excluded.produced, missed = missed + excluded.missed,"
                + " orphaned = orphaned + excluded.orphaned");
        duties.forEach((key, tally) -> batch.add(
                chain, key.epoch(), ids.id(h, key.owner()), tally.produced(), tally.missed(), tally.orphaned()));
        execute(batch);
    }

    private void applySegments(Handle h, List<Segment> storedSegments, List<Segment> wanted) {
        if (wanted.equals(storedSegments)) {
            return;
        }
        PreparedBatch gone = h.prepareBatch("DELETE FROM segment WHERE chain_id = ? AND first_number = ?");
        PreparedBatch made =
                h.prepareBatch("INSERT INTO segment (chain_id, first_number, last_number) VALUES (?, ?, ?)");
        storedSegments.stream().filter(s -> !wanted.contains(s)).forEach(s -> gone.add(chain, s.first()));
        wanted.stream().filter(s -> !storedSegments.contains(s)).forEach(s -> made.add(chain, s.first(), s.last()));
        execute(gone);
        execute(made);
    }

    static void execute(PreparedBatch batch) {
        if (batch.size() > 0) {
            batch.execute();
        } else {
            batch.close();
        }
    }
}
