package io.mvm.store;

import io.mvm.chain.AuraKey;
import io.mvm.chain.scale.Blake2b;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Authority sets and committees: that their bytes decode, name keys that exist, and are what their content says. */
final class RecountSets {
    /** Sets change once an epoch, so those near the walk are asked for over and over. */
    private static final int KEPT = 64;

    private final Connection connection;
    private final int chain;
    private final CheckLog sets = new CheckLog("authority sets", "sets");
    private final CheckLog committees = new CheckLog("committees", "committees");
    private final Map<Integer, int[]> seats = new LinkedHashMap<>(128, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, int[]> eldest) {
            return size() > KEPT;
        }
    };

    RecountSets(Connection connection, int chain) {
        this.connection = connection;
        this.chain = chain;
    }

    /** Seats of a set by Aura key id; empty if the set cannot be read, which its own check tells. */
    int[] seats(int id) throws SQLException {
        int[] known = seats.get(id);
        if (known == null) {
            known = load(id);
            seats.put(id, known);
        }
        return known;
    }

    private int[] load(int id) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT seats, size FROM authority_set WHERE id = ? AND chain_id = ?")) {
            query.setInt(1, id);
            query.setInt(2, chain);
            try (ResultSet rs = query.executeQuery()) {
                return rs.next() ? decode(rs.getBytes(1), rs.getInt(2)) : new int[0];
            }
        }
    }

    List<CheckLog> run() throws SQLException {
        Map<Integer, byte[]> keys = new HashMap<>();
        try (Statement query = connection.createStatement();
                ResultSet rs = query.executeQuery("SELECT id, aura_key FROM aura_key WHERE chain_id = " + chain)) {
            while (rs.next()) {
                keys.put(rs.getInt(1), rs.getBytes(2));
            }
        }
        try (Statement query = connection.createStatement();
                ResultSet rs = query.executeQuery(
                        "SELECT id, content, size, seats FROM authority_set WHERE chain_id = " + chain)) {
            while (rs.next()) {
                sets.row();
                set(rs.getInt(1), rs.getBytes(2), rs.getInt(3), rs.getBytes(4), keys);
            }
        }
        committees();
        return List.of(sets, committees);
    }

    private void set(int id, byte[] content, int size, byte[] bytes, Map<Integer, byte[]> keys) {
        int[] ids = decode(bytes, size);
        if (size < 1 || ids.length != size || !Arrays.equals(Leb128.encode(ids), bytes)) {
            sets.fault("set " + id, size + " seats", "bytes that do not hold so many");
            return;
        }
        byte[] all = new byte[size * AuraKey.LENGTH];
        for (int i = 0; i < size; i++) {
            byte[] key = keys.get(ids[i]);
            if (key == null || key.length != AuraKey.LENGTH) {
                sets.fault("seat " + i + " of set " + id, "an Aura key of this chain", "key " + ids[i]);
                return;
            }
            System.arraycopy(key, 0, all, i * AuraKey.LENGTH, AuraKey.LENGTH);
        }
        byte[] wanted = Arrays.copyOf(Blake2b.hash256(all), content.length);
        if (content.length == 0 || !Arrays.equals(wanted, content)) {
            sets.fault("set " + id, "content " + Recount.hex(wanted), Recount.hex(content));
        }
    }

    private void committees() throws SQLException {
        Set<Integer> validators = new HashSet<>();
        try (Statement query = connection.createStatement();
                ResultSet rs = query.executeQuery("SELECT id FROM validator WHERE chain_id = " + chain)) {
            while (rs.next()) {
                validators.add(rs.getInt(1));
            }
        }
        try (Statement query = connection.createStatement();
                ResultSet rs = query.executeQuery("SELECT c.set_id, c.members, s.size FROM committee c"
                        + " LEFT JOIN authority_set s ON s.id = c.set_id AND s.chain_id = c.chain_id WHERE c.chain_id = "
                        + chain)) {
            while (rs.next()) {
                committees.row();
                int size = rs.getInt(3);
                int[] members = decode(rs.getBytes(2), size);
                if (members.length != size || !Arrays.equals(Leb128.encode(members), rs.getBytes(2))) {
                    committees.fault("committee of set " + rs.getInt(1), size + " members", "another number of them");
                } else if (Arrays.stream(members).anyMatch(member -> !validators.contains(member / 2))) {
                    committees.fault("committee of set " + rs.getInt(1), "known validators", "one that is not known");
                }
            }
        }
    }

    private static int[] decode(byte[] bytes, int count) {
        try {
            return Leb128.decode(bytes, Math.max(0, Math.min(count, bytes.length)));
        } catch (StoreException e) {
            // Told as a fault by whoever compares the length.
            return new int[0];
        }
    }
}
