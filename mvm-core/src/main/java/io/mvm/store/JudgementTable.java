package io.mvm.store;

import io.mvm.chain.AuraKey;
import io.mvm.duty.Cause;
import io.mvm.duty.Judged;
import io.mvm.duty.Outcome;
import io.mvm.duty.OwedSlot;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Verdicts on slots, and what is needed to give them. Belongs to the {@link ChainWriter} it came from, and to the same thread;
 * fails as that does.
 */
public final class JudgementTable {
    private static final String FIRST_SLOT =
            "SELECT number, slot FROM block WHERE chain_id = ? AND number BETWEEN ? AND ? AND slot IS NOT NULL"
                    + " ORDER BY number LIMIT 1";

    private final int chain;
    private final KeyIds ids;
    private final ChainWriter writer;

    JudgementTable(int chain, KeyIds ids, ChainWriter writer) {
        this.chain = chain;
        this.ids = ids;
        this.writer = writer;
    }

    /** The slots that are judged; empty while none is. */
    public Optional<SlotRange> range() {
        return writer.reading(h -> h.createQuery("SELECT judged_from_slot, judged_to_slot FROM chain WHERE id = ?"
                        + " AND judged_from_slot IS NOT NULL AND judged_to_slot IS NOT NULL")
                .bind(0, chain)
                .map((rs, ctx) -> new SlotRange(rs.getLong(1), rs.getLong(2)))
                .findOne());
    }

    /** Verdicts counted by key, over all epochs. */
    public Map<AuraKey, Judged> totals() {
        return writer.reading(h -> {
            Map<AuraKey, Judged> found = new HashMap<>();
            h.createQuery("SELECT owner_id, sum(produced), sum(orphaned), sum(maintenance), sum(network), sum(node),"
                            + " sum(alone) FROM judged WHERE chain_id = ? GROUP BY owner_id")
                    .bind(0, chain)
                    .map((rs, ctx) -> found.put(ids.key(h, rs.getInt(1)), judged(rs, 2)))
                    .list();
            return found;
        });
    }

    /** The first slot known at or above a height, up to another height; empty if none is stored. */
    public Optional<Long> firstSlot(long fromNumber, long toNumber) {
        return ask(h -> {
            try (PreparedStatement query = h.getConnection().prepareStatement(FIRST_SLOT)) {
                long[] found = firstSlot(query, fromNumber, toNumber);
                return found == null ? Optional.empty() : Optional.of(found[1]);
            }
        });
    }

    /**
     * Every slot with a stored block or a stored owner, ascending.
     *
     * @param run the run of blocks to look in
     * @param slots the slots wanted
     */
    public List<OwedSlot> slots(Segment run, SlotRange slots) {
        return ask(h -> {
            List<OwedSlot> found = new ArrayList<>();
            try (PreparedStatement blocks = h.getConnection()
                            .prepareStatement("SELECT slot, author_id FROM block WHERE chain_id = ?"
                                    + " AND number BETWEEN ? AND ? AND slot IS NOT NULL ORDER BY number");
                    PreparedStatement empty = h.getConnection()
                            .prepareStatement("SELECT slot, owner_id, orphaned FROM empty_slot WHERE chain_id = ?"
                                    + " AND slot BETWEEN ? AND ? ORDER BY slot")) {
                long from = numberOf(h, run, slots.from());
                empty.setInt(1, chain);
                empty.setLong(2, slots.from());
                empty.setLong(3, slots.to());
                blocks.setInt(1, chain);
                blocks.setLong(2, from);
                // There are no more blocks than slots.
                blocks.setLong(3, Math.min(run.last(), from + slots.to() - slots.from()));
                try (ResultSet made = blocks.executeQuery();
                        ResultSet left = empty.executeQuery()) {
                    merge(h, slots, made, left, found);
                }
            }
            return found;
        });
    }

    /**
     * Keeps verdicts, wholly or not at all.
     *
     * @param judged all slots judged from now on
     * @param causes the cause of each slot without a canonical block
     * @param counts verdicts to be added to those counted
     */
    public void commit(SlotRange judged, Map<Long, Cause> causes, Map<DutyKey, Judged> counts) {
        writer.inTransaction("write to", h -> {
            PreparedBatch verdicts = h.prepareBatch("UPDATE empty_slot SET cause = ? WHERE chain_id = ? AND slot = ?");
            causes.forEach((slot, cause) -> verdicts.add(cause.code(), chain, slot));
            UpdateSql.execute(verdicts);
            PreparedBatch sums = h.prepareBatch("INSERT INTO judged (chain_id, epoch, owner_id, produced, orphaned,"
                    + " maintenance, network, node, alone) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT (chain_id, epoch, owner_id) DO UPDATE SET produced = produced + excluded.produced,"
                    + " orphaned = orphaned + excluded.orphaned, maintenance = maintenance + excluded.maintenance,"
                    + " network = network + excluded.network, node = node + excluded.node,"
                    + " alone = alone + excluded.alone");
            counts.forEach((key, more) -> sums.add(
                    chain,
                    key.epoch(),
                    ids.id(h, key.owner()),
                    more.produced(),
                    more.orphaned(),
                    more.maintenance(),
                    more.network(),
                    more.node(),
                    more.alone()));
            UpdateSql.execute(sums);
            h.createUpdate("UPDATE chain SET judged_from_slot = ?, judged_to_slot = ? WHERE id = ?")
                    .bind(0, judged.from())
                    .bind(1, judged.to())
                    .bind(2, chain)
                    .execute();
            return null;
        });
    }

    /**
     * Slot of the newest judged block of each key; keys without one are left out.
     *
     * @param judged the judged slots
     */
    public Map<AuraKey, Long> lastProduced(SlotRange judged) {
        Segment run = runOf(judged);
        return ask(h -> {
            Map<AuraKey, Long> found = new HashMap<>();
            long above = numberOf(h, run, judged.to() + 1);
            h.createQuery("SELECT k.id, b.slot FROM aura_key k JOIN block b ON b.chain_id = k.chain_id AND b.number ="
                            + " (SELECT max(number) FROM block WHERE author_id = k.id AND number < ?)"
                            + " WHERE k.chain_id = ? AND b.slot >= ?")
                    .bind(0, above)
                    .bind(1, chain)
                    .bind(2, judged.from())
                    .map((rs, ctx) -> found.put(ids.key(h, rs.getInt(1)), rs.getLong(2)))
                    .list();
            return found;
        });
    }

    /** The newest judged slot without a canonical block, by the key that owed it and the cause; reads every such slot. */
    public Map<AuraKey, Map<Cause, Long>> lastMissed() {
        return writer.reading(h -> {
            Map<AuraKey, Map<Cause, Long>> found = new HashMap<>();
            h.createQuery("SELECT owner_id, cause, max(slot) FROM empty_slot WHERE chain_id = ? AND cause IS NOT NULL"
                            + " GROUP BY owner_id, cause")
                    .bind(0, chain)
                    .map((rs, ctx) -> found.computeIfAbsent(ids.key(h, rs.getInt(1)), key -> new EnumMap<>(Cause.class))
                            .put(Cause.of(rs.getInt(2)), rs.getLong(3)))
                    .list();
            return found;
        });
    }

    /** Verdicts on the slots that a key left without a canonical block, by slot, ascending. */
    public Map<Long, Cause> causes(AuraKey owner, SlotRange slots) {
        return writer.reading(h -> {
            Map<Long, Cause> found = new TreeMap<>();
            h.createQuery("SELECT slot, cause FROM empty_slot WHERE owner_id = ? AND slot BETWEEN ? AND ?"
                            + " AND cause IS NOT NULL")
                    .bind(0, ids.id(h, owner))
                    .bind(1, slots.from())
                    .bind(2, slots.to())
                    .map((rs, ctx) -> found.put(rs.getLong(1), Cause.of(rs.getInt(2))))
                    .list();
            return found;
        });
    }

    /** The run of blocks in which the judged slots lie. */
    private Segment runOf(SlotRange judged) {
        Segment found = null;
        for (Segment run : writer.segments()) {
            Optional<Long> first = firstSlot(run.first(), run.last());
            if (first.isPresent() && first.get() <= judged.to()) {
                found = run;
            }
        }
        if (found == null) {
            throw new StoreException(
                    StoreException.Kind.CORRUPT,
                    "slots " + judged.from() + " to " + judged.to()
                            + " are judged, but no block of them is stored; run 'mvm query verify'");
        }
        return found;
    }

    /** Height of the first block of a run at or after a slot; one above the run if there is none. Slots ascend with heights. */
    private long numberOf(Handle h, Segment run, long slot) throws SQLException {
        long low = run.first();
        long high = run.last() + 1;
        try (PreparedStatement query = h.getConnection().prepareStatement(FIRST_SLOT)) {
            long[] first = firstSlot(query, low, run.last());
            if (first == null) {
                return high;
            }
            // As slots grow by one a block at least, the block lies no further up than the slot does.
            high = Math.min(high, Math.max(first[0], first[0] + slot - first[1]));
            while (low < high) {
                long middle = (low + high) >>> 1;
                long[] there = firstSlot(query, middle, run.last());
                if (there == null || there[1] >= slot) {
                    high = middle;
                } else {
                    low = there[0] + 1;
                }
            }
        }
        return low;
    }

    /** Height and slot; null if there is none. */
    private long[] firstSlot(PreparedStatement query, long fromNumber, long toNumber) throws SQLException {
        query.setInt(1, chain);
        query.setLong(2, fromNumber);
        query.setLong(3, toNumber);
        try (ResultSet rs = query.executeQuery()) {
            return rs.next() ? new long[] {rs.getLong(1), rs.getLong(2)} : null;
        }
    }

    private void merge(Handle h, SlotRange wanted, ResultSet made, ResultSet left, List<OwedSlot> found)
            throws SQLException {
        boolean empty = left.next();
        while (made.next()) {
            long slot = made.getLong(1);
            if (slot > wanted.to()) {
                break;
            }
            for (; empty && left.getLong(1) < slot; empty = left.next()) {
                found.add(empty(h, left));
            }
            Integer author = BlockSql.nullableInt(made, 2);
            found.add(new OwedSlot(slot, author == null ? null : ids.key(h, author), Outcome.PRODUCED));
        }
        for (; empty; empty = left.next()) {
            found.add(empty(h, left));
        }
    }

    private OwedSlot empty(Handle h, ResultSet rs) throws SQLException {
        return new OwedSlot(
                rs.getLong(1), ids.key(h, rs.getInt(2)), rs.getInt(3) == 0 ? Outcome.MISSED : Outcome.ORPHANED);
    }

    /** A question put by plain JDBC, which costs a fraction where rows are many. */
    private <T> T ask(Question<T> question) {
        return writer.reading(h -> {
            try {
                return question.ask(h);
            } catch (SQLException e) {
                throw new BlockSql.UncheckedSqlException(e);
            }
        });
    }

    static Judged judged(ResultSet rs, int column) throws SQLException {
        return new Judged(
                rs.getLong(column),
                rs.getLong(column + 1),
                rs.getLong(column + 2),
                rs.getLong(column + 3),
                rs.getLong(column + 4),
                rs.getLong(column + 5));
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask(Handle handle) throws SQLException;
    }
}
