package io.mvm.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.mvm.duty.Tally;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecountTest {
    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("mvm.db");
    }

    private List<RecountCheck> recount() {
        return StoreReader.open(file()).chain(SampleChain.NAME).recount().run(step -> {});
    }

    private static Set<String> failing(List<RecountCheck> checks) {
        return checks.stream()
                .filter(check -> !check.ok())
                .map(RecountCheck::name)
                .collect(Collectors.toSet());
    }

    @Test
    void agreesWithWhatTheWriterWrote() {
        SampleDatabase.write(file());
        List<RecountCheck> checks = recount();
        assertThat(checks).allSatisfy(check -> {
            assertThat(check.ok()).as("%s", check).isTrue();
            assertThat(check.expected()).isEqualTo(check.found());
        });
        assertThat(checks.stream().collect(Collectors.toMap(RecountCheck::name, RecountCheck::rows)))
                .containsEntry("parents", 10L)
                .containsEntry("authors", 11L)
                .containsEntry("empty slots", 6L)
                .containsEntry("owners of slots", 6L)
                .containsEntry("orphans", 1L)
                .containsEntry("orphaned slots", 1L)
                .containsEntry("finality", 1L)
                .containsEntry("authority sets", 2L)
                .containsEntry("committees", 1L)
                .containsEntry("segments", 1L)
                .containsEntry("epochs", 12L)
                .containsEntry("owed slots", 4L);
    }

    @Test
    void agreesWithAnEmptyDatabaseAndWithAChainThatHasNoBlocksYet() {
        SampleDatabase.open(file()).close();
        assertThat(failing(recount())).isEmpty();
    }

    @Test
    void agreesAfterAReorgThatTookBackEmptySlotsAndARotation() {
        try (ChainWriter writer = SampleDatabase.open(file())) {
            SampleChain chain = SampleChain.fromGenesis();
            chain.blocks(100, 101, 104).block(107, SampleChain.SECOND_SET).blocks(108, 111);
            writer.commit(chain.take());
            chain.drop(3).blocks(105, 109);
            writer.commit(chain.take());
            assertThat(writer.orphansSince(0)).hasSize(3);
        }
        assertThat(failing(recount())).isEmpty();
    }

    @Test
    void agreesWithTwoRunsOfBlocksAndTheGapBetweenThem() {
        try (ChainWriter writer = SampleDatabase.open(file())) {
            SampleChain old = SampleChain.fromGenesis().blocks(100, 101, 103);
            writer.commit(old.take());
            SampleChain head = new SampleChain(50, SampleChain.SECOND_SET).blocks(200, 203, 204);
            writer.commit(head.take(old.segment()));
        }
        List<RecountCheck> checks = recount();
        assertThat(failing(checks)).isEmpty();
        assertThat(checks)
                .filteredOn(check -> check.name().equals("segments"))
                .first()
                .extracting(RecountCheck::rows)
                .isEqualTo(2L);
    }

    @Test
    void acceptsBlocksWithoutAuthorWhileNoSetIsKnown() {
        try (ChainWriter writer = SampleDatabase.open(file())) {
            SampleChain truth = SampleChain.fromGenesis().blocks(100, 101, 102, 103);
            List<BlockRow> rows = truth.take().added();
            writer.commit(new ChainUpdate(
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(
                            unattributed(rows.get(0), false),
                            unattributed(rows.get(1), true),
                            rows.get(2),
                            rows.get(3)),
                    List.of(),
                    List.of(),
                    Map.of(
                            new DutyKey(10, SampleChain.aura(2)), new Tally(1, 0, 0),
                            new DutyKey(10, SampleChain.aura(0)), new Tally(1, 0, 0)),
                    List.of(truth.segment()),
                    null,
                    0));
        }
        assertThat(failing(recount())).isEmpty();
    }

    private static BlockRow unattributed(BlockRow row, boolean setKnown) {
        return new BlockRow(
                row.number(),
                row.hash(),
                row.parent(),
                row.slot(),
                row.timestampMs(),
                row.sidechainEpoch(),
                row.mainchainEpoch(),
                row.engine(),
                null,
                null,
                setKnown ? row.setAfter() : null,
                row.specVersion(),
                row.extrinsics());
    }

    @Test
    void agreesOnAChainWithoutEpochs() {
        try (ChainWriter writer = ChainWriter.open(file(), Clock.systemUTC(), new MetricRegistry())) {
            writer.attach(SampleChain.NAME, SampleChain.genesis());
            BlockRow row = SampleChain.fromGenesis().blocks(100).take().added().get(0);
            BlockRow bare = new BlockRow(
                    1,
                    row.hash(),
                    row.parent(),
                    100L,
                    null,
                    null,
                    null,
                    "aura",
                    row.author(),
                    0,
                    row.setAfter(),
                    null,
                    1);
            writer.commit(new ChainUpdate(
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(bare),
                    List.of(),
                    List.of(),
                    Map.of(new DutyKey(DutyKey.NO_EPOCH, row.author()), new Tally(1, 0, 0)),
                    List.of(new Segment(1, 1)),
                    null,
                    0));
        }
        assertThat(failing(recount())).isEmpty();
    }

    /** Each damage, and all checks that must see it: no other may. */
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE block SET parent = zeroblob(32) WHERE number = 6 | parents",
                "UPDATE block SET hash = zeroblob(32) WHERE number = 11 | ''",
                "UPDATE block SET hash = zeroblob(32) WHERE number = 7 | parents, finality",
                "UPDATE block SET hash = x'00' WHERE number = 11 | lengths",
                "UPDATE aura_key SET aura_key = x'00' WHERE id = 1 | lengths, authority sets",
                "UPDATE validator SET sidechain_key = x'0102' WHERE id = 1 | lengths",
                "UPDATE segment SET last_number = 10 | segments",
                "UPDATE segment SET first_number = 2 | segments",
                "DELETE FROM segment | segments",
                "INSERT INTO segment VALUES (1, 20, 30) | segments",
                "INSERT INTO segment VALUES (1, 5, 6) | segments",
                "UPDATE block SET author_id = 2 WHERE number = 1 | duties, owed slots",
                "UPDATE block SET author_id = 1 WHERE number = 2 | authors, duties",
                "UPDATE block SET seat = 0 WHERE number = 2 | authors",
                "UPDATE block SET author_id = NULL, seat = NULL WHERE number = 2 | authors, duties, owed slots",
                "UPDATE block SET set_id = NULL WHERE number = 11 | sets carried on",
                "UPDATE authority_set SET content = zeroblob(16) WHERE id = 1 | authority sets",
                "UPDATE committee SET members = x'02' | committees",
                "UPDATE committee SET members = x'7e7e7e7e' | committees",
                "DELETE FROM empty_slot WHERE slot = 111 | empty slots, duties",
                "UPDATE empty_slot SET slot = 90 WHERE slot = 103 | empty slots, duties",
                "INSERT INTO empty_slot VALUES (1, 117, 11, 1, 0, 2, 0, NULL) | empty slots, duties",
                "UPDATE empty_slot SET after_number = 2 WHERE slot = 103 | empty slots",
                "UPDATE empty_slot SET seat = 1 WHERE slot = 103 | owners of slots",
                "UPDATE empty_slot SET set_id = 2 WHERE slot = 103 | owners of slots",
                "UPDATE empty_slot SET owner_id = 2 WHERE slot = 103 | owners of slots, duties",
                "UPDATE empty_slot SET orphaned = 1 WHERE slot = 111 | orphaned slots, duties",
                "UPDATE empty_slot SET orphaned = 0 WHERE slot = 105 | orphaned slots, duties",
                "DELETE FROM orphan_block | orphaned slots",
                "UPDATE orphan_block SET number = 5, hash = (SELECT hash FROM block WHERE number = 5) | orphans",
                "UPDATE duty SET missed = missed + 1, produced = produced - 1 WHERE produced > 0 AND epoch = 10 | duties",
                "UPDATE duty SET missed = missed + 1 WHERE epoch = 11 | duties, owed slots",
                "DELETE FROM duty WHERE epoch = 11 | duties, owed slots",
                "INSERT INTO duty VALUES (1, 99, 1, 1, 0, 0) | duties, owed slots",
                "UPDATE block SET sc_epoch = 3 WHERE number = 4 | epochs",
                "UPDATE block SET sc_epoch = NULL WHERE number = 4 | epochs",
                "UPDATE block SET mc_epoch = 7 WHERE number = 4 | epochs",
                "UPDATE chain SET finalized_hash = zeroblob(32) | finality",
                "UPDATE chain SET finalized_hash = NULL | finality",
                "UPDATE aura_key SET validator_id = 99 WHERE id = 1 | references",
                "UPDATE block SET slot = 101 WHERE number = 3" + " | slots ascend, authors, empty slots, owed slots",
            })
    void seesDamage(String damage, String expected) throws SQLException {
        SampleDatabase.write(file());
        assertThat(SampleDatabase.tamper(file(), damage)).isPositive();
        Set<String> wanted = expected.isEmpty() ? Set.of() : Set.of(expected.split(", "));
        assertThat(failing(recount())).isEqualTo(wanted);
    }

    @Test
    void saysWhereTheFirstFaultIsAndHowManyThereAre() throws SQLException {
        SampleDatabase.write(file());
        SampleDatabase.tamper(file(), "DELETE FROM empty_slot WHERE slot IN (111, 112)");
        RecountCheck check = recount().stream()
                .filter(one -> one.name().equals("empty slots"))
                .findFirst()
                .orElseThrow();
        assertThat(check.faults()).isEqualTo(2);
        assertThat(check.examples()).containsExactly("slots 111 to 112: expected empty, found none");
    }
}
