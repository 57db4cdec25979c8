package io.mvm.store;

import io.mvm.chain.AuraKey;
import io.mvm.duty.Tally;
import java.util.HashMap;
import java.util.Map;

/**
 * Slots owed, by key. Belongs to the {@link ChainWriter} it came from, and to the same thread. Errors are
 * {@link StoreException}s.
 */
public final class DutyTable {
    private final int chain;
    private final KeyIds ids;
    private final ChainWriter writer;

    DutyTable(int chain, KeyIds ids, ChainWriter writer) {
        this.chain = chain;
        this.ids = ids;
        this.writer = writer;
    }

    /** Slot counts of every key that ever owed one, over all epochs. */
    public Map<AuraKey, Tally> totals() {
        return tallies(
                "SELECT owner_id, sum(produced), sum(missed), sum(orphaned) FROM duty WHERE chain_id = ?"
                        + " AND epoch >= ? GROUP BY owner_id",
                DutyKey.NO_EPOCH);
    }

    /** Slot counts of one epoch. */
    public Map<AuraKey, Tally> totals(long epoch) {
        return tallies("SELECT owner_id, produced, missed, orphaned FROM duty WHERE chain_id = ? AND epoch = ?", epoch);
    }

    private Map<AuraKey, Tally> tallies(String sql, long epoch) {
        return writer.reading(h -> {
            Map<AuraKey, Tally> found = new HashMap<>();
            h.createQuery(sql)
                    .bind(0, chain)
                    .bind(1, epoch)
                    .map((rs, ctx) ->
                            found.put(ids.key(h, rs.getInt(1)), new Tally(rs.getLong(2), rs.getLong(3), rs.getLong(4))))
                    .list();
            return found;
        });
    }

    /** Standing of every key by its newest rows: see {@link LastDuty}. */
    public Map<AuraKey, LastDuty> lastDuties() {
        return writer.reading(h -> {
            Map<AuraKey, LastDuty> found = new HashMap<>();
            h.createQuery("SELECT k.id, b.number, b.slot, b.timestamp_ms,"
                            + " (SELECT count(*) FROM empty_slot e WHERE e.owner_id = k.id AND e.slot > coalesce(b.slot, -1)"
                            + " AND e.orphaned = 0)"
                            + " FROM aura_key k LEFT JOIN block b ON b.chain_id = k.chain_id AND b.number ="
                            + " (SELECT max(number) FROM block WHERE author_id = k.id) WHERE k.chain_id = ?")
                    .bind(0, chain)
                    .map((rs, ctx) -> found.put(
                            ids.key(h, rs.getInt(1)),
                            new LastDuty(
                                    BlockSql.nullableLong(rs, 2),
                                    BlockSql.nullableLong(rs, 3),
                                    BlockSql.nullableLong(rs, 4),
                                    rs.getLong(5))))
                    .list();
            return found;
        });
    }
}
