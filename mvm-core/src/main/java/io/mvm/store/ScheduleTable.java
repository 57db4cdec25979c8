package io.mvm.store;

import io.mvm.chain.AuraKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * The rows of the forecast's audit. Belongs to the {@link ChainWriter} it came from, and to the same thread. Errors are
 * {@link StoreException}s.
 */
public final class ScheduleTable {
    private final int chain;
    private final KeyIds ids;
    private final ChainWriter writer;

    ScheduleTable(int chain, KeyIds ids, ChainWriter writer) {
        this.chain = chain;
        this.ids = ids;
        this.writer = writer;
    }

    /** All that is stored. */
    public ScheduleAudit read() {
        return writer.reading(h -> read(h, chain));
    }

    static ScheduleAudit read(StoreReader store, int chain) {
        return store.ask(h -> read(h, chain));
    }

    /**
     * Stores what an audit came to since the last time, wholly or not at all.
     *
     * @param takenBack slots that are no longer known to have come; their mismatches go, before any are added
     * @param found new mismatches
     * @param counts change of the counts by owner
     */
    public void save(
            Collection<Long> takenBack, Collection<ScheduleMismatch> found, Map<AuraKey, ScheduleAudit.Count> counts) {
        writer.inTransaction("write to", h -> {
            takenBack.forEach(slot -> h.createUpdate("DELETE FROM schedule_mismatch WHERE chain_id = ? AND slot = ?")
                    .bind(0, chain)
                    .bind(1, slot)
                    .execute());
            found.forEach(mismatch -> h.createUpdate("INSERT INTO schedule_mismatch (chain_id, slot,"
                            + " forecast_owner_id, actual_owner_id, forecast_at_ms) VALUES (?, ?, ?, ?, ?)"
                            + " ON CONFLICT (chain_id, slot) DO UPDATE SET"
                            + " forecast_owner_id = excluded.forecast_owner_id,"
                            + " actual_owner_id = excluded.actual_owner_id, forecast_at_ms = excluded.forecast_at_ms")
                    .bind(0, chain)
                    .bind(1, mismatch.slot())
                    .bind(2, ids.id(h, mismatch.forecast()))
                    .bind(3, ids.id(h, mismatch.actual()))
                    .bind(4, mismatch.forecastAtMs())
                    .execute());
            counts.forEach((owner, count) -> h.createUpdate("INSERT INTO schedule_audit (chain_id, owner_id, audited,"
                            + " unaudited) VALUES (?, ?, ?, ?) ON CONFLICT (chain_id, owner_id) DO UPDATE SET"
                            + " audited = audited + excluded.audited, unaudited = unaudited + excluded.unaudited")
                    .bind(0, chain)
                    .bind(1, ids.id(h, owner))
                    .bind(2, count.audited())
                    .bind(3, count.unaudited())
                    .execute());
            return null;
        });
    }

    private static ScheduleAudit read(Handle h, int chain) {
        Map<AuraKey, ScheduleAudit.Count> counts = new HashMap<>();
        if (!h.createQuery("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schedule_audit'")
                .mapTo(Integer.class)
                .findOne()
                .isPresent()) {
            // A database that no newer MVM has written to yet: readers do not migrate.
            return new ScheduleAudit(counts, List.of());
        }
        h.createQuery("SELECT k.aura_key, a.audited, a.unaudited FROM schedule_audit a"
                        + " JOIN aura_key k ON k.id = a.owner_id WHERE a.chain_id = ?")
                .bind(0, chain)
                .map((rs, ctx) ->
                        counts.put(AuraKey.of(rs.getBytes(1)), new ScheduleAudit.Count(rs.getLong(2), rs.getLong(3))))
                .list();
        return new ScheduleAudit(
                counts,
                h.createQuery("SELECT m.slot, f.aura_key, a.aura_key, m.forecast_at_ms FROM schedule_mismatch m"
                                + " JOIN aura_key f ON f.id = m.forecast_owner_id"
                                + " JOIN aura_key a ON a.id = m.actual_owner_id WHERE m.chain_id = ?"
                                + " ORDER BY m.slot DESC")
                        .bind(0, chain)
                        .map((rs, ctx) -> new ScheduleMismatch(
                                rs.getLong(1), AuraKey.of(rs.getBytes(2)), AuraKey.of(rs.getBytes(3)), rs.getLong(4)))
                        .list());
    }
}
