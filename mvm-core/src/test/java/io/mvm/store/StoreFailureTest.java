package io.mvm.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFailureTest {
    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("mvm.db");
    }

    private static AbstractThrowableAssert<?, ?> assertFails(
            StoreException.Kind kind, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void refusesASecondWriterAndNamesTheFirst() {
        ChainWriter first = SampleDatabase.open(file());
        try (first) {
            assertFails(StoreException.Kind.BUSY, () -> SampleDatabase.open(file()))
                    .hasMessageContaining(
                            "another MVM (process " + ProcessHandle.current().pid() + ") writes " + file())
                    .hasMessageContaining("--db-path");
        }
        SampleDatabase.open(file()).close();
    }

    @Test
    void refusesAWriterInAnotherProcess() throws Exception {
        ChainWriter first = SampleDatabase.open(file());
        try (first) {
            assertThat(whatAnotherProcessSays())
                    .contains("another MVM (process " + ProcessHandle.current().pid() + ")");
        }
    }

    @Test
    void refusesAWriterInAnotherProcessAlsoAfterASecondTryHere() throws Exception {
        ChainWriter first = SampleDatabase.open(file());
        try (first) {
            assertFails(StoreException.Kind.BUSY, () -> SampleDatabase.open(file()));
            assertThat(whatAnotherProcessSays())
                    .contains("another MVM (process " + ProcessHandle.current().pid() + ")");
        }
    }

    private String whatAnotherProcessSays() throws IOException {
        Process other = CommitLoop.start(file());
        try (BufferedReader lines = other.inputReader(StandardCharsets.UTF_8)) {
            return lines.lines()
                    .filter(line -> !line.contains(" INFO "))
                    .findFirst()
                    .orElse("");
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void refusesANewerSchemaForWritingAndForReading() throws SQLException {
        SampleDatabase.write(file());
        SampleDatabase.tamper(file(), "UPDATE flyway_schema_history SET version = '7' WHERE version = '3'");
        String told = "has schema 7, this MVM knows schemas up to 3; run the newer MVM that wrote it";
        assertFails(StoreException.Kind.NEWER_SCHEMA, () -> SampleDatabase.open(file()))
                .hasMessageContaining(told);
        assertFails(StoreException.Kind.NEWER_SCHEMA, () -> StoreReader.open(file()))
                .hasMessageContaining(told);
    }

    @Test
    void freesTheLockWhenOpeningFails() throws SQLException {
        SampleDatabase.write(file());
        SampleDatabase.tamper(file(), "UPDATE flyway_schema_history SET version = '7' WHERE version = '3'");
        assertFails(StoreException.Kind.NEWER_SCHEMA, () -> SampleDatabase.open(file()));
        SampleDatabase.tamper(file(), "UPDATE flyway_schema_history SET version = '3' WHERE version = '7'");
        SampleDatabase.open(file()).close();
    }

    @Test
    void saysThatNoDatabaseIsThereAndMakesNone() {
        assertFails(StoreException.Kind.MISSING, () -> StoreReader.open(file()))
                .hasMessageContaining("no database at " + file());
        assertThat(file()).doesNotExist();
    }

    @Test
    void saysThatTheDirectoryCannotBeWritten() throws IOException {
        // Permissions do not bind root, under whom tests may run: a directory that is a file binds everyone.
        Path noDirectory = Files.writeString(directory.resolve("plain"), "x").resolve("mvm.db");
        assertFails(StoreException.Kind.UNWRITABLE, () -> SampleDatabase.open(noDirectory))
                .hasMessageContaining("the directory must exist and be writable by this user");
        assertFails(StoreException.Kind.UNWRITABLE, () -> SampleDatabase.open(directory.resolve("none/mvm.db")))
                .hasMessageContaining("none");
    }

    @Test
    void saysThatTheFileItselfCannotBeOpened() throws IOException {
        Files.createDirectory(file());
        assertFails(StoreException.Kind.UNWRITABLE, () -> SampleDatabase.open(file()));
        assertThatThrownBy(() -> StoreReader.open(file()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file() + " is no file, expected a database");
    }

    @Test
    void refusesAFileThatIsNoDatabaseAndLeavesItAlone() throws IOException {
        String text = "This is a letter, not a database. ".repeat(200);
        Files.writeString(file(), text);
        assertFails(StoreException.Kind.CORRUPT, () -> SampleDatabase.open(file()))
                .hasMessageContaining("damaged or no SQLite database");
        assertFails(StoreException.Kind.CORRUPT, () -> StoreReader.open(file()));
        assertThat(file()).hasContent(text);
    }

    @Test
    void refusesToReadADatabaseOfAnotherProgram() throws SQLException {
        SampleDatabase.tamper(file(), "CREATE TABLE recipe (name TEXT)");
        assertFails(StoreException.Kind.CORRUPT, () -> StoreReader.open(file()))
                .hasMessageContaining("holds no tables of MVM");
    }

    @Test
    void tellsADamagedPageInReadingAndInTheRecount() throws IOException {
        SampleDatabase.write(file());
        int page = 4096;
        int pages = (int) (Files.size(file()) / page);
        byte[] junk = new byte[page];
        Arrays.fill(junk, (byte) 0x5a);
        try (RandomAccessFile raw = new RandomAccessFile(file().toFile(), "rw")) {
            // The first page holds the schema: leave it, so that the file opens.
            for (int i = 2; i < pages; i++) {
                raw.seek((long) i * page);
                raw.write(junk);
            }
        }
        assertFails(StoreException.Kind.CORRUPT, () -> {
            ChainReader reader = StoreReader.open(file()).chain(SampleChain.NAME);
            List<RecountCheck> checks = reader.recount().run(step -> {});
            assertThat(checks).anyMatch(check -> !check.ok());
            reader.stats();
        });
    }

    @Test
    void recountTellsDamageInsideOneTable() throws Exception {
        SampleDatabase.write(file());
        int root;
        try (java.sql.Connection connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + file());
                java.sql.ResultSet rs = connection
                        .createStatement()
                        .executeQuery("SELECT rootpage FROM sqlite_master WHERE name = 'block'")) {
            root = rs.getInt(1);
        }
        try (RandomAccessFile raw = new RandomAccessFile(file().toFile(), "rw")) {
            raw.seek((long) (root - 1) * 4096);
            raw.write(new byte[64]);
        }
        List<RecountCheck> checks =
                StoreReader.open(file()).chain(SampleChain.NAME).recount().run(step -> {});
        assertThat(checks).filteredOn(check -> !check.ok()).isNotEmpty();
        assertThat(checks).last().satisfies(check -> {
            assertThat(check.name()).isEqualTo("readable");
            assertThat(check.found()).contains("restore a backup");
        });
    }

    @Test
    void losesNothingWhenTheDiskIsFullAndGoesOnWhenThereIsSpace() {
        SampleChain truth = SampleChain.fromGenesis();
        try (ChainWriter writer = SampleDatabase.open(file())) {
            truth.blocks(100, 101, 103);
            writer.commit(truth.take());
            int pages = writer.handle()
                    .createQuery("PRAGMA page_count")
                    .mapTo(Integer.class)
                    .one();
            writer.handle().execute("PRAGMA max_page_count = " + (pages + 2));
            for (long slot = 104; slot < 2_000; slot++) {
                truth.block(slot);
            }
            // A set and keys never seen before: their ids must not be believed in after the transaction is undone.
            truth.block(2_000, SampleChain.set(4, 5, 6)).blocks(2_001, 2_002, 2_003);
            ChainUpdate large = truth.take();
            assertFails(StoreException.Kind.DISK_FULL, () -> writer.commit(large))
                    .hasMessageContaining("the disk is full; nothing was lost");
            ChainReader reader = StoreReader.open(file()).chain(SampleChain.NAME);
            assertThat(reader.stats().blocks()).isEqualTo(3);
            assertThat(writer.blocks(1, 10)).hasSize(3);
            writer.handle().execute("PRAGMA max_page_count = 1000000");
            writer.commit(large);
            assertThat(reader.stats().blocks()).isEqualTo(large.added().size() + 3L);
            assertThat(reader.recount().run(step -> {})).allMatch(RecountCheck::ok);
        }
    }

    /** Give an empty directory on a disk of about 1 MB: -Dmvm.test.small-disk=DIR. A commit there fills the log, not the file. */
    @Test
    void losesNothingOnAFullDisk() throws IOException {
        String small = System.getProperty("mvm.test.small-disk");
        assumeTrue(small != null, "no small disk was given");
        Path file = Path.of(small, "mvm.db");
        Path filler = Path.of(small, "filler");
        SampleChain truth = SampleChain.fromGenesis();
        try (ChainWriter writer = SampleDatabase.open(file)) {
            truth.blocks(100, 101, 103);
            writer.commit(truth.take());
            byte[] rest = new byte[(int) Math.max(0, Files.getFileStore(file).getUsableSpace() - 100_000)];
            Files.write(filler, rest);
            for (long slot = 104; slot < 3_000; slot++) {
                truth.block(slot);
            }
            ChainUpdate large = truth.take();
            assertFails(StoreException.Kind.DISK_FULL, () -> writer.commit(large));
            assertThat(writer.blocks(1, 10)).hasSize(3);
            Files.delete(filler);
            writer.commit(large);
        }
        ChainReader reader = StoreReader.open(file).chain(SampleChain.NAME);
        assertThat(reader.stats().blocks()).isEqualTo(2_899);
        assertThat(reader.recount().run(step -> {})).allMatch(RecountCheck::ok);
    }

    @Test
    void keepsAWholeChainWhenKilledInTheMiddleOfCommits() throws Exception {
        for (int round = 0; round < 4; round++) {
            Process child = CommitLoop.start(file());
            try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
                String last = null;
                for (int i = 0; i < 10 + 7 * round; i++) {
                    String line = lines.readLine();
                    assertThat(line).as("after %s", last).startsWith("committed ");
                    last = line;
                }
                child.destroyForcibly();
                child.waitFor();
                long told = Long.parseLong(last.substring("committed ".length()));
                ChainReader reader = StoreReader.open(file()).chain(SampleChain.NAME);
                assertThat(reader.stats().last().number()).isGreaterThanOrEqualTo(told);
                assertThat(reader.recount().run(step -> {})).allMatch(RecountCheck::ok);
            }
        }
        // The lock of the killed process is free, and the chain goes on.
        try (ChainWriter writer = SampleDatabase.open(file())) {
            assertThat(writer.segments()).hasSize(1);
        }
    }
}
