package io.mvm.store;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * When ours could not, or were not meant to, author: outages and maintenance windows. Belongs to the {@link ChainWriter} it
 * came from, and to the same thread; fails as that does.
 */
public final class DowntimeTable {
    private static final String WINDOWS =
            "SELECT from_ms, until_ms, reason, ended_ms FROM maintenance WHERE chain_id = ?";

    private final int chain;
    private final ChainWriter writer;

    DowntimeTable(int chain, ChainWriter writer) {
        this.chain = chain;
        this.writer = writer;
    }

    /** Keeps an outage; one with the same beginning is lengthened. */
    public void save(Outage outage) {
        writer.inTransaction(
                "write to",
                h -> h.createUpdate("INSERT INTO outage (chain_id, from_ms, to_ms, reason) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT (chain_id, from_ms) DO UPDATE SET to_ms = max(to_ms, excluded.to_ms)")
                        .bind(0, chain)
                        .bind(1, outage.fromMs())
                        .bind(2, outage.toMs())
                        .bind(3, outage.reason())
                        .execute());
    }

    /** Outages with any moment from {@code fromMs} up to {@code toMs}, oldest first. */
    public List<Outage> outages(long fromMs, long toMs) {
        return writer.reading(h -> h.createQuery("SELECT from_ms, to_ms, reason FROM outage WHERE chain_id = ?"
                        + " AND from_ms <= ? AND to_ms > ? ORDER BY from_ms")
                .bind(0, chain)
                .bind(1, toMs)
                .bind(2, fromMs)
                .map((rs, ctx) -> new Outage(rs.getLong(1), rs.getLong(2), rs.getString(3)))
                .list());
    }

    /**
     * Announces maintenance. A window in progress ends where this one begins.
     *
     * @param fromMs Unix ms
     * @param untilMs Unix ms, after {@code fromMs}
     * @param reason the operator's words
     */
    public MaintenanceWindow startMaintenance(long fromMs, long untilMs, String reason) {
        if (untilMs <= fromMs) {
            throw new IllegalArgumentException(
                    "maintenance would end at " + untilMs + ", not after its beginning at " + fromMs);
        }
        return writer.inTransaction("write to", h -> {
            end(h, fromMs);
            h.createUpdate("INSERT INTO maintenance (chain_id, from_ms, until_ms, reason) VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT (chain_id, from_ms) DO UPDATE SET until_ms = excluded.until_ms,"
                            + " reason = excluded.reason, ended_ms = NULL")
                    .bind(0, chain)
                    .bind(1, fromMs)
                    .bind(2, untilMs)
                    .bind(3, reason)
                    .execute();
            return new MaintenanceWindow(fromMs, untilMs, reason, null);
        });
    }

    /** Ends the window in progress; answers it as it ended, empty if there is none. */
    public Optional<MaintenanceWindow> endMaintenance(long nowMs) {
        return writer.inTransaction("write to", h -> {
            Optional<MaintenanceWindow> open = windows(nowMs, nowMs).stream()
                    .filter(window -> window.contains(nowMs))
                    .findFirst();
            end(h, nowMs);
            return open.map(window -> new MaintenanceWindow(window.fromMs(), window.untilMs(), window.reason(), nowMs));
        });
    }

    /** Windows with any moment from {@code fromMs} up to {@code toMs}, oldest first. */
    public List<MaintenanceWindow> windows(long fromMs, long toMs) {
        return writer.reading(h -> windows(h, chain, fromMs, toMs));
    }

    static List<MaintenanceWindow> windows(Handle h, int chain, long fromMs, long toMs) {
        return h.createQuery(WINDOWS + " AND from_ms <= ? AND until_ms > ? ORDER BY from_ms")
                .bind(0, chain)
                .bind(1, toMs)
                .bind(2, fromMs)
                .map((rs, ctx) -> new MaintenanceWindow(
                        rs.getLong(1), rs.getLong(2), rs.getString(3), BlockSql.nullableLong(rs, 4)))
                .list();
    }

    private void end(Handle h, long nowMs) {
        h.createUpdate("UPDATE maintenance SET ended_ms = ? WHERE chain_id = ? AND from_ms <= ? AND until_ms > ?"
                        + " AND (ended_ms IS NULL OR ended_ms > ?)")
                .bind(0, nowMs)
                .bind(1, chain)
                .bind(2, nowMs)
                .bind(3, nowMs)
                .bind(4, nowMs)
                .execute();
    }
}
