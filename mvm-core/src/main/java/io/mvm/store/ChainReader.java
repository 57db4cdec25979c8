package io.mvm.store;

import io.mvm.chain.AuraKey;
import io.mvm.chain.BlockHash;
import io.mvm.chain.SidechainKey;
import io.mvm.duty.Judged;
import io.mvm.duty.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Questions about one chain's rows. Safe for any number of threads, as {@link StoreReader} is. Nothing is cached: each answer
 * is what was committed when it was asked. Errors are {@link StoreException}s.
 */
public final class ChainReader {
    private static final String BLOCK_COLUMNS =
            "b.number, b.hash, b.parent, b.slot, b.timestamp_ms, b.sc_epoch, b.mc_epoch, b.engine, k.aura_key,"
                    + " v.sidechain_key, b.seat, b.spec_version, b.extrinsics,"
                    + " b.number <= (SELECT finalized_number FROM chain c WHERE c.id = b.chain_id)";
    private static final String BLOCK_JOINS =
            " LEFT JOIN aura_key k ON k.id = b.author_id LEFT JOIN validator v ON v.id = k.validator_id";

    /**
     * Indexes are named in these queries, as without statistics SQLite takes the primary key for any condition on the chain,
     * and that is a scan of all blocks.
     */
    private static final String UNATTRIBUTED =
            "block INDEXED BY block_unattributed WHERE chain_id = ? AND author_id IS NULL";

    private final StoreReader store;
    private final ChainInfo chain;

    ChainReader(StoreReader store, ChainInfo chain) {
        this.store = store;
        this.chain = chain;
    }

    /** The chain as it was when this reader was made; {@link #stats()} has it as it is. */
    public ChainInfo chain() {
        return chain;
    }

    /** The file it is in. */
    public Path file() {
        return store.file();
    }

    /** What is stored, in numbers, all of one moment. */
    public ChainStats stats() {
        return store.ask(h -> {
            ChainInfo now = StoreReader.chains(h).stream()
                    .filter(info -> info.id() == chain.id())
                    .findFirst()
                    .orElse(chain);
            List<Segment> segments = segments(h);
            Long last = segments.isEmpty()
                    ? null
                    : segments.get(segments.size() - 1).last();
            Long first = segments.isEmpty() ? null : segments.get(0).first();
            long stored = segments.stream().mapToLong(Segment::size).sum();
            return new ChainStats(
                    now,
                    stored,
                    first,
                    last == null ? null : canonical(h, last).orElse(null),
                    segments.size(),
                    last == null ? 0 : last - first + 1 - stored,
                    count(h, UNATTRIBUTED),
                    count(h, UNATTRIBUTED + " AND engine IS NULL"),
                    count(h, "orphan_block WHERE chain_id = ?"),
                    count(h, "equivocation WHERE chain_id = ?"),
                    Math.toIntExact(count(h, "validator WHERE chain_id = ?")),
                    Math.toIntExact(count(h, "aura_key WHERE chain_id = ? AND validator_id IS NULL")),
                    Math.toIntExact(count(h, "authority_set WHERE chain_id = ?")),
                    epochEnd(h, "min"),
                    epochEnd(h, "max"),
                    total(h),
                    size(file()),
                    size(file().resolveSibling(file().getFileName() + "-wal")));
        });
    }

    /** Runs of stored blocks, ascending. */
    public List<Segment> segments() {
        return store.ask(this::segments);
    }

    /** Runs of heights that are not stored, between the first and the last that are; ascending. */
    public List<Segment> gaps() {
        List<Segment> gaps = new ArrayList<>();
        Segment before = null;
        for (Segment segment : segments()) {
            if (before != null && segment.first() > before.last() + 1) {
                gaps.add(new Segment(before.last() + 1, segment.first() - 1));
            }
            before = segment;
        }
        return gaps;
    }

    /** Hands over canonical blocks one by one, as they are read: any number of them takes no memory. */
    public void blocks(BlockFilter filter, Consumer<StoredBlock> each) {
        if (filter.author() != null && filter.authorIds().isEmpty()) {
            return;
        }
        store.ask(h -> {
            boolean all = filter.author() == null;
            String index = all ? "" : " INDEXED BY block_author";
            String where = "b.chain_id = ?" + (all ? "" : " AND b.author_id IN (" + list(filter.authorIds()) + ")");
            h.createQuery("SELECT " + BLOCK_COLUMNS + " FROM block b" + index + BLOCK_JOINS + " WHERE " + where
                            + " AND b.number BETWEEN ? AND ? ORDER BY b.number " + (filter.ascending() ? "ASC" : "DESC")
                            + " LIMIT ?")
                    .bind(0, chain.id())
                    .bind(1, filter.from())
                    .bind(2, filter.to())
                    .bind(3, filter.limit())
                    .map((rs, ctx) -> block(rs, true))
                    .forEach(each);
            return null;
        });
    }

    /** As {@link #blocks(BlockFilter, Consumer)}, gathered; meant for small limits. */
    public List<StoredBlock> blocks(BlockFilter filter) {
        List<StoredBlock> found = new ArrayList<>();
        blocks(filter, found::add);
        return found;
    }

    /** The canonical block of a height. */
    public Optional<StoredBlock> block(long number) {
        return store.ask(h -> canonical(h, number));
    }

    /** A block by its hash, canonical or orphaned. */
    public Optional<StoredBlock> block(BlockHash hash) {
        byte[] bytes = hash.toBytes();
        return store.ask(h -> h.createQuery("SELECT " + BLOCK_COLUMNS + " FROM block b INDEXED BY block_hash"
                        + BLOCK_JOINS + " WHERE b.chain_id = ? AND substr(b.hash, 1, 4) = ? AND b.hash = ?")
                .bind(0, chain.id())
                .bind(1, Arrays.copyOf(bytes, 4))
                .bind(2, bytes)
                .map((rs, ctx) -> block(rs, true))
                .findFirst()
                .or(() -> h.createQuery("SELECT " + BLOCK_COLUMNS + " FROM orphan_block b" + BLOCK_JOINS
                                + " WHERE b.chain_id = ? AND b.hash = ?")
                        .bind(0, chain.id())
                        .bind(1, bytes)
                        .map((rs, ctx) -> block(rs, false))
                        .findFirst()));
    }

    /** Everyone who ever owed a slot or was seen as a candidate. */
    public ValidatorDirectory validators() {
        return store.ask(h -> ValidatorDirectory.read(h, chain));
    }

    /** Totals of everyone who is known, most owed slots first. */
    public List<ValidatorTotals> totals() {
        return store.ask(h -> {
            Map<Integer, Tally> byKey = new HashMap<>();
            h.createQuery("SELECT owner_id, sum(produced), sum(missed), sum(orphaned) FROM duty WHERE chain_id = ?"
                            + " GROUP BY owner_id")
                    .bind(0, chain.id())
                    .map((rs, ctx) -> byKey.put(rs.getInt(1), tally(rs, 2)))
                    .list();
            Map<Integer, Judged> judgedByKey = judgements().judged(h, "");
            Map<Integer, EquivocationCount> twiceByKey = EquivocationTable.counts(h, chain.id(), "");
            Map<Integer, long[]> lastByKey = lastBlocks(h, "");
            return ValidatorDirectory.read(h, chain).all().stream()
                    .map(validator -> totals(validator, byKey, judgedByKey, twiceByKey, lastByKey))
                    .sorted(Comparator.comparingLong(
                                    (ValidatorTotals totals) -> -totals.tally().owed())
                            .thenComparing(totals -> totals.validator().displayKey()))
                    .toList();
        });
    }

    /** Totals of one validator. */
    public ValidatorTotals totals(KnownValidator validator) {
        if (validator.auraKeyIds().isEmpty()) {
            return new ValidatorTotals(validator, Tally.NONE, Judged.NONE, EquivocationCount.NONE, null, null);
        }
        String ids = list(validator.auraKeyIds());
        return store.ask(h -> {
            Map<Integer, Tally> byKey = new HashMap<>();
            h.createQuery("SELECT owner_id, sum(produced), sum(missed), sum(orphaned) FROM duty WHERE chain_id = ?"
                            + " AND owner_id IN (" + ids + ") GROUP BY owner_id")
                    .bind(0, chain.id())
                    .map((rs, ctx) -> byKey.put(rs.getInt(1), tally(rs, 2)))
                    .list();
            Map<Integer, Judged> judgedByKey = judgements().judged(h, " AND owner_id IN (" + ids + ")");
            Map<Integer, EquivocationCount> twiceByKey =
                    EquivocationTable.counts(h, chain.id(), " AND author_id IN (" + ids + ")");
            return totals(validator, byKey, judgedByKey, twiceByKey, lastBlocks(h, " AND k.id IN (" + ids + ")"));
        });
    }

    /** Slots of each sidechain epoch over all validators, newest first. */
    public List<EpochTally> epochs(long limit) {
        return epochs("", limit);
    }

    /** Slots of each sidechain epoch in which a validator owed any, newest first. */
    public List<EpochTally> epochs(KnownValidator validator, long limit) {
        return validator.auraKeyIds().isEmpty()
                ? List.of()
                : epochs(" AND owner_id IN (" + list(validator.auraKeyIds()) + ")", limit);
    }

    /** What changed in a validator's standing, newest first; empty for one known by its Aura key alone. */
    public List<StatusChange> statusChanges(KnownValidator validator, long limit) {
        return validator.key() == null
                ? List.of()
                : store.ask(h -> StatusTable.newest(h, chain.id(), validator.key(), limit));
    }

    /** Slots for which a validator signed several blocks, newest first. */
    public List<Equivocation> equivocations(KnownValidator validator, long limit) {
        return validator.auraKeyIds().isEmpty()
                ? List.of()
                : store.ask(h -> EquivocationTable.newest(
                        h, chain.id(), " AND author_id IN (" + list(validator.auraKeyIds()) + ")", limit));
    }

    /** Misses and the verdicts on them. */
    public JudgementReader judgements() {
        return new JudgementReader(store, chain);
    }

    /** Counts every kept number anew from the rows: see {@link Recount}. */
    public Recount recount() {
        return new Recount(store, chain.id());
    }

    /** The maintenance window that a moment lies in. */
    public Optional<MaintenanceWindow> maintenance(long atMs) {
        return store.ask(h -> DowntimeTable.windows(h, chain.id(), atMs, atMs)).stream()
                .filter(window -> window.contains(atMs))
                .findFirst();
    }

    /** How the forecast of slots has stood up to what came. */
    public ScheduleAudit scheduleAudit() {
        return ScheduleTable.read(store, chain.id());
    }

    private List<EpochTally> epochs(String condition, long limit) {
        return store.ask(h -> h.createQuery(
                        "SELECT epoch, count(*), sum(produced), sum(missed), sum(orphaned) FROM duty"
                                + " WHERE chain_id = ?" + condition + " GROUP BY epoch ORDER BY epoch DESC LIMIT ?")
                .bind(0, chain.id())
                .bind(1, limit)
                .map((rs, ctx) -> new EpochTally(
                        rs.getLong(1) == DutyKey.NO_EPOCH ? null : rs.getLong(1), rs.getInt(2), tally(rs, 3)))
                .list());
    }

    private List<Segment> segments(Handle handle) {
        return handle.createQuery(
                        "SELECT first_number, last_number FROM segment WHERE chain_id = ? ORDER BY first_number")
                .bind(0, chain.id())
                .map((rs, ctx) -> new Segment(rs.getLong(1), rs.getLong(2)))
                .list();
    }

    private Optional<StoredBlock> canonical(Handle handle, long number) {
        return handle.createQuery("SELECT " + BLOCK_COLUMNS + " FROM block b" + BLOCK_JOINS
                        + " WHERE b.chain_id = ? AND b.number = ?")
                .bind(0, chain.id())
                .bind(1, number)
                .map((rs, ctx) -> block(rs, true))
                .findFirst();
    }

    /** Height and time of each key's newest block; a time of -1 is unknown. */
    private Map<Integer, long[]> lastBlocks(Handle handle, String condition) {
        Map<Integer, long[]> last = new HashMap<>();
        handle.createQuery("SELECT k.id, b.number, coalesce(b.timestamp_ms, -1) FROM aura_key k JOIN block b"
                        + " ON b.chain_id = k.chain_id AND b.number = (SELECT max(number) FROM block WHERE author_id = k.id)"
                        + " WHERE k.chain_id = ?" + condition)
                .bind(0, chain.id())
                .map((rs, ctx) -> last.put(rs.getInt(1), new long[] {rs.getLong(2), rs.getLong(3)}))
                .list();
        return last;
    }

    private static ValidatorTotals totals(
            KnownValidator validator,
            Map<Integer, Tally> byKey,
            Map<Integer, Judged> judgedByKey,
            Map<Integer, EquivocationCount> twiceByKey,
            Map<Integer, long[]> lastByKey) {
        Tally tally = Tally.NONE;
        Judged judged = Judged.NONE;
        EquivocationCount twice = EquivocationCount.NONE;
        long[] last = null;
        for (int id : validator.auraKeyIds()) {
            tally = tally.plus(byKey.getOrDefault(id, Tally.NONE));
            judged = judged.plus(judgedByKey.getOrDefault(id, Judged.NONE));
            twice = twice.plus(twiceByKey.getOrDefault(id, EquivocationCount.NONE));
            long[] candidate = lastByKey.get(id);
            if (candidate != null && (last == null || candidate[0] > last[0])) {
                last = candidate;
            }
        }
        return new ValidatorTotals(
                validator,
                tally,
                judged,
                twice,
                last == null ? null : last[0],
                last == null || last[1] < 0 ? null : last[1]);
    }

    private long count(Handle handle, String from) {
        return handle.createQuery("SELECT count(*) FROM " + from)
                .bind(0, chain.id())
                .mapTo(Long.class)
                .one();
    }

    private Tally total(Handle handle) {
        return handle.createQuery(
                        "SELECT coalesce(sum(produced), 0), coalesce(sum(missed), 0), coalesce(sum(orphaned), 0)"
                                + " FROM duty WHERE chain_id = ?")
                .bind(0, chain.id())
                .map((rs, ctx) -> tally(rs, 1))
                .one();
    }

    private Long epochEnd(Handle handle, String function) {
        Query query = handle.createQuery("SELECT " + function + "(epoch) FROM duty WHERE chain_id = ? AND epoch > ?");
        return query.bind(0, chain.id())
                .bind(1, DutyKey.NO_EPOCH)
                .map((rs, ctx) -> Optional.ofNullable(BlockSql.nullableLong(rs, 1)))
                .one()
                .orElse(null);
    }

    private static StoredBlock block(ResultSet rs, boolean canonical) throws SQLException {
        byte[] aura = rs.getBytes(9);
        byte[] validator = rs.getBytes(10);
        StoredBlock.State state = !canonical
                ? StoredBlock.State.ORPHANED
                : rs.getInt(14) != 0 ? StoredBlock.State.FINALIZED : StoredBlock.State.BEST;
        return new StoredBlock(
                rs.getLong(1),
                BlockHash.of(rs.getBytes(2)),
                BlockHash.of(rs.getBytes(3)),
                BlockSql.nullableLong(rs, 4),
                BlockSql.nullableLong(rs, 5),
                BlockSql.nullableLong(rs, 6),
                BlockSql.nullableLong(rs, 7),
                BlockSql.engineName(BlockSql.nullableInt(rs, 8)),
                aura == null ? null : AuraKey.of(aura),
                validator == null ? null : SidechainKey.of(validator),
                BlockSql.nullableInt(rs, 11),
                BlockSql.nullableInt(rs, 12),
                BlockSql.nullableInt(rs, 13),
                state);
    }

    static Tally tally(ResultSet rs, int column) throws SQLException {
        return new Tally(rs.getLong(column), rs.getLong(column + 1), rs.getLong(column + 2));
    }

    /** Ids come from the database itself, so they may stand in the text of a query. */
    private static String list(List<Integer> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new StoreException(StoreException.Kind.FAILED, "cannot read the size of " + file, e);
        }
    }
}
