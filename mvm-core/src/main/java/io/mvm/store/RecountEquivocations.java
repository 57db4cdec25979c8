package io.mvm.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;

/** Slots with several blocks of one author, worked out from the blocks, against those that are kept. */
final class RecountEquivocations {
    private final Connection connection;
    private final int chain;
    private final CheckLog equivocations = new CheckLog("equivocations", "slots");

    RecountEquivocations(Connection connection, int chain) {
        this.connection = connection;
        this.chain = chain;
    }

    CheckLog run() throws SQLException {
        Set<String> wanted = slots(
                "SELECT author_id, slot FROM orphan_block WHERE chain_id = " + chain
                        + " AND author_id IS NOT NULL AND slot IS NOT NULL GROUP BY author_id, slot HAVING count(DISTINCT hash) > 1");
        // A pass over the blocks, since they are not found by slot; the orphans are few, and are.
        wanted.addAll(
                slots("SELECT o.author_id, o.slot FROM block b CROSS JOIN orphan_block o INDEXED BY orphan_block_slot"
                        + " ON o.chain_id = b.chain_id AND o.slot = b.slot AND o.author_id = b.author_id AND o.hash <> b.hash"
                        + " WHERE b.chain_id = " + chain));
        Set<String> kept = slots("SELECT author_id, slot FROM equivocation WHERE chain_id = " + chain);
        equivocations.rows(kept.size());
        for (String one : wanted) {
            if (!kept.remove(one)) {
                equivocations.fault(one, "kept, as there are several blocks", "none");
            }
        }
        for (String one : kept) {
            equivocations.fault(one, "two blocks or more", "fewer, yet kept");
        }
        return equivocations;
    }

    private Set<String> slots(String sql) throws SQLException {
        Set<String> found = new TreeSet<>();
        try (Statement query = connection.createStatement();
                ResultSet rs = query.executeQuery(sql)) {
            while (rs.next()) {
                found.add("key " + rs.getInt(1) + " in slot " + rs.getLong(2));
            }
        }
        return found;
    }
}
