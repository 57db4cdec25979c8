package io.mvm.store;

import io.mvm.duty.Cause;
import io.mvm.duty.Judged;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The judged range, verdicts, and the kept sums of verdicts against the rows they are sums of. */
final class RecountVerdicts {
    private static final Set<Integer> CODES =
            Stream.of(Cause.values()).map(Cause::code).collect(Collectors.toCollection(TreeSet::new));

    private final Connection connection;
    private final ChainInfo chain;
    private final CheckLog range = new CheckLog("judged range", "ranges");
    private final CheckLog verdicts = new CheckLog("verdicts", "slots");
    private final CheckLog sums = new CheckLog("judged slots", "sums");

    RecountVerdicts(Connection connection, ChainInfo chain) {
        this.connection = connection;
        this.chain = chain;
    }

    List<CheckLog> run() throws SQLException {
        SlotRange judged = judged();
        verdicts(judged);
        sums(judged);
        return List.of(range, verdicts, sums);
    }

    /** The range as kept, after it was looked at; null if there is none, or none that can be one. */
    private SlotRange judged() throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet rs = query.executeQuery("SELECT judged_from_slot, judged_to_slot,"
                        + " (SELECT slot FROM block b WHERE b.chain_id = c.id AND b.number <= c.finalized_number"
                        + " AND b.slot IS NOT NULL ORDER BY b.number DESC LIMIT 1)"
                        + " FROM chain c WHERE c.id = " + chain.id())) {
            Long from = rs.next() ? BlockSql.nullableLong(rs, 1) : null;
            Long to = BlockSql.nullableLong(rs, 2);
            if (from == null || to == null || from > to) {
                if (from != null || to != null) {
                    range.fault("judged range", "two slots, the second not below the first", from + " to " + to);
                }
                return null;
            }
            range.row();
            Long finalized = BlockSql.nullableLong(rs, 3);
            if (finalized == null || to > finalized) {
                range.fault("judged range", "an end no later than the final block's slot " + finalized, "" + to);
            }
            SlotRange kept = new SlotRange(from, to);
            withinOneRun(kept);
            return kept;
        }
    }

    private void withinOneRun(SlotRange kept) throws SQLException {
        StringBuilder runs = new StringBuilder();
        try (Statement query = connection.createStatement();
                ResultSet rs = query.executeQuery("SELECT (SELECT slot FROM block b WHERE b.chain_id = s.chain_id"
                        + " AND b.number BETWEEN s.first_number AND s.last_number AND b.slot IS NOT NULL"
                        + " ORDER BY b.number LIMIT 1), (SELECT slot FROM block b WHERE b.chain_id = s.chain_id"
                        + " AND b.number BETWEEN s.first_number AND s.last_number AND b.slot IS NOT NULL"
                        + " ORDER BY b.number DESC LIMIT 1) FROM segment s WHERE s.chain_id = " + chain.id())) {
            while (rs.next()) {
                Long first = BlockSql.nullableLong(rs, 1);
                Long last = BlockSql.nullableLong(rs, 2);
                if (first != null && first <= kept.from() && kept.to() <= last) {
                    return;
                }
                runs.append(runs.isEmpty() ? "" : ", ")
                        .append(first)
                        .append(" to ")
                        .append(last);
            }
        }
        range.fault(
                "slots " + kept.from() + " to " + kept.to(),
                "all within one run of blocks",
                runs.isEmpty() ? "no run of blocks" : "runs of slots " + runs);
    }

    private void verdicts(SlotRange judged) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT slot, cause, orphaned, slot BETWEEN ? AND ?"
                + " FROM empty_slot WHERE chain_id = ? AND (cause IS NOT NULL OR slot BETWEEN ? AND ?)")) {
            long from = judged == null ? 0 : judged.from();
            long to = judged == null ? -1 : judged.to();
            query.setLong(1, from);
            query.setLong(2, to);
            query.setInt(3, chain.id());
            query.setLong(4, from);
            query.setLong(5, to);
            try (ResultSet rs = query.executeQuery()) {
                while (rs.next()) {
                    verdicts.row();
                    verdict(rs.getLong(1), BlockSql.nullableInt(rs, 2), rs.getInt(3) != 0, rs.getInt(4) != 0);
                }
            }
        }
    }

    private void verdict(long slot, Integer cause, boolean orphaned, boolean inside) {
        if (cause == null) {
            verdicts.fault("slot " + slot, "a verdict, as it lies in the judged range", "none");
        } else if (!inside) {
            verdicts.fault("slot " + slot, "no verdict outside of the judged range", "cause " + cause);
        } else if (!CODES.contains(cause)) {
            verdicts.fault("slot " + slot, "one of the causes " + CODES, "" + cause);
        } else if (cause == Cause.ORPHANED.code() && !orphaned) {
            // The other way round is no fault: the lost block may have turned up after the verdict.
            verdicts.fault("slot " + slot, "no verdict of orphaned, as no block of its owner was lost", "orphaned");
        }
    }

    /** As with duties, both sides come sorted and are walked side by side. */
    private void sums(SlotRange judged) throws SQLException {
        String epoch = chain.parameters()
                .slots()
                .map(clock -> "slot / " + clock.slotsPerEpoch())
                .orElse(String.valueOf(DutyKey.NO_EPOCH));
        String counted = "SELECT epoch, owner, sum(produced)"
                + Stream.of(Cause.values())
                        .map(cause -> ", sum(coalesce(cause = " + cause.code() + ", 0))")
                        .collect(Collectors.joining())
                + " FROM (SELECT " + epoch + " AS epoch, author_id AS owner, 1 AS produced, NULL AS cause FROM block"
                + " WHERE chain_id = ? AND author_id IS NOT NULL AND slot BETWEEN ? AND ? UNION ALL SELECT " + epoch
                + ", owner_id, 0, cause FROM empty_slot WHERE chain_id = ? AND slot BETWEEN ? AND ?)"
                + " GROUP BY epoch, owner ORDER BY epoch, owner";
        String kept = "SELECT epoch, owner_id, produced, orphaned, maintenance, network, node, alone FROM judged"
                + " WHERE chain_id = ? AND produced + orphaned + maintenance + network + node + alone <> 0"
                + " ORDER BY epoch, owner_id";
        try (PreparedStatement countedQuery = connection.prepareStatement(counted);
                PreparedStatement keptQuery = connection.prepareStatement(kept)) {
            for (int i = 1; i <= 4; i += 3) {
                countedQuery.setInt(i, chain.id());
                countedQuery.setLong(i + 1, judged == null ? 0 : judged.from());
                countedQuery.setLong(i + 2, judged == null ? -1 : judged.to());
            }
            keptQuery.setInt(1, chain.id());
            try (ResultSet wantedRows = countedQuery.executeQuery();
                    ResultSet keptRows = keptQuery.executeQuery()) {
                Sum wanted = Sum.next(wantedRows);
                Sum seen = Sum.next(keptRows);
                while (wanted != null || seen != null) {
                    sums.row();
                    int order = wanted == null ? 1 : seen == null ? -1 : wanted.compareTo(seen);
                    Sum place = order <= 0 ? wanted : seen;
                    Judged expected = order <= 0 ? wanted.slots() : null;
                    Judged found = order >= 0 ? seen.slots() : null;
                    sums.compare(place.where(), text(expected), text(found));
                    wanted = order <= 0 ? Sum.next(wantedRows) : wanted;
                    seen = order >= 0 ? Sum.next(keptRows) : seen;
                }
            }
        }
    }

    private static String text(Judged slots) {
        return slots == null
                ? "no row"
                : slots.produced() + " produced, " + slots.orphaned() + " orphaned, " + slots.maintenance()
                        + " in maintenance, " + slots.network() + " of the network, " + slots.node() + " of the node, "
                        + slots.alone() + " alone";
    }

    private record Sum(long epoch, int owner, Judged slots) implements Comparable<Sum> {
        static Sum next(ResultSet rs) throws SQLException {
            return rs.next() ? new Sum(rs.getLong(1), rs.getInt(2), JudgementTable.judged(rs, 3)) : null;
        }

        @Override
        public int compareTo(Sum other) {
            return epoch != other.epoch ? Long.compare(epoch, other.epoch) : Integer.compare(owner, other.owner);
        }

        String where() {
            return "key " + owner + " in epoch " + epoch;
        }
    }
}
