package io.mvm.store;

import io.mvm.chain.BlockHash;
import io.mvm.chain.consensus.AuraEngine;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Rows of {@code block} and {@code orphan_block}, to and from {@link BlockRow}. */
final class BlockSql {
    static final String COLUMNS =
            "number, hash, parent, slot, timestamp_ms, sc_epoch, mc_epoch, engine, author_id, seat,"
                    + " set_id, spec_version, extrinsics";
    private static final int COLUMN_COUNT = 13;
    /** Names of engines take a byte in the database. Numbers are never used for another engine. */
    private static final Map<String, Integer> ENGINE_CODES = Map.of(AuraEngine.ID, 1);

    private final int chain;
    private final KeyIds ids;

    BlockSql(int chain, KeyIds ids) {
        this.chain = chain;
        this.ids = ids;
    }

    /** Plain JDBC on jdbi's connection: at backfill speed, binding through the library's argument objects shows. */
    void insertCanonical(Handle handle, List<BlockRow> rows) {
        execute(
                handle,
                "INSERT INTO block (" + COLUMNS + ", chain_id) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                rows,
                statement -> statement.setInt(COLUMN_COUNT + 1, chain));
    }

    void insertOrphans(Handle handle, List<BlockRow> rows, boolean wasCanonical, long nowMs) {
        execute(
                handle,
                "INSERT OR IGNORE INTO orphan_block (" + COLUMNS
                        + ", chain_id, was_canonical, seen_at_ms) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                rows,
                statement -> {
                    statement.setInt(COLUMN_COUNT + 1, chain);
                    statement.setInt(COLUMN_COUNT + 2, wasCanonical ? 1 : 0);
                    statement.setLong(COLUMN_COUNT + 3, nowMs);
                });
    }

    BlockRow read(Handle handle, ResultSet rs) throws SQLException {
        Integer author = nullableInt(rs, 9);
        Integer set = nullableInt(rs, 11);
        return new BlockRow(
                rs.getLong(1),
                BlockHash.of(rs.getBytes(2)),
                BlockHash.of(rs.getBytes(3)),
                nullableLong(rs, 4),
                nullableLong(rs, 5),
                nullableLong(rs, 6),
                nullableLong(rs, 7),
                engineName(nullableInt(rs, 8)),
                author == null ? null : ids.key(handle, author),
                nullableInt(rs, 10),
                set == null ? null : ids.set(handle, set),
                nullableInt(rs, 12),
                nullableInt(rs, 13));
    }

    static String engineName(Integer code) {
        if (code == null) {
            return null;
        }
        return ENGINE_CODES.entrySet().stream()
                .filter(entry -> entry.getValue().equals(code))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("unknown-" + code);
    }

    static Long nullableLong(ResultSet rs, int column) throws SQLException {
        long value = rs.getLong(column);
        return rs.wasNull() ? null : value;
    }

    static Integer nullableInt(ResultSet rs, int column) throws SQLException {
        int value = rs.getInt(column);
        return rs.wasNull() ? null : value;
    }

    private void execute(Handle handle, String sql, List<BlockRow> rows, Extra extra) {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
            for (BlockRow row : rows) {
                // Ids first: they may run statements of their own.
                Integer author = row.author() == null ? null : ids.id(handle, row.author());
                Integer set = row.setAfter() == null ? null : ids.id(handle, row.setAfter());
                bind(statement, row, author, set);
                extra.bind(statement);
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new UncheckedSqlException(e);
        }
    }

    private static void bind(PreparedStatement statement, BlockRow row, Integer author, Integer set)
            throws SQLException {
        statement.setLong(1, row.number());
        statement.setBytes(2, row.hash().toBytes());
        statement.setBytes(3, row.parent().toBytes());
        set(statement, 4, row.slot());
        set(statement, 5, row.timestampMs());
        set(statement, 6, row.sidechainEpoch());
        set(statement, 7, row.mainchainEpoch());
        set(statement, 8, row.engine() == null ? null : ENGINE_CODES.get(row.engine()));
        set(statement, 9, author);
        set(statement, 10, row.seat());
        set(statement, 11, set);
        set(statement, 12, row.specVersion());
        set(statement, 13, row.extrinsics());
    }

    private static void set(PreparedStatement statement, int index, Number value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.INTEGER);
        } else {
            statement.setLong(index, value.longValue());
        }
    }

    @FunctionalInterface
    private interface Extra {
        void bind(PreparedStatement statement) throws SQLException;
    }

    /** Carries a driver's error out of jdbi's callbacks; {@link Database#failure} names it. */
    static final class UncheckedSqlException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UncheckedSqlException(SQLException cause) {
            super(cause);
        }
    }
}
