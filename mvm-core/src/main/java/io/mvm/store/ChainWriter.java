package io.mvm.store;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import io.mvm.chain.BlockHash;
import io.mvm.chain.BlockRef;
import io.mvm.duty.Outcome;
import io.mvm.epoch.MainchainClock;
import io.mvm.epoch.SlotClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * The single writer of one chain's rows. Holds the database's lock from opening to closing. Not safe for several threads: it
 * belongs to the sync loop. Every method that fails throws a {@link StoreException}, and then nothing of its change is in the
 * database.
 */
public final class ChainWriter implements AutoCloseable {
    /** Version of the tables this MVM writes. */
    public static final int SCHEMA_VERSION = Database.SCHEMA_VERSION;

    private final Path file;
    private final Clock clock;
    private final Timer commits;
    private final DatabaseLock lock;
    private final Handle handle;
    private int chain;
    private KeyIds ids;
    private BlockSql blocks;
    private UpdateSql updates;
    private IdentityTable identities;
    private JudgementTable judgements;
    private DowntimeTable downtimes;
    private ScheduleTable schedule;
    private DutyTable duties;
    private EquivocationTable equivocations;
    private List<Segment> storedSegments;

    private ChainWriter(Path file, Clock clock, Timer commits, DatabaseLock lock, Handle handle) {
        this.file = file;
        this.clock = clock;
        this.commits = commits;
        this.lock = lock;
        this.handle = handle;
    }

    /**
     * Opens or creates the database and takes its lock.
     *
     * @param file the database; its directory must exist
     * @param clock for the times of rows
     * @param metrics receives the timer {@code store.commit}
     * @throws StoreException if another process writes it, or it cannot be used
     */
    public static ChainWriter open(Path file, Clock clock, MetricRegistry metrics) {
        DatabaseLock lock = DatabaseLock.acquire(file);
        try {
            return new ChainWriter(
                    file,
                    clock,
                    metrics.timer("store.commit"),
                    lock,
                    Database.openWriter(file).open());
        } catch (JdbiException e) {
            lock.close();
            throw Database.failure("open", file, e);
        } catch (StoreException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Chooses the chain whose rows are written, making it if it is new.
     *
     * @throws StoreException of kind {@code OTHER_CHAIN} if that name stands for a chain with another genesis
     */
    public void attach(String name, BlockHash genesis) {
        use(inTransaction("open", h -> {
            Optional<byte[]> known = h.createQuery("SELECT genesis FROM chain WHERE name = ?")
                    .bind(0, name)
                    .mapTo(byte[].class)
                    .findOne();
            if (known.isPresent() && !BlockHash.of(known.get()).equals(genesis)) {
                throw new StoreException(
                        StoreException.Kind.OTHER_CHAIN,
                        "the database " + file + " follows a chain '" + name + "' with genesis "
                                + BlockHash.of(known.get()) + ", the node's chain has genesis " + genesis
                                + "; give another --db-path or integration.chain-id for it");
            }
            if (known.isEmpty()) {
                h.createUpdate("INSERT INTO chain (name, genesis, created_at_ms) VALUES (?, ?, ?)")
                        .bind(0, name)
                        .bind(1, genesis.toBytes())
                        .bind(2, clock.millis())
                        .execute();
            }
            return h.createQuery("SELECT id FROM chain WHERE name = ?")
                    .bind(0, name)
                    .mapTo(Integer.class)
                    .one();
        }));
    }

    private void use(int id) {
        if (ids != null && chain == id) {
            return;
        }
        chain = id;
        ids = new KeyIds(chain);
        blocks = new BlockSql(chain, ids);
        updates = new UpdateSql(chain, ids, blocks, clock);
        identities = new IdentityTable(chain, ids, this);
        judgements = new JudgementTable(chain, ids, this);
        downtimes = new DowntimeTable(chain, this);
        schedule = new ScheduleTable(chain, ids, this);
        duties = new DutyTable(chain, ids, this);
        equivocations = new EquivocationTable(chain, ids, this);
        reading(h -> {
            ids.load(h);
            return null;
        });
        storedSegments = segments();
    }

    /** Chooses a chain by its name alone, before any node could be asked; false if there is none of that name. */
    public boolean attachKnown(String name) {
        Optional<Integer> known = reading(h -> h.createQuery("SELECT id FROM chain WHERE name = ?")
                .bind(0, name)
                .mapTo(Integer.class)
                .findOne());
        known.ifPresent(this::use);
        return known.isPresent();
    }

    /** Runs of stored blocks, ascending. */
    public List<Segment> segments() {
        return reading(h -> h.createQuery(
                        "SELECT first_number, last_number FROM segment WHERE chain_id = ? ORDER BY first_number")
                .bind(0, chain)
                .map((rs, ctx) -> new Segment(rs.getLong(1), rs.getLong(2)))
                .list());
    }

    /**
     * Applies an update, wholly or not at all.
     *
     * @return slots that are now known to have several blocks of one author, and were not before
     */
    public List<Equivocation> commit(ChainUpdate update) {
        Timer.Context time = commits.time();
        List<Equivocation> found;
        try {
            found = inTransaction("write to", h -> {
                updates.apply(h, update, storedSegments);
                return equivocations.note(h, update);
            });
        } finally {
            time.stop();
        }
        storedSegments = update.segments();
        return found;
    }

    /** Canonical blocks of a range of heights, ascending; those not stored are left out. */
    public List<BlockRow> blocks(long from, long to) {
        return reading(h -> h.createQuery("SELECT " + BlockSql.COLUMNS
                        + " FROM block WHERE chain_id = ? AND number BETWEEN ? AND ? ORDER BY number")
                .bind(0, chain)
                .bind(1, from)
                .bind(2, to)
                .map((rs, ctx) -> blocks.read(h, rs))
                .list());
    }

    /** Orphans with a slot of at least this, in no order. */
    public List<BlockRow> orphansSince(long slot) {
        return reading(
                h -> h.createQuery("SELECT " + BlockSql.COLUMNS + " FROM orphan_block WHERE chain_id = ? AND slot >= ?")
                        .bind(0, chain)
                        .bind(1, slot)
                        .map((rs, ctx) -> blocks.read(h, rs))
                        .list());
    }

    /** An orphan by its hash. */
    public Optional<BlockRow> orphan(BlockHash hash) {
        return reading(
                h -> h.createQuery("SELECT " + BlockSql.COLUMNS + " FROM orphan_block WHERE chain_id = ? AND hash = ?")
                        .bind(0, chain)
                        .bind(1, hash.toBytes())
                        .map((rs, ctx) -> blocks.read(h, rs))
                        .findOne());
    }

    /** Empty slots from {@code fromSlot} on that follow a stored block of these heights. */
    public List<EmptySlotRow> emptyAfter(long fromNumber, long toNumber, long fromSlot) {
        return reading(h -> h.createQuery("SELECT slot, after_number, owner_id, seat, set_id, orphaned FROM empty_slot"
                        + " WHERE chain_id = ? AND slot >= ? AND after_number BETWEEN ? AND ? ORDER BY slot")
                .bind(0, chain)
                .bind(1, fromSlot)
                .bind(2, fromNumber)
                .bind(3, toNumber)
                .map((rs, ctx) -> new EmptySlotRow(
                        rs.getLong(1),
                        rs.getLong(2),
                        ids.key(h, rs.getInt(3)),
                        rs.getInt(4),
                        ids.set(h, rs.getInt(5)),
                        rs.getInt(6) == 0 ? Outcome.MISSED : Outcome.ORPHANED))
                .list());
    }

    /** Counts that are not kept beside the rows: unattributed, of unknown engine, orphans, reorgs; and the finalized block. */
    public ChainCounts counts() {
        return reading(h -> h.createQuery(
                        "SELECT (SELECT count(*) FROM block INDEXED BY block_unattributed WHERE chain_id = c.id AND author_id IS NULL),"
                                + " (SELECT count(*) FROM block INDEXED BY block_unattributed WHERE chain_id = c.id AND author_id IS NULL AND engine IS NULL),"
                                + " (SELECT count(*) FROM orphan_block WHERE chain_id = c.id), reorgs, finalized_number,"
                                + " finalized_hash FROM chain c WHERE c.id = ?")
                .bind(0, chain)
                .map((rs, ctx) -> new ChainCounts(
                        rs.getLong(1),
                        rs.getLong(2),
                        rs.getLong(3),
                        rs.getLong(4),
                        rs.getBytes(6) == null ? null : new BlockRef(rs.getLong(5), BlockHash.of(rs.getBytes(6)))))
                .one());
    }

    /** What is stored of the chain's time. */
    public ChainParameters parameters() {
        return reading(h -> h.createQuery("SELECT slot_duration_ms, slots_per_epoch, mc_first_epoch_start_ms,"
                        + " mc_first_epoch, mc_epoch_ms FROM chain WHERE id = ?")
                .bind(0, chain)
                .map((rs, ctx) -> {
                    Long duration = BlockSql.nullableLong(rs, 1);
                    Integer perEpoch = BlockSql.nullableInt(rs, 2);
                    Long mainchainMs = BlockSql.nullableLong(rs, 5);
                    return new ChainParameters(
                            duration == null || perEpoch == null
                                    ? Optional.empty()
                                    : Optional.of(new SlotClock(duration, perEpoch)),
                            duration,
                            mainchainMs == null
                                    ? Optional.empty()
                                    : Optional.of(new MainchainClock(rs.getLong(3), rs.getLong(4), mainchainMs)));
                })
                .one());
    }

    /** Stores what is known of the chain's time; blocks stored before the mainchain's was known get their epoch now. */
    public void saveParameters(ChainParameters parameters) {
        inTransaction("write to", h -> {
            MainchainClock mainchain = parameters.mainchain().orElse(null);
            h.createUpdate("UPDATE chain SET slot_duration_ms = ?, slots_per_epoch = ?, mc_first_epoch_start_ms = ?,"
                            + " mc_first_epoch = ?, mc_epoch_ms = ? WHERE id = ?")
                    .bind(0, parameters.slotDurationMs())
                    .bind(1, parameters.slots().map(SlotClock::slotsPerEpoch).orElse(null))
                    .bind(2, mainchain == null ? null : mainchain.firstEpochStartMs())
                    .bind(3, mainchain == null ? null : mainchain.firstEpoch())
                    .bind(4, mainchain == null ? null : mainchain.epochMs())
                    .bind(5, chain)
                    .execute();
            if (mainchain != null && parameters.slotDurationMs() != null) {
                h.createUpdate("UPDATE block SET mc_epoch = ? + (slot * ? - ?) / ?"
                                + " WHERE chain_id = ? AND mc_epoch IS NULL AND slot * ? >= ?")
                        .bind(0, mainchain.firstEpoch())
                        .bind(1, parameters.slotDurationMs())
                        .bind(2, mainchain.firstEpochStartMs())
                        .bind(3, mainchain.epochMs())
                        .bind(4, chain)
                        .bind(5, parameters.slotDurationMs())
                        .bind(6, mainchain.firstEpochStartMs())
                        .execute();
            }
            return null;
        });
    }

    /** Slots owed and what became of them; only after a chain was chosen. */
    public DutyTable duties() {
        return duties;
    }

    /** Slots with several blocks of one author; only after a chain was chosen. */
    public EquivocationTable equivocations() {
        return equivocations;
    }

    /** Who stands behind the keys; only after a chain was chosen. */
    public IdentityTable identityTable() {
        return identities;
    }

    /** Verdicts on slots; only after a chain was chosen. */
    public JudgementTable judgements() {
        return judgements;
    }

    /** Outages and maintenance windows; only after a chain was chosen. */
    public DowntimeTable downtimes() {
        return downtimes;
    }

    /** The forecast's audit; only after a chain was chosen. */
    public ScheduleTable scheduleTable() {
        return schedule;
    }

    /** The database file. */
    public Path file() {
        return file;
    }

    /** Bytes of the database and of its write-ahead log. */
    public List<Long> sizes() {
        List<Long> sizes = new ArrayList<>();
        for (Path part : List.of(file, file.resolveSibling(file.getFileName() + "-wal"))) {
            try {
                sizes.add(Files.exists(part) ? Files.size(part) : 0L);
            } catch (IOException e) {
                throw new StoreException(StoreException.Kind.FAILED, "cannot read the size of " + part, e);
            }
        }
        return sizes;
    }

    /** Ends the connection, which folds the write-ahead log back into the file, and frees the lock. */
    @Override
    public void close() {
        try (lock) {
            handle.close();
        } catch (JdbiException e) {
            throw Database.failure("close", file, e);
        }
    }

    <T> T reading(Function<Handle, T> query) {
        try {
            return query.apply(handle);
        } catch (JdbiException | BlockSql.UncheckedSqlException e) {
            throw Database.failure("read", file, e);
        }
    }

    <T> T inTransaction(String action, Function<Handle, T> change) {
        try {
            return handle.inTransaction(change::apply);
        } catch (RuntimeException e) {
            // Whatever ended it, the transaction was rolled back, and with it ids that were made in it.
            if (ids != null) {
                ids.forget();
            }
            throw e instanceof JdbiException || e instanceof BlockSql.UncheckedSqlException
                    ? Database.failure(action, file, e)
                    : e;
        }
    }

    /** For tests that bring about what only this connection can meet, such as a full disk. */
    Handle handle() {
        return handle;
    }
}
