package io.mvm.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Epochs, and the kept sums of duties against the rows they are sums of. */
final class RecountSums {
    private final Connection connection;
    private final ChainInfo chain;
    private final CheckLog epochs = new CheckLog("epochs", "blocks");
    private final CheckLog duties = new CheckLog("duties", "sums");
    private final CheckLog owed = new CheckLog("owed slots", "keys");

    RecountSums(Connection connection, ChainInfo chain) {
        this.connection = connection;
        this.chain = chain;
    }

    List<CheckLog> run(Map<Integer, Long> owedBySets) throws SQLException {
        epochs("block", "number");
        epochs("orphan_block", "number");
        duties();
        owed(owedBySets);
        return List.of(epochs, duties, owed);
    }

    private void epochs(String table, String name) throws SQLException {
        ChainParameters parameters = chain.parameters();
        Long duration = parameters.slotDurationMs();
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT " + name + ", slot, sc_epoch, mc_epoch FROM " + table + " WHERE chain_id = ?")) {
            query.setInt(1, chain.id());
            try (ResultSet rs = query.executeQuery()) {
                while (rs.next()) {
                    epochs.row();
                    Long slot = BlockSql.nullableLong(rs, 2);
                    Long sidechain = slot == null
                            ? null
                            : parameters
                                    .slots()
                                    .map(clock -> clock.epochOf(slot))
                                    .orElse(null);
                    Long kept = BlockSql.nullableLong(rs, 3);
                    if (sidechain == null ? kept != null : !sidechain.equals(kept)) {
                        epochs.compare(table + " " + rs.getLong(1), "sidechain epoch " + sidechain, "" + kept);
                    }
                    Long mainchain = BlockSql.nullableLong(rs, 4);
                    // Absent is no fault: Cardano's clock may become known late, and starts late.
                    if (mainchain != null) {
                        Long wanted = slot == null || duration == null
                                ? null
                                : parameters
                                        .mainchain()
                                        .map(clock -> clock.epochAt(slot * duration))
                                        .orElse(null);
                        if (!mainchain.equals(wanted)) {
                            epochs.compare(table + " " + rs.getLong(1), "mainchain epoch " + wanted, "" + mainchain);
                        }
                    }
                }
            }
        }
    }

    /** Both sides come sorted by epoch and owner and are walked side by side. The sorting is SQLite's, on disk if large. */
    private void duties() throws SQLException {
        String epoch = chain.parameters()
                .slots()
                .map(clock -> "slot / " + clock.slotsPerEpoch())
                .orElse(String.valueOf(DutyKey.NO_EPOCH));
        String counted = "SELECT epoch, owner, sum(p), sum(m), sum(o) FROM (SELECT " + epoch
                + " AS epoch, author_id AS owner, 1 AS p, 0 AS m, 0 AS o FROM block"
                + " WHERE chain_id = ? AND author_id IS NOT NULL AND slot IS NOT NULL UNION ALL SELECT " + epoch
                + ", owner_id, 0, orphaned = 0, orphaned <> 0 FROM empty_slot WHERE chain_id = ?)"
                + " GROUP BY epoch, owner ORDER BY epoch, owner";
        // A row of zeros says the same as no row: a reorg may leave one.
        String kept = "SELECT epoch, owner_id, produced, missed, orphaned FROM duty WHERE chain_id = ?"
                + " AND (produced <> 0 OR missed <> 0 OR orphaned <> 0) ORDER BY epoch, owner_id";
        try (PreparedStatement countedQuery = connection.prepareStatement(counted);
                PreparedStatement keptQuery = connection.prepareStatement(kept)) {
            countedQuery.setInt(1, chain.id());
            countedQuery.setInt(2, chain.id());
            keptQuery.setInt(1, chain.id());
            try (ResultSet wantedRows = countedQuery.executeQuery();
                    ResultSet keptRows = keptQuery.executeQuery()) {
                Sum wanted = Sum.next(wantedRows);
                Sum seen = Sum.next(keptRows);
                while (wanted != null || seen != null) {
                    duties.row();
                    int order = wanted == null ? 1 : seen == null ? -1 : wanted.compareTo(seen);
                    if (order == 0) {
                        if (!wanted.equals(seen)) {
                            duties.fault(wanted.where(), wanted.text(), seen.text());
                        }
                    } else if (order < 0) {
                        duties.fault(wanted.where(), wanted.text(), "no row");
                    } else {
                        duties.fault(seen.where(), "no row", seen.text());
                    }
                    Sum before = wanted;
                    wanted = order <= 0 ? Sum.next(wantedRows) : before;
                    seen = order >= 0 ? Sum.next(keptRows) : seen;
                }
            }
        }
    }

    private void owed(Map<Integer, Long> owedBySets) throws SQLException {
        Map<Integer, Long> left = new HashMap<>(owedBySets);
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT owner_id, sum(produced), sum(missed), sum(orphaned) FROM duty WHERE chain_id = ? GROUP BY owner_id")) {
            query.setInt(1, chain.id());
            try (ResultSet rs = query.executeQuery()) {
                while (rs.next()) {
                    owed.row();
                    long wanted = left.getOrDefault(rs.getInt(1), 0L);
                    left.remove(rs.getInt(1));
                    long seen = rs.getLong(2) + rs.getLong(3) + rs.getLong(4);
                    if (wanted != seen) {
                        owed.fault(
                                "key " + rs.getInt(1),
                                wanted + " owed",
                                rs.getLong(2) + " produced + " + rs.getLong(3) + " missed + " + rs.getLong(4)
                                        + " orphaned");
                    }
                }
            }
        }
        left.forEach((key, slots) -> owed.fault("key " + key, slots + " owed", "none"));
    }

    private record Sum(long epoch, int owner, long produced, long missed, long orphaned) implements Comparable<Sum> {
        static Sum next(ResultSet rs) throws SQLException {
            return rs.next() ? new Sum(rs.getLong(1), rs.getInt(2), rs.getLong(3), rs.getLong(4), rs.getLong(5)) : null;
        }

        @Override
        public int compareTo(Sum other) {
            return epoch != other.epoch ? Long.compare(epoch, other.epoch) : Integer.compare(owner, other.owner);
        }

        String where() {
            return "key " + owner + " in epoch " + epoch;
        }

        String text() {
            return produced + " produced, " + missed + " missed, " + orphaned + " orphaned";
        }
    }
}
