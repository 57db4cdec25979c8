package io.mvm.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One walk over all blocks by height and all empty slots by slot, side by side, holding one block and one slot at a time:
 * parents, runs, slots, authors and empty slots, worked out anew from hashes, slots and authority sets alone.
 */
final class RecountWalk {
    /** A year of six-second slots: what no chain halts for. Matches what the sync loop refuses to charge. */
    private static final long LONGEST_GAP = 5_256_000;

    private final Connection connection;
    private final int chain;
    private final RecountSets sets;
    private final CheckLog parents = new CheckLog("parents", "links");
    private final CheckLog segments = new CheckLog("segments", "segments");
    private final CheckLog slots = new CheckLog("slots ascend", "slots");
    private final CheckLog authors = new CheckLog("authors", "authors and seats");
    private final CheckLog carried = new CheckLog("sets carried on", "blocks");
    private final CheckLog empty = new CheckLog("empty slots", "slots");
    private final CheckLog owners = new CheckLog("owners of slots", "owners and seats");
    private final Map<Integer, Long> owed = new HashMap<>();

    private EmptyCursor next;
    private Row parent;
    private long runStart;
    private int segmentIndex;
    private List<Segment> stored;

    RecountWalk(Connection connection, int chain, RecountSets sets) {
        this.connection = connection;
        this.chain = chain;
        this.sets = sets;
    }

    /** Slots owed by Aura key id, counted from slots and sets and not from any row of duties or empty slots. */
    Map<Integer, Long> owed() {
        return owed;
    }

    List<CheckLog> run(List<Segment> kept) throws SQLException {
        stored = kept;
        segments.rows(kept.size());
        try (PreparedStatement blocks = connection.prepareStatement(
                        "SELECT number, hash, parent, slot, author_id, seat, set_id FROM block WHERE chain_id = ?"
                                + " ORDER BY number");
                EmptyCursor cursor = new EmptyCursor(connection, chain)) {
            next = cursor;
            next.advance();
            blocks.setInt(1, chain);
            try (ResultSet rs = blocks.executeQuery()) {
                while (rs.next()) {
                    Row row = new Row(rs);
                    visit(row);
                    parent = row;
                }
            }
            if (parent != null) {
                endRun();
            }
            while (next.present) {
                unexpected();
            }
        }
        for (; segmentIndex < stored.size(); segmentIndex++) {
            segments.fault(text(stored.get(segmentIndex)), "no such segment", "a segment without blocks");
        }
        return List.of(parents, segments, slots, authors, carried, empty, owners);
    }

    private void visit(Row row) throws SQLException {
        boolean linked = parent != null && parent.number + 1 == row.number;
        if (!linked) {
            if (parent != null) {
                endRun();
            }
            runStart = row.number;
        }
        if (row.author != null) {
            slots.row();
            if (parent != null && parent.slot != null && row.slot != null && row.slot <= parent.slot) {
                slots.fault("block " + row.number, "a slot after " + parent.slot, String.valueOf(row.slot));
            }
        }
        if (linked) {
            parents.row();
            if (!Arrays.equals(parent.hash, row.parent)) {
                parents.fault("parent of block " + row.number, Recount.hex(parent.hash), Recount.hex(row.parent));
            }
        }
        author(linked, row);
        carried.row();
        if (linked && parent.set != null && row.set == null) {
            carried.fault("block " + row.number, "a set, as block " + parent.number + " has one", "none");
        } else if (row.set != null && sets.seats(row.set).length == 0) {
            carried.fault("block " + row.number, "a readable set", "set " + row.set);
        }
        charge(linked, row);
    }

    private void author(boolean linked, Row row) throws SQLException {
        if (row.slot == null || !linked) {
            // Without a slot nobody can have authored it; without its parent only author and seat can be compared.
            authors.row();
            if ((row.author == null) != (row.seat == null) || (row.slot == null && row.author != null)) {
                authors.fault("block " + row.number, "author and seat, or neither", row.author + " at " + row.seat);
            }
            return;
        }
        authors.row();
        boolean advances = parent.slot == null || row.slot > parent.slot;
        int[] seats = parent.set == null || !advances ? new int[0] : sets.seats(parent.set);
        Integer seat = seats.length == 0 ? null : (int) Long.remainderUnsigned(row.slot, seats.length);
        Integer key = seat == null ? null : (Integer) seats[seat];
        if (!Objects.equals(key, row.author) || !Objects.equals(seat, row.seat)) {
            authors.fault("block " + row.number, who(key, seat), who(row.author, row.seat));
        }
    }

    /** Books what was owed between parent and child, and compares the empty slots in between. */
    private void charge(boolean linked, Row row) throws SQLException {
        if (row.slot == null) {
            return;
        }
        boolean charged = linked && parent.slot != null && parent.set != null && row.author != null;
        int[] seats = charged ? sets.seats(parent.set) : new int[0];
        if (seats.length == 0 || row.slot <= parent.slot) {
            if (row.author != null) {
                owed.merge(row.author, 1L, Long::sum);
            }
            while (next.present && next.slot < row.slot) {
                unexpected();
            }
            return;
        }
        if (row.slot - parent.slot > LONGEST_GAP) {
            slots.fault("block " + row.number, "at most " + LONGEST_GAP + " slots after its parent", row.slot + "");
        } else {
            for (long slot = parent.slot + 1; slot <= row.slot; slot++) {
                owed.merge(seats[(int) Long.remainderUnsigned(slot, seats.length)], 1L, Long::sum);
            }
        }
        long wanted = parent.slot + 1;
        while (next.present && next.slot < row.slot) {
            if (next.slot < wanted) {
                unexpected();
                continue;
            }
            lacking(wanted, next.slot);
            empty.row();
            if (next.afterNumber != parent.number) {
                empty.fault("slot " + next.slot, "after block " + parent.number, "after block " + next.afterNumber);
            }
            owners.row();
            int seat = (int) Long.remainderUnsigned(next.slot, seats.length);
            if (next.owner != seats[seat] || next.seat != seat || next.set != parent.set) {
                owners.fault(
                        "slot " + next.slot,
                        who(seats[seat], seat) + " of set " + parent.set,
                        who(next.owner, next.seat) + " of set " + next.set);
            }
            wanted = next.slot + 1;
            next.advance();
        }
        lacking(wanted, row.slot);
    }

    private void lacking(long from, long to) {
        if (from < to) {
            empty.faults(
                    to - from, from + 1 == to ? "slot " + from : "slots " + from + " to " + (to - 1), "empty", "none");
        }
    }

    private void unexpected() throws SQLException {
        empty.row();
        empty.fault("slot " + next.slot, "no empty slot", "one after block " + next.afterNumber);
        next.advance();
    }

    private void endRun() {
        Segment run = new Segment(runStart, parent.number);
        while (segmentIndex < stored.size() && stored.get(segmentIndex).last() < run.first()) {
            segments.fault(text(stored.get(segmentIndex)), "no such segment", "a segment without blocks");
            segmentIndex++;
        }
        if (segmentIndex == stored.size() || stored.get(segmentIndex).first() > run.last()) {
            segments.fault(text(run), "a segment", "none");
            return;
        }
        segments.compare("segment", text(run), text(stored.get(segmentIndex)));
        // A segment that reaches over the next run too is compared with that one again.
        long last = stored.get(segmentIndex).last();
        if (last <= run.last()) {
            segmentIndex++;
            while (segmentIndex < stored.size() && stored.get(segmentIndex).first() <= run.last()) {
                segments.fault(text(stored.get(segmentIndex)), "part of " + text(run), "a segment of its own");
                segmentIndex++;
            }
        }
    }

    private static String text(Segment segment) {
        return segment.first() + " to " + segment.last();
    }

    private static String who(Integer key, Integer seat) {
        return key == null && seat == null ? "nobody" : "key " + key + " at seat " + seat;
    }

    /** One block, as far as its child needs it. */
    private static final class Row {
        private final long number;
        private final byte[] hash;
        private final byte[] parent;
        private final Long slot;
        private final Integer author;
        private final Integer seat;
        private final Integer set;

        Row(ResultSet rs) throws SQLException {
            number = rs.getLong(1);
            hash = rs.getBytes(2);
            parent = rs.getBytes(3);
            slot = BlockSql.nullableLong(rs, 4);
            author = BlockSql.nullableInt(rs, 5);
            seat = BlockSql.nullableInt(rs, 6);
            set = BlockSql.nullableInt(rs, 7);
        }
    }

    /** The empty slots, ascending, one at a time. */
    private static final class EmptyCursor implements AutoCloseable {
        private final PreparedStatement query;
        private final ResultSet rs;
        private boolean present;
        private long slot;
        private long afterNumber;
        private int owner;
        private int seat;
        private int set;

        EmptyCursor(Connection connection, int chain) throws SQLException {
            query = connection.prepareStatement(
                    "SELECT slot, after_number, owner_id, seat, set_id FROM empty_slot WHERE chain_id = ? ORDER BY slot");
            query.setInt(1, chain);
            rs = query.executeQuery();
        }

        void advance() throws SQLException {
            present = rs.next();
            if (present) {
                slot = rs.getLong(1);
                afterNumber = rs.getLong(2);
                owner = rs.getInt(3);
                seat = rs.getInt(4);
                set = rs.getInt(5);
            }
        }

        @Override
        public void close() throws SQLException {
            query.close();
        }
    }
}
