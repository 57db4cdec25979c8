package io.mvm.store;

import io.mvm.chain.AuraKey;
import io.mvm.chain.BlockHash;
import io.mvm.chain.SidechainKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The file as SQLite sees it, the shape of values, orphans, and what is kept as final. */
final class RecountFile {
    private final Connection connection;
    private final ChainInfo chain;
    private final CheckLog file = new CheckLog("file", "integrity checks");
    private final CheckLog references = new CheckLog("references", "reference checks");
    private final CheckLog lengths = new CheckLog("lengths", "hashes and keys");
    private final CheckLog orphans = new CheckLog("orphans", "orphaned blocks");
    private final CheckLog orphaned = new CheckLog("orphaned slots", "slots");
    private final CheckLog finality = new CheckLog("finality", "finalized blocks");

    RecountFile(Connection connection, ChainInfo chain) {
        this.connection = connection;
        this.chain = chain;
    }

    List<CheckLog> integrity() throws SQLException {
        file.row();
        try (Statement query = connection.createStatement();
                ResultSet rs = query.executeQuery("PRAGMA integrity_check(20)")) {
            while (rs.next()) {
                if (!"ok".equals(rs.getString(1))) {
                    file.fault("file", "ok", rs.getString(1).replace('\n', ' '));
                }
            }
        }
        references.row();
        try (Statement query = connection.createStatement();
                ResultSet rs = query.executeQuery("PRAGMA foreign_key_check")) {
            while (rs.next()) {
                references.fault("table " + rs.getString(1), "a row in " + rs.getString(3), "none");
            }
        }
        return List.of(file, references);
    }

    List<CheckLog> values() throws SQLException {
        lengths("block", "hash", BlockHash.LENGTH);
        lengths("block", "parent", BlockHash.LENGTH);
        lengths("orphan_block", "hash", BlockHash.LENGTH);
        lengths("orphan_block", "parent", BlockHash.LENGTH);
        lengths("aura_key", "aura_key", AuraKey.LENGTH);
        lengths("validator", "sidechain_key", SidechainKey.LENGTH);
        orphans();
        orphanedSlots();
        finality();
        return List.of(lengths, orphans, orphaned, finality);
    }

    private void lengths(String table, String column, int length) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet rs = query.executeQuery("SELECT count(*), coalesce(sum(length(" + column + ") <> " + length
                        + " OR typeof(" + column + ") <> 'blob'), 0) FROM " + table + " WHERE chain_id = "
                        + chain.id())) {
            rs.next();
            lengths.rows(rs.getLong(1));
            if (rs.getLong(2) > 0) {
                lengths.faults(
                        rs.getLong(2),
                        table + "." + column,
                        length + " bytes",
                        "another length, " + rs.getLong(2) + " times");
            }
        }
    }

    private void orphans() throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet rs = query.executeQuery("SELECT o.number, b.number FROM orphan_block o LEFT JOIN block b"
                        + " ON b.chain_id = o.chain_id AND b.number = o.number AND b.hash = o.hash WHERE o.chain_id = "
                        + chain.id())) {
            while (rs.next()) {
                orphans.row();
                if (rs.getObject(2) != null) {
                    orphans.fault("orphan " + rs.getLong(1), "not canonical", "canonical too");
                }
            }
        }
    }

    private void orphanedSlots() throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet rs = query.executeQuery("SELECT e.slot, e.owner_id FROM empty_slot e WHERE e.chain_id = "
                        + chain.id() + " AND e.orphaned <> 0 AND NOT EXISTS (SELECT 1 FROM orphan_block o"
                        + " WHERE o.chain_id = e.chain_id AND o.slot = e.slot AND o.author_id = e.owner_id)")) {
            while (rs.next()) {
                orphaned.fault("slot " + rs.getLong(1), "a lost block of key " + rs.getInt(2), "none, yet orphaned");
            }
        }
        try (Statement query = connection.createStatement();
                ResultSet rs = query.executeQuery("SELECT o.slot, o.author_id, e.orphaned FROM orphan_block o"
                        + " JOIN empty_slot e ON e.chain_id = o.chain_id AND e.slot = o.slot AND e.owner_id = o.author_id"
                        + " WHERE o.chain_id = " + chain.id())) {
            while (rs.next()) {
                orphaned.row();
                if (rs.getInt(3) == 0) {
                    orphaned.fault(
                            "slot " + rs.getLong(1), "orphaned, key " + rs.getInt(2) + " lost a block", "missed");
                }
            }
        }
    }

    private void finality() throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet rs = query.executeQuery(
                        "SELECT c.finalized_number, c.finalized_hash, b.hash FROM chain c LEFT JOIN block b"
                                + " ON b.chain_id = c.id AND b.number = c.finalized_number WHERE c.id = "
                                + chain.id())) {
            while (rs.next()) {
                Long number = BlockSql.nullableLong(rs, 1);
                byte[] hash = rs.getBytes(2);
                byte[] canonical = rs.getBytes(3);
                if (number == null || hash == null) {
                    finality.compare("finalized block", number == null, hash == null);
                } else if (canonical != null) {
                    finality.row();
                    finality.compare("block " + number, Recount.hex(hash), Recount.hex(canonical));
                }
            }
        }
    }
}
