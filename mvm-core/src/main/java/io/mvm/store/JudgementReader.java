package io.mvm.store;

import io.mvm.chain.AuraKey;
import io.mvm.chain.Hex;
import io.mvm.chain.SidechainKey;
import io.mvm.duty.Cause;
import io.mvm.duty.Judged;
import io.mvm.duty.Tally;
import io.mvm.epoch.SlotClock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Questions about misses and the verdicts on them. As the {@link ChainReader} it came from: safe for any number of threads,
 * nothing cached, errors are {@link StoreException}s.
 */
public final class JudgementReader {
    private static final String TALLY = "sum(produced), sum(missed), sum(orphaned)";
    private static final String JUDGED =
            "sum(produced), sum(orphaned), sum(maintenance), sum(network), sum(node), sum(alone)";

    private final StoreReader store;
    private final ChainInfo chain;

    JudgementReader(StoreReader store, ChainInfo chain) {
        this.store = store;
        this.chain = chain;
    }

    /** The slots that are judged; empty while none is. */
    public Optional<SlotRange> range() {
        return store.ask(h -> h.createQuery("SELECT judged_from_slot, judged_to_slot FROM chain WHERE id = ?"
                        + " AND judged_from_slot IS NOT NULL AND judged_to_slot IS NOT NULL")
                .bind(0, chain.id())
                .map((rs, ctx) -> new SlotRange(rs.getLong(1), rs.getLong(2)))
                .findOne());
    }

    /** Verdicts on all slots. */
    public Judged total() {
        return store.ask(h -> judged(h, "")).values().stream().reduce(Judged.NONE, Judged::plus);
    }

    /** Verdicts by the id of the Aura key that owed the slot. */
    Map<Integer, Judged> judged(Handle h, String condition) {
        return byOwner(h, "SELECT owner_id, " + JUDGED + " FROM judged", condition, rs -> JudgementTable.judged(rs, 2));
    }

    /** Slots without a canonical block, newest first, handed over one by one: any number of them takes no memory. */
    public void misses(MissFilter filter, Consumer<StoredMiss> each) {
        boolean all = filter.owners() == null;
        String where = all
                ? "e.chain_id = ?"
                : "+e.chain_id = ?" + owners(filter.owners()).replace("owner_id", "e.owner_id");
        store.ask(h -> {
            h.createQuery(
                            "SELECT e.slot, e.after_number, k.aura_key, v.sidechain_key, e.seat, s.size, e.orphaned, e.cause, s.content"
                                    + " FROM empty_slot e " + (all ? "" : "INDEXED BY empty_slot_owner ")
                                    + "JOIN aura_key k ON k.id = e.owner_id LEFT JOIN validator v ON v.id = k.validator_id"
                                    + " JOIN authority_set s ON s.id = e.set_id WHERE " + where + " AND e.slot >= ?"
                                    + (filter.cause() == null
                                            ? ""
                                            : " AND e.cause = " + filter.cause().code())
                                    + (filter.judged() ? " AND e.cause IS NOT NULL" : "")
                                    + " ORDER BY e.slot DESC LIMIT ?")
                    .bind(0, chain.id())
                    .bind(1, filter.fromSlot())
                    .bind(2, filter.limit())
                    .map((rs, ctx) -> miss(rs))
                    .forEach(each);
            return null;
        });
    }

    /** As {@link #misses(MissFilter, Consumer)}, gathered; meant for small limits. */
    public List<StoredMiss> misses(MissFilter filter) {
        List<StoredMiss> found = new ArrayList<>();
        misses(filter, found::add);
        return found;
    }

    /**
     * Everyone who owed a slot, in no order.
     *
     * @param newestEpochs only slots of that many epochs, the newest ones; 0 for all
     * @param validators who there is, as {@link ChainReader#validators()} has it
     */
    public List<ValidatorPerformance> performance(int newestEpochs, ValidatorDirectory validators) {
        Map<Integer, Tally> tallies = new HashMap<>();
        Map<Integer, Judged> judged = new HashMap<>();
        store.ask(h -> {
            String since = newestEpochs == 0 ? "" : " AND epoch > " + (newestEpoch(h) - newestEpochs);
            tallies.putAll(
                    byOwner(h, "SELECT owner_id, " + TALLY + " FROM duty", since, rs -> ChainReader.tally(rs, 2)));
            judged.putAll(judged(h, since));
            return null;
        });
        List<ValidatorPerformance> found = new ArrayList<>();
        for (KnownValidator validator : validators.all()) {
            Tally tally = Tally.NONE;
            Judged verdicts = Judged.NONE;
            for (int id : validator.auraKeyIds()) {
                tally = tally.plus(tallies.getOrDefault(id, Tally.NONE));
                verdicts = verdicts.plus(judged.getOrDefault(id, Judged.NONE));
            }
            if (tally.owed() > 0) {
                found.add(new ValidatorPerformance(validator, tally, verdicts));
            }
        }
        return found;
    }

    /**
     * Slots of each sidechain epoch, newest first.
     *
     * @param owners only theirs; null for everybody's
     */
    public List<EpochPerformance> epochs(List<KnownValidator> owners, long limit) {
        String whose = owners == null ? "" : owners(owners);
        return store.ask(h -> {
            Map<Long, Tally> tallies = new LinkedHashMap<>();
            h.createQuery(
                            "SELECT epoch, " + TALLY + " FROM duty WHERE chain_id = ?" + whose
                                    + " GROUP BY epoch HAVING sum(produced + missed + orphaned) > 0 ORDER BY epoch DESC LIMIT ?")
                    .bind(0, chain.id())
                    .bind(1, limit)
                    .map((rs, ctx) -> tallies.put(rs.getLong(1), ChainReader.tally(rs, 2)))
                    .list();
            Map<Long, Judged> judged = new HashMap<>();
            long lowest =
                    tallies.keySet().stream().mapToLong(epoch -> epoch).min().orElse(0);
            h.createQuery("SELECT epoch, " + JUDGED + " FROM judged WHERE chain_id = ? AND epoch >= ?" + whose
                            + " GROUP BY epoch")
                    .bind(0, chain.id())
                    .bind(1, lowest)
                    .map((rs, ctx) -> judged.put(rs.getLong(1), JudgementTable.judged(rs, 2)))
                    .list();
            List<SlotRange> runs = runs(h);
            List<EpochPerformance> found = new ArrayList<>();
            tallies.forEach(
                    (epoch, tally) -> found.add(epoch(epoch, tally, judged.getOrDefault(epoch, Judged.NONE), runs)));
            return found;
        });
    }

    private EpochPerformance epoch(long number, Tally tally, Judged judged, List<SlotRange> runs) {
        SlotClock clock = chain.parameters().slots().orElse(null);
        if (clock == null || number == DutyKey.NO_EPOCH) {
            return new EpochPerformance(null, null, tally, judged, EpochPerformance.Extent.PARTIAL);
        }
        long first = clock.firstSlotOf(number);
        long last = clock.firstSlotOf(number + 1) - 1;
        EpochPerformance.Extent extent = EpochPerformance.Extent.PARTIAL;
        for (SlotRange run : runs) {
            if (run.from() <= first && run.to() >= last) {
                extent = EpochPerformance.Extent.COMPLETE;
            } else if (run.from() <= first && run.contains(first) && run.equals(runs.get(runs.size() - 1))) {
                extent = EpochPerformance.Extent.RUNNING;
            }
        }
        return new EpochPerformance(number, clock.startOf(first), tally, judged, extent);
    }

    /** Slots covered by each run of blocks; the chain's first block covers all before it, as nobody owed those. */
    private List<SlotRange> runs(Handle h) {
        String slotOf = "SELECT slot FROM block b WHERE b.chain_id = s.chain_id AND b.slot IS NOT NULL AND b.number";
        return h.createQuery("SELECT s.first_number, (" + slotOf + " BETWEEN s.first_number AND s.last_number"
                        + " ORDER BY b.number LIMIT 1) AS low, (" + slotOf + " BETWEEN s.first_number AND s.last_number"
                        + " ORDER BY b.number DESC LIMIT 1) AS high FROM segment s WHERE s.chain_id = ?"
                        + " AND low IS NOT NULL ORDER BY s.first_number")
                .bind(0, chain.id())
                .map((rs, ctx) -> new SlotRange(rs.getLong(1) == 1 ? 0 : rs.getLong(2), rs.getLong(3)))
                .list();
    }

    private long newestEpoch(Handle h) {
        return h.createQuery("SELECT coalesce(max(epoch), 0) FROM duty WHERE chain_id = ?")
                .bind(0, chain.id())
                .mapTo(Long.class)
                .one();
    }

    private <T> Map<Integer, T> byOwner(Handle h, String select, String condition, Reading<T> reading) {
        Map<Integer, T> found = new HashMap<>();
        h.createQuery(select + " WHERE chain_id = ?" + condition + " GROUP BY owner_id")
                .bind(0, chain.id())
                .map((rs, ctx) -> found.put(rs.getInt(1), reading.of(rs)))
                .list();
        return found;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(ResultSet rs) throws SQLException;
    }

    private StoredMiss miss(ResultSet rs) throws SQLException {
        long slot = rs.getLong(1);
        Long duration = chain.parameters().slotDurationMs();
        byte[] validator = rs.getBytes(4);
        Integer cause = BlockSql.nullableInt(rs, 8);
        return new StoredMiss(
                slot,
                duration == null ? null : slot * duration,
                chain.parameters().slots().map(clock -> clock.epochOf(slot)).orElse(null),
                validator == null ? null : SidechainKey.of(validator),
                AuraKey.of(rs.getBytes(3)),
                rs.getInt(5),
                Hex.encode(rs.getBytes(9)),
                rs.getInt(6),
                rs.getLong(2),
                rs.getInt(7) != 0,
                cause == null ? null : Cause.of(cause));
    }

    /** Ids come from the database itself, so they may stand in the text of a query. */
    private static String owners(List<KnownValidator> validators) {
        return " AND owner_id IN ("
                + validators.stream()
                        .flatMap(validator -> validator.auraKeyIds().stream())
                        .map(String::valueOf)
                        .collect(Collectors.joining(","))
                + ")";
    }
}
