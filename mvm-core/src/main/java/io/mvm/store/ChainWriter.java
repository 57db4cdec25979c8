package io.mvm.store;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import io.mvm.chain.AuraKey;
import io.mvm.chain.AuthoritySet;
import io.mvm.chain.BlockHash;
import io.mvm.chain.BlockRef;
import io.mvm.chain.SidechainKey;
import io.mvm.duty.Outcome;
import io.mvm.duty.Tally;
import io.mvm.epoch.MainchainClock;
import io.mvm.epoch.SlotClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;

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
        chain = id;
        ids = new KeyIds(chain);
        blocks = new BlockSql(chain, ids);
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

    /** Applies an update, wholly or not at all. */
    public void commit(ChainUpdate update) {
        Timer.Context time = commits.time();
        try {
            inTransaction("write to", h -> {
                apply(h, update);
                return null;
            });
        } finally {
            time.stop();
        }
        storedSegments = update.segments();
    }

    private void apply(Handle h, ChainUpdate update) {
        blocks.insertOrphans(h, update.orphaned(), true, clock.millis());
        PreparedBatch gone = h.prepareBatch("DELETE FROM block WHERE chain_id = ? AND number = ?");
        update.orphaned().forEach(row -> gone.add(chain, row.number()));
        execute(gone);
        blocks.insertOrphans(h, update.forks(), false, clock.millis());
        PreparedBatch back = h.prepareBatch("DELETE FROM orphan_block WHERE chain_id = ? AND hash = ?");
        update.canonicalAgain().forEach(hash -> back.add(chain, hash.toBytes()));
        execute(back);
        PreparedBatch refilled = h.prepareBatch("DELETE FROM empty_slot WHERE chain_id = ? AND slot = ?");
        update.refilled().forEach(slot -> refilled.add(chain, slot));
        execute(refilled);
        blocks.insertCanonical(h, update.added());
        PreparedBatch emptied = h.prepareBatch("INSERT INTO empty_slot"
                + " (chain_id, slot, after_number, owner_id, seat, set_id, orphaned) VALUES (?, ?, ?, ?, ?, ?, ?)");
        for (EmptySlotRow row : update.emptied()) {
            emptied.add(
                    chain,
                    row.slot(),
                    row.afterNumber(),
                    ids.id(h, row.owner()),
                    row.seat(),
                    ids.id(h, row.set()),
                    row.outcome() == Outcome.ORPHANED ? 1 : 0);
        }
        execute(emptied);
        PreparedBatch orphanedNow =
                h.prepareBatch("UPDATE empty_slot SET orphaned = 1 WHERE chain_id = ? AND slot = ?");
        update.nowOrphaned().forEach(slot -> orphanedNow.add(chain, slot));
        execute(orphanedNow);
        applyDuties(h, update.duties());
        applySegments(h, update.segments());
        if (update.finalized() != null) {
            h.createUpdate("UPDATE chain SET finalized_number = ?, finalized_hash = ? WHERE id = ?")
                    .bind(0, update.finalized().number())
                    .bind(1, update.finalized().hash().toBytes())
                    .bind(2, chain)
                    .execute();
        }
        if (update.reorgs() != 0) {
            h.createUpdate("UPDATE chain SET reorgs = reorgs + ? WHERE id = ?")
                    .bind(0, update.reorgs())
                    .bind(1, chain)
                    .execute();
        }
    }

    private void applyDuties(Handle h, Map<DutyKey, Tally> duties) {
        PreparedBatch batch = h.prepareBatch("INSERT INTO duty (chain_id, epoch, owner_id, produced, missed, orphaned)"
                + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (chain_id, epoch, owner_id) DO UPDATE SET"
                + " produced = produced + excluded.produced, missed = missed + excluded.missed,"
                + " orphaned = orphaned + excluded.orphaned");
        duties.forEach((key, tally) -> batch.add(
                chain, key.epoch(), ids.id(h, key.owner()), tally.produced(), tally.missed(), tally.orphaned()));
        execute(batch);
    }

    private void applySegments(Handle h, List<Segment> wanted) {
        if (wanted.equals(storedSegments)) {
            return;
        }
        PreparedBatch gone = h.prepareBatch("DELETE FROM segment WHERE chain_id = ? AND first_number = ?");
        PreparedBatch made =
                h.prepareBatch("INSERT INTO segment (chain_id, first_number, last_number) VALUES (?, ?, ?)");
        storedSegments.stream().filter(s -> !wanted.contains(s)).forEach(s -> gone.add(chain, s.first()));
        wanted.stream().filter(s -> !storedSegments.contains(s)).forEach(s -> made.add(chain, s.first(), s.last()));
        execute(gone);
        execute(made);
    }

    private static void execute(PreparedBatch batch) {
        if (batch.size() > 0) {
            batch.execute();
        } else {
            batch.close();
        }
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

    /** Slot counts of every key that ever owed one, over all epochs. */
    public Map<AuraKey, Tally> totals() {
        return tallies(
                "SELECT owner_id, sum(produced), sum(missed), sum(orphaned) FROM duty WHERE chain_id = ?"
                        + " AND epoch >= ? GROUP BY owner_id",
                DutyKey.NO_EPOCH);
    }

    /** Slot counts of one epoch. */
    public Map<AuraKey, Tally> totals(long epoch) {
        return tallies("SELECT owner_id, produced, missed, orphaned FROM duty WHERE chain_id = ? AND epoch = ?", epoch);
    }

    private Map<AuraKey, Tally> tallies(String sql, long epoch) {
        return reading(h -> {
            Map<AuraKey, Tally> found = new HashMap<>();
            h.createQuery(sql)
                    .bind(0, chain)
                    .bind(1, epoch)
                    .map((rs, ctx) ->
                            found.put(ids.key(h, rs.getInt(1)), new Tally(rs.getLong(2), rs.getLong(3), rs.getLong(4))))
                    .list();
            return found;
        });
    }

    /** Standing of every key by its newest rows: see {@link LastDuty}. */
    public Map<AuraKey, LastDuty> lastDuties() {
        return reading(h -> {
            Map<AuraKey, LastDuty> found = new HashMap<>();
            h.createQuery("SELECT k.id, b.number, b.slot, b.timestamp_ms,"
                            + " (SELECT count(*) FROM empty_slot e WHERE e.owner_id = k.id AND e.slot > coalesce(b.slot, -1)"
                            + " AND e.orphaned = 0)"
                            + " FROM aura_key k LEFT JOIN block b ON b.chain_id = k.chain_id AND b.number ="
                            + " (SELECT max(number) FROM block WHERE author_id = k.id) WHERE k.chain_id = ?")
                    .bind(0, chain)
                    .map((rs, ctx) -> found.put(
                            ids.key(h, rs.getInt(1)),
                            new LastDuty(
                                    BlockSql.nullableLong(rs, 2),
                                    BlockSql.nullableLong(rs, 3),
                                    BlockSql.nullableLong(rs, 4),
                                    rs.getLong(5))))
                    .list();
            return found;
        });
    }

    /** Counts that are not kept beside the rows: unattributed, of unknown engine, orphans, reorgs; and the finalized block. */
    public ChainCounts counts() {
        return reading(h -> h.createQuery(
                        "SELECT (SELECT count(*) FROM block WHERE chain_id = c.id AND author_id IS NULL),"
                                + " (SELECT count(*) FROM block WHERE chain_id = c.id AND author_id IS NULL AND engine IS NULL),"
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

    /** Aura keys whose validator is known. */
    public Map<AuraKey, SidechainKey> identities() {
        return reading(h -> {
            Map<AuraKey, SidechainKey> found = new HashMap<>();
            h.createQuery("SELECT k.aura_key, v.sidechain_key FROM aura_key k JOIN validator v ON v.id = k.validator_id"
                            + " WHERE k.chain_id = ?")
                    .bind(0, chain)
                    .map((rs, ctx) -> found.put(AuraKey.of(rs.getBytes(1)), SidechainKey.of(rs.getBytes(2))))
                    .list();
            return found;
        });
    }

    /** Every validator with its registration as last seen. */
    public List<Identity> validators() {
        return reading(h -> h.createQuery(
                        "SELECT sidechain_key, registration, stake_lovelace FROM validator WHERE chain_id = ?")
                .bind(0, chain)
                .map((rs, ctx) ->
                        new Identity(SidechainKey.of(rs.getBytes(1)), rs.getString(2), BlockSql.nullableLong(rs, 3)))
                .list());
    }

    /** Joins Aura keys to validators; later sightings replace earlier ones. */
    public void saveIdentities(Map<AuraKey, SidechainKey> sightings) {
        inTransaction("write to", h -> {
            sightings.forEach((aura, key) -> h.createUpdate("UPDATE aura_key SET validator_id = ? WHERE id = ?")
                    .bind(0, validatorId(h, key))
                    .bind(1, ids.id(h, aura))
                    .execute());
            return null;
        });
    }

    /** Replaces what is known of these validators' registration. */
    public void saveRegistrations(List<Identity> registrations, long mainchainEpoch) {
        inTransaction("write to", h -> {
            for (Identity identity : registrations) {
                h.createUpdate(
                                "UPDATE validator SET registration = ?, stake_lovelace = ?, seen_mc_epoch = ? WHERE id = ?")
                        .bind(0, identity.registration())
                        .bind(1, identity.stakeLovelace())
                        .bind(2, mainchainEpoch)
                        .bind(3, validatorId(h, identity.key()))
                        .execute();
            }
            return null;
        });
    }

    /** Keeps which validator held which seat of a set. */
    public void saveCommittee(AuthoritySet set, long epoch, List<SidechainKey> members, List<Boolean> permissioned) {
        inTransaction("write to", h -> {
            Map<SidechainKey, Integer> known = new HashMap<>();
            int[] numbers = new int[members.size()];
            for (int i = 0; i < numbers.length; i++) {
                int id = known.computeIfAbsent(members.get(i), key -> validatorId(h, key));
                numbers[i] = id * 2 + (permissioned.get(i) ? 1 : 0);
            }
            h.createUpdate("INSERT INTO committee (chain_id, set_id, epoch, members) VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT (chain_id, set_id) DO NOTHING")
                    .bind(0, chain)
                    .bind(1, ids.id(h, set))
                    .bind(2, epoch)
                    .bind(3, Leb128.encode(numbers))
                    .execute();
            return null;
        });
    }

    private int validatorId(Handle h, SidechainKey key) {
        return h.createQuery(
                        "INSERT INTO validator (chain_id, sidechain_key) VALUES (?, ?) ON CONFLICT"
                                + " (chain_id, sidechain_key) DO UPDATE SET sidechain_key = excluded.sidechain_key RETURNING id")
                .bind(0, chain)
                .bind(1, key.toBytes())
                .mapTo(Integer.class)
                .one();
    }

    /** For tests that bring about what only this connection can meet, such as a full disk. */
    Handle handle() {
        return handle;
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

    private <T> T reading(Function<Handle, T> query) {
        try {
            return query.apply(handle);
        } catch (JdbiException e) {
            throw Database.failure("read", file, e);
        }
    }

    private <T> T inTransaction(String action, Function<Handle, T> change) {
        try {
            return handle.inTransaction(change::apply);
        } catch (JdbiException | BlockSql.UncheckedSqlException e) {
            if (ids != null) {
                ids.forget();
            }
            throw Database.failure(action, file, e);
        }
    }
}
