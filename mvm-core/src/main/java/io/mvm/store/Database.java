package io.mvm.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Opens the SQLite file: pragmas, migrations, and errors told apart. */
final class Database {
    /** Newest migration in {@code io/mvm/store/migration}. */
    static final int SCHEMA_VERSION = 3;

    private static final int BUSY_TIMEOUT_MS = 5_000;
    /** Negative means KiB: 16 MiB of page cache, which keeps a backfill's indexes in memory. */
    private static final int WRITER_CACHE = -16_384;

    private Database() {}

    /** For the single writer; creates and migrates the file as needed. */
    static Jdbi openWriter(Path file) {
        SQLiteConfig config = common();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.enforceForeignKeys(true);
        config.setCacheSize(WRITER_CACHE);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setJournalSizeLimit(64 << 20);
        DataSource source = source(file, config);
        try {
            migrate(file, Jdbi.create(source), source);
        } catch (JdbiException | FlywayException e) {
            throw failure("open", file, e);
        }
        return Jdbi.create(source);
    }

    /** For readers: sees committed data only and never blocks the writer. */
    static Jdbi openReader(Path file) {
        if (!Files.exists(file)) {
            throw new StoreException(
                    StoreException.Kind.MISSING,
                    "no database at " + file.toAbsolutePath() + "; 'mvm sync' makes one, or give --db-path");
        }
        if (!Files.isRegularFile(file)) {
            throw new StoreException(
                    StoreException.Kind.UNWRITABLE,
                    file.toAbsolutePath() + " is no file, expected a database; give --db-path with the file's name");
        }
        SQLiteConfig config = common();
        config.setReadOnly(true);
        Jdbi jdbi = Jdbi.create(source(file, config));
        try {
            int found = schemaVersion(jdbi).orElse(0);
            refuseNewer(file, found);
            refuseOlder(file, found);
        } catch (JdbiException e) {
            throw failure("read", file, e);
        }
        return jdbi;
    }

    /** Turns whatever the driver threw into an error that says what to do. */
    static StoreException failure(String action, Path file, Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String text = String.valueOf(root.getMessage());
        String upper = text.toUpperCase(Locale.ROOT);
        String start = "cannot " + action + " the database " + file + ": ";
        if (upper.contains("SQLITE_FULL")) {
            return new StoreException(
                    StoreException.Kind.DISK_FULL,
                    start + "the disk is full; nothing was lost, syncing goes on when space is free",
                    cause);
        }
        if (upper.contains("SQLITE_BUSY") || upper.contains("SQLITE_LOCKED")) {
            return new StoreException(
                    StoreException.Kind.BUSY,
                    start + "another program holds it locked for longer than " + BUSY_TIMEOUT_MS + " ms (" + text + ")",
                    cause);
        }
        if (upper.contains("SQLITE_READONLY") || upper.contains("SQLITE_CANTOPEN") || upper.contains("SQLITE_PERM")) {
            return new StoreException(
                    StoreException.Kind.UNWRITABLE,
                    start + "file or directory cannot be opened or written by this user (" + text + ")",
                    cause);
        }
        if (upper.contains("SQLITE_NOTADB") || upper.contains("SQLITE_CORRUPT")) {
            return new StoreException(
                    StoreException.Kind.CORRUPT,
                    start + "it is damaged or no SQLite database (" + text
                            + "); move it away and sync anew, or restore a backup",
                    cause);
        }
        return new StoreException(StoreException.Kind.FAILED, start + text, cause);
    }

    private static SQLiteConfig common() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        return config;
    }

    private static DataSource source(Path file, SQLiteConfig config) {
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        return source;
    }

    private static void migrate(Path file, Jdbi jdbi, DataSource source) {
        int found = schemaVersion(jdbi).orElse(0);
        refuseNewer(file, found);
        if (found == SCHEMA_VERSION) {
            // Loading the migration library costs more than all else at start-up: not for nothing.
            return;
        }
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:io/mvm/store/migration")
                .loggers("slf4j")
                .load()
                .migrate();
    }

    private static void refuseNewer(Path file, int found) {
        if (found > SCHEMA_VERSION) {
            throw new StoreException(
                    StoreException.Kind.NEWER_SCHEMA,
                    "the database " + file + " has schema " + found + ", this MVM knows schemas up to " + SCHEMA_VERSION
                            + "; run the newer MVM that wrote it, or give another --db-path");
        }
    }

    /** A reader cannot migrate; answers from tables that are not there yet would be wrong or fail in odd ways. */
    private static void refuseOlder(Path file, int found) {
        if (found > 0 && found < SCHEMA_VERSION) {
            throw new StoreException(
                    StoreException.Kind.FAILED,
                    "the database " + file + " has schema " + found + ", this MVM reads schema " + SCHEMA_VERSION
                            + "; (re)start 'mvm sync' with this version, which brings it up to date");
        }
    }

    private static Optional<Integer> schemaVersion(Jdbi jdbi) {
        return jdbi.withHandle(handle -> {
            boolean migrated = handle.createQuery(
                                    "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'flyway_schema_history'")
                            .mapTo(Integer.class)
                            .one()
                    > 0;
            if (!migrated) {
                return Optional.empty();
            }
            return handle.createQuery("SELECT max(CAST(version AS INTEGER)) FROM flyway_schema_history WHERE success")
                    .mapTo(Integer.class)
                    .findOne();
        });
    }
}
