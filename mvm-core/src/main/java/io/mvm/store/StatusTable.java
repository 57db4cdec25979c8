package io.mvm.store;

import io.mvm.chain.SidechainKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * What changed in our validators' standing, and when. Belongs to the {@link ChainWriter} it came from, and to the same thread.
 * Errors are {@link StoreException}s.
 */
public final class StatusTable {
    private final int chain;
    private final IdentityTable identities;
    private final ChainWriter writer;

    StatusTable(int chain, IdentityTable identities, ChainWriter writer) {
        this.chain = chain;
        this.identities = identities;
        this.writer = writer;
    }

    /** The value last written of each kind. */
    public Map<String, String> last(SidechainKey validator) {
        return writer.reading(h -> {
            Map<String, String> last = new HashMap<>();
            h.createQuery("SELECT s.what, s.new_value FROM status_change s JOIN validator v ON v.id = s.validator_id"
                            + " WHERE s.chain_id = ? AND v.chain_id = ? AND v.sidechain_key = ? ORDER BY s.at_ms")
                    .bind(0, chain)
                    .bind(1, chain)
                    .bind(2, validator.toBytes())
                    .map((rs, ctx) -> last.put(rs.getString(1), rs.getString(2)))
                    .list();
            return last;
        });
    }

    /** Writes changes of one moment. */
    public void record(SidechainKey validator, List<StatusChange> changes) {
        writer.inTransaction("write to", h -> {
            int id = identities.validatorId(h, validator);
            for (StatusChange change : changes) {
                // Two changes within a millisecond are one.
                h.createUpdate("INSERT INTO status_change (chain_id, validator_id, at_ms, what, old_value, new_value)"
                                + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (chain_id, validator_id, at_ms, what)"
                                + " DO UPDATE SET new_value = excluded.new_value")
                        .bind(0, chain)
                        .bind(1, id)
                        .bind(2, change.atMs())
                        .bind(3, change.what())
                        .bind(4, change.before())
                        .bind(5, change.after())
                        .execute();
            }
            return null;
        });
    }

    static List<StatusChange> newest(Handle h, int chain, SidechainKey validator, long limit) {
        return h.createQuery("SELECT s.at_ms, s.what, s.old_value, s.new_value FROM status_change s"
                        + " JOIN validator v ON v.id = s.validator_id WHERE s.chain_id = ? AND v.chain_id = ?"
                        + " AND v.sidechain_key = ? ORDER BY s.at_ms DESC, s.what LIMIT ?")
                .bind(0, chain)
                .bind(1, chain)
                .bind(2, validator.toBytes())
                .bind(3, limit)
                .map((rs, ctx) -> new StatusChange(rs.getLong(1), rs.getString(2), rs.getString(3), rs.getString(4)))
                .list();
    }
}
