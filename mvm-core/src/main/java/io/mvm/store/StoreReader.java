package io.mvm.store;

import io.mvm.chain.BlockHash;
import io.mvm.chain.BlockRef;
import io.mvm.epoch.MainchainClock;
import io.mvm.epoch.SlotClock;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * A database opened for reading only. Each question gets a connection of its own and sees one committed state; the writer is
 * never blocked. Safe for any number of threads; holds nothing open between questions. Errors are {@link StoreException}s.
 */
public final class StoreReader {
    private final Path file;
    private final Jdbi jdbi;

    private StoreReader(Path file, Jdbi jdbi) {
        this.file = file;
        this.jdbi = jdbi;
    }

    /**
     * Opens a database that exists.
     *
     * @throws StoreException if there is none, it is not one of MVM's, or a newer MVM wrote it
     */
    public static StoreReader open(Path file) {
        StoreReader reader = new StoreReader(file, Database.openReader(file));
        boolean ours = reader.ask(h -> h.createQuery(
                                "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('chain', 'block', 'segment')")
                        .mapTo(Integer.class)
                        .one())
                == 3;
        if (!ours) {
            throw new StoreException(
                    StoreException.Kind.CORRUPT,
                    "the database " + file + " holds no tables of MVM; 'mvm sync' has not made it, check --db-path");
        }
        return reader;
    }

    /** For tests that look at how queries are run. */
    Jdbi jdbi() {
        return jdbi;
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** All chains in it, oldest first. */
    public List<ChainInfo> chains() {
        return ask(StoreReader::chains);
    }

    /**
     * One chain by its name.
     *
     * @throws StoreException of kind {@code MISSING} if there is none of that name; the message lists those there are
     */
    public ChainReader chain(String name) {
        List<ChainInfo> chains = chains();
        return chains.stream()
                .filter(chain -> chain.name().equals(name))
                .findFirst()
                .map(chain -> new ChainReader(this, chain))
                .orElseThrow(() -> new StoreException(
                        StoreException.Kind.MISSING,
                        "the database " + file + " has no chain '" + name + "', "
                                + (chains.isEmpty() ? "nor any other yet" : "it has " + names(chains))));
    }

    /**
     * The chain of that name or, if the database has but one, that one.
     *
     * @throws StoreException of kind {@code MISSING} if it has none, or several of which none has that name
     */
    public ChainReader chainOrOnly(String name) {
        List<ChainInfo> chains = chains();
        return chains.size() == 1 ? new ChainReader(this, chains.get(0)) : chain(name);
    }

    private static String names(List<ChainInfo> chains) {
        return chains.stream().map(chain -> "'" + chain.name() + "'").collect(Collectors.joining(", "));
    }

    /** One question, seeing one state of the database. */
    <T> T ask(Function<Handle, T> question) {
        try (Handle handle = jdbi.open()) {
            // Nothing to commit: closing the connection ends it, also where a damaged page has ended it already.
            handle.execute("BEGIN");
            return question.apply(handle);
        } catch (JdbiException | BlockSql.UncheckedSqlException e) {
            throw Database.failure("read", file, e);
        }
    }

    static List<ChainInfo> chains(Handle handle) {
        return handle.createQuery(
                        "SELECT id, name, genesis, slot_duration_ms, slots_per_epoch, mc_first_epoch_start_ms,"
                                + " mc_first_epoch, mc_epoch_ms, finalized_number, finalized_hash, reorgs, created_at_ms"
                                + " FROM chain ORDER BY id")
                .map((rs, ctx) -> info(rs))
                .list();
    }

    private static ChainInfo info(ResultSet rs) throws SQLException {
        Long duration = BlockSql.nullableLong(rs, 4);
        Integer perEpoch = BlockSql.nullableInt(rs, 5);
        Long mainchainMs = BlockSql.nullableLong(rs, 8);
        byte[] finalized = rs.getBytes(10);
        return new ChainInfo(
                rs.getInt(1),
                rs.getString(2),
                BlockHash.of(rs.getBytes(3)),
                new ChainParameters(
                        duration == null || perEpoch == null
                                ? Optional.empty()
                                : Optional.of(new SlotClock(duration, perEpoch)),
                        duration,
                        mainchainMs == null
                                ? Optional.empty()
                                : Optional.of(new MainchainClock(rs.getLong(6), rs.getLong(7), mainchainMs))),
                finalized == null ? null : new BlockRef(rs.getLong(9), BlockHash.of(finalized)),
                rs.getLong(11),
                rs.getLong(12));
    }
}
