package io.mvm.store;

import io.mvm.chain.Hex;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Counts every number that is kept beside the rows anew from the rows, and works out the rows' own consequences (authors,
 * owners of empty slots, epochs) anew from hashes, slots and authority sets. Reads one state of the database from beginning to
 * end, so a sync may go on meanwhile; its write-ahead log grows until the recount ends. Memory does not grow with the number of
 * blocks. What the chain itself said (hashes, slots, where sets changed) is taken as given: that only a node can confirm.
 */
public final class Recount {
    private final StoreReader store;
    private final int chain;

    Recount(StoreReader store, int chain) {
        this.store = store;
        this.chain = chain;
    }

    /**
     * Runs all checks.
     *
     * @param progress told in words what is looked at next
     * @return every check in a fixed order; where a damaged page stops them, the last one says so
     * @throws StoreException if the database cannot be read at all
     */
    public List<RecountCheck> run(Consumer<String> progress) {
        return store.ask(handle -> {
            List<CheckLog> logs = new ArrayList<>();
            try {
                run(handle, progress, logs);
            } catch (SQLException | RuntimeException e) {
                StoreException failure =
                        e instanceof StoreException known ? known : Database.failure("read", store.file(), e);
                if (failure.kind() != StoreException.Kind.CORRUPT) {
                    throw failure;
                }
                CheckLog broken = new CheckLog("readable", "files");
                broken.fault("database", "every page readable", failure.getMessage());
                logs.add(broken);
            }
            return logs.stream().map(CheckLog::result).toList();
        });
    }

    private void run(Handle handle, Consumer<String> progress, List<CheckLog> logs) throws SQLException {
        Connection connection = handle.getConnection();
        ChainInfo info = StoreReader.chains(handle).stream()
                .filter(one -> one.id() == chain)
                .findFirst()
                .orElseThrow(() -> new StoreException(
                        StoreException.Kind.MISSING, "chain " + chain + " has gone from " + store.file()));
        RecountFile file = new RecountFile(connection, info);
        progress.accept("file and references");
        logs.addAll(file.integrity());
        progress.accept("hashes, keys, orphans and finality");
        logs.addAll(file.values());
        progress.accept("authority sets and committees");
        RecountSets sets = new RecountSets(connection, chain);
        logs.addAll(sets.run());
        progress.accept("blocks, authors and empty slots");
        RecountWalk walk = new RecountWalk(connection, chain, sets);
        logs.addAll(walk.run(segments(handle)));
        progress.accept("epochs, duties and owed slots");
        logs.addAll(new RecountSums(connection, info).run(walk.owed()));
        progress.accept("verdicts on slots");
        logs.addAll(new RecountVerdicts(connection, info).run());
        progress.accept("slots with several blocks of one author");
        logs.add(new RecountEquivocations(connection, chain).run());
    }

    private List<Segment> segments(Handle handle) {
        return handle.createQuery(
                        "SELECT first_number, last_number FROM segment WHERE chain_id = ? ORDER BY first_number")
                .bind(0, chain)
                .map((rs, ctx) -> new Segment(rs.getLong(1), rs.getLong(2)))
                .list();
    }

    /** For messages: enough of a hash to find it. */
    static String hex(byte[] bytes) {
        String all = bytes == null ? "none" : Hex.encode(bytes);
        return all.length() <= 18 ? all : all.substring(0, 18) + "..";
    }
}
