package io.mvm.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.mvm.chain.BlockHash;
import io.mvm.duty.Tally;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainReaderTest {
    @TempDir
    Path directory;

    private Path file;
    private SampleChain truth;
    private ChainReader reader;

    @BeforeEach
    void write() {
        file = directory.resolve("mvm.db");
        truth = SampleDatabase.write(file);
        reader = StoreReader.open(file).chain(SampleChain.NAME);
    }

    @Test
    void listsChainsAndNamesThemWhenAskedForAnother() {
        StoreReader store = StoreReader.open(file);
        assertThat(store.chains()).singleElement().satisfies(chain -> {
            assertThat(chain.name()).isEqualTo("sample");
            assertThat(chain.genesis()).isEqualTo(SampleChain.genesis());
            assertThat(chain.parameters()).isEqualTo(SampleChain.PARAMETERS);
            assertThat(chain.finalized().number()).isEqualTo(7);
            assertThat(chain.createdAtMs()).isEqualTo(SampleDatabase.NOW.toEpochMilli());
        });
        assertThat(store.chainOrOnly("other").chain().name()).isEqualTo("sample");
        assertThatThrownBy(() -> store.chain("other"))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.MISSING))
                .hasMessageContaining("no chain 'other', it has 'sample'");
    }

    @Test
    void countsWhatIsStored() {
        ChainStats stats = reader.stats();
        assertThat(stats.blocks()).isEqualTo(11);
        assertThat(stats.first()).isEqualTo(1);
        assertThat(stats.last().number()).isEqualTo(11);
        assertThat(stats.gapBlocks()).isZero();
        assertThat(stats.orphans()).isEqualTo(1);
        assertThat(stats.slots()).isEqualTo(new Tally(11, 5, 1));
        assertThat(stats.validators()).isEqualTo(3);
        assertThat(stats.unidentifiedKeys()).isEqualTo(1);
        assertThat(stats.authoritySets()).isEqualTo(2);
        assertThat(stats.firstEpoch()).isEqualTo(10);
        assertThat(stats.lastEpoch()).isEqualTo(11);
        assertThat(stats.databaseBytes()).isPositive();
    }

    @Test
    void listsBlocksNewestFirstWithAuthorsAndFinality() {
        List<StoredBlock> newest = reader.blocks(BlockFilter.newest(5));
        assertThat(newest).extracting(StoredBlock::number).containsExactly(11L, 10L, 9L, 8L, 7L);
        assertThat(newest.get(0).state()).isEqualTo(StoredBlock.State.BEST);
        assertThat(newest.get(4).state()).isEqualTo(StoredBlock.State.FINALIZED);
        assertThat(newest.get(0).auraKey()).isEqualTo(SampleChain.aura(1));
        assertThat(newest.get(0).validator()).isEqualTo(SampleChain.sidechain(1));
        assertThat(newest.get(4).auraKey()).isEqualTo(SampleChain.aura(3));
        assertThat(newest.get(4).validator()).isNull();
        assertThat(newest.get(0)).isEqualTo(reader.block(11).orElseThrow());
    }

    @Test
    void listsARangeAscendingAndOneAuthorAlone() {
        assertThat(reader.blocks(new BlockFilter(3, 5, null, 10, true)))
                .extracting(StoredBlock::number)
                .containsExactly(3L, 4L, 5L);
        KnownValidator first = reader.validators().find(SampleChain.sidechain(0).hex());
        assertThat(reader.blocks(BlockFilter.newestOf(first, 10)))
                .extracting(StoredBlock::number)
                .containsExactly(4L, 1L);
        KnownValidator unknown =
                reader.validators().find("aura:" + SampleChain.aura(3).hex());
        assertThat(reader.blocks(BlockFilter.newestOf(unknown, 10)))
                .extracting(StoredBlock::number)
                .containsExactly(7L);
    }

    @Test
    void findsABlockByHashAmongCanonicalOnesAndOrphans() {
        BlockRow tip = truth.tip();
        assertThat(reader.block(tip.hash()).orElseThrow().number()).isEqualTo(11);
        BlockHash almost = BlockHash.parse(tip.hash().hex().substring(0, 64) + "00");
        assertThat(reader.block(almost)).isEmpty();
        try (ChainWriter writer = SampleDatabase.open(file)) {
            BlockRow orphan = writer.orphansSince(0).get(0);
            StoredBlock found = reader.block(orphan.hash()).orElseThrow();
            assertThat(found.state()).isEqualTo(StoredBlock.State.ORPHANED);
            assertThat(found.slot()).isEqualTo(105);
        }
    }

    @Test
    void scansNoBlocksToFindAFew() throws SQLException {
        List<String> statements = new CopyOnWriteArrayList<>();
        StoreReader store = StoreReader.open(file);
        store.jdbi().setSqlLogger(new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                statements.add(String.valueOf(context.getRenderedSql()));
            }
        });
        ChainReader watched = store.chain(SampleChain.NAME);
        KnownValidator author = watched.validators().find(SampleChain.aura(1).hex());
        watched.block(truth.tip().hash());
        watched.block(3);
        watched.blocks(BlockFilter.newest(3));
        watched.blocks(BlockFilter.newestOf(author, 3));
        watched.judgements().misses(new MissFilter(List.of(author), 0, null, false, 3));
        watched.totals(author);
        watched.stats();
        statements.removeIf(sql -> !sql.matches("SELECT .* (block|empty_slot) .*"));
        assertThat(statements).hasSizeGreaterThan(6);
        for (String sql : statements) {
            assertThat(plan(sql))
                    .as(sql)
                    .doesNotContain("SCAN b")
                    .doesNotContain("block USING PRIMARY KEY (chain_id=?)")
                    .doesNotContain("b USING PRIMARY KEY (chain_id=?)")
                    .doesNotContain("TEMP B-TREE");
        }
    }

    private String plan(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet rs = statement.executeQuery("EXPLAIN QUERY PLAN " + sql.replace('?', '1'))) {
            StringBuilder plan = new StringBuilder();
            while (rs.next()) {
                plan.append(rs.getString(4)).append("; ");
            }
            return plan.toString();
        }
    }

    @Test
    void totalsAreOwedMostFirstAndNameUnknownHoldersByTheirAuraKey() {
        List<ValidatorTotals> totals = reader.totals();
        assertThat(totals)
                .extracting(one -> one.validator().displayKey(), ValidatorTotals::tally, ValidatorTotals::lastNumber)
                .containsExactly(
                        tuple(SampleChain.sidechain(1).hex(), new Tally(5, 0, 1), 11L),
                        tuple(SampleChain.sidechain(2).hex(), new Tally(3, 2, 0), 10L),
                        tuple(SampleChain.sidechain(0).hex(), new Tally(2, 1, 0), 4L),
                        tuple("aura:" + SampleChain.aura(3).hex(), new Tally(1, 2, 0), 7L));
        assertThat(totals)
                .allSatisfy(one -> assertThat(reader.totals(one.validator())).isEqualTo(one));
    }

    @Test
    void showsEmptySlotsAndEpochsOfOneValidator() {
        KnownValidator second =
                reader.validators().find(SampleChain.sidechain(1).hex());
        assertThat(reader.judgements().misses(new MissFilter(List.of(second), 0, null, false, 10)))
                .singleElement()
                .satisfies(slot -> {
                    assertThat(slot.slot()).isEqualTo(105);
                    assertThat(slot.orphaned()).isTrue();
                    assertThat(slot.epoch()).isEqualTo(10);
                    assertThat(slot.startMs()).isEqualTo(630_000);
                    assertThat(slot.afterNumber()).isEqualTo(4);
                });
        assertThat(reader.epochs(second, 10))
                .containsExactly(
                        new EpochTally(11L, 1, new Tally(3, 0, 0)), new EpochTally(10L, 1, new Tally(2, 0, 1)));
        assertThat(reader.epochs(1)).containsExactly(new EpochTally(11L, 3, new Tally(4, 3, 0)));
    }

    @Test
    void joinsSeveralAuraKeysOfOneValidator() {
        try (ChainWriter writer = SampleDatabase.open(file)) {
            writer.identityTable().save(Map.of(SampleChain.aura(3), SampleChain.sidechain(0)));
        }
        KnownValidator joined = reader.validators().find(SampleChain.aura(3).hex());
        assertThat(joined.key()).isEqualTo(SampleChain.sidechain(0));
        assertThat(joined.auraKeys()).containsExactlyInAnyOrder(SampleChain.aura(0), SampleChain.aura(3));
        assertThat(reader.totals(joined).tally()).isEqualTo(new Tally(3, 3, 0));
        assertThat(reader.totals(joined).lastNumber()).isEqualTo(7);
        assertThat(reader.blocks(BlockFilter.newestOf(joined, 10)))
                .extracting(StoredBlock::number)
                .containsExactly(7L, 4L, 1L);
    }

    @Test
    void findsGapsBetweenRuns() {
        try (ChainWriter writer = SampleDatabase.open(file)) {
            SampleChain far = new SampleChain(40, SampleChain.FIRST_SET).blocks(300, 301);
            writer.commit(far.take(truth.segment()));
        }
        assertThat(reader.gaps()).containsExactly(new Segment(12, 39));
        assertThat(reader.stats().gapBlocks()).isEqualTo(28);
        assertThat(reader.stats().blocks()).isEqualTo(13);
    }

    @Test
    void refusesTextsThatNameNoValidatorAndSuggestsTheNearest() {
        ValidatorDirectory directory = reader.validators();
        assertThat(directory.find("0x0211111111").key()).isEqualTo(SampleChain.sidechain(1));
        assertThat(directory.find("A1A1A1").auraKeys()).containsExactly(SampleChain.aura(1));
        assertThatThrownBy(() -> directory.find("0x021111ff"))
                .isInstanceOf(UnknownValidatorException.class)
                .hasMessageStartingWith(
                        "no validator of chain 'sample' has a key that begins with 0x021111ff; the nearest are "
                                + SampleChain.sidechain(1).hex());
        assertThatThrownBy(() -> directory.find("0x02zz44"))
                .hasMessageContaining("not a key: '0x02zz44' has 'z' where a hex digit was expected");
        assertThatThrownBy(() -> directory.find("0x0211")).hasMessageContaining("4 hex digits, expected at least 6");
        assertThatThrownBy(() -> directory.find("0x" + "02".repeat(40)))
                .hasMessageContaining("80 hex digits, a sidechain key has 66 and an Aura key 64");
    }

    @Test
    void saysWhichValidatorsABeginningFits() throws SQLException {
        SampleDatabase.tamper(
                file,
                "UPDATE validator SET sidechain_key = x'021111111111" + "22".repeat(27) + "' WHERE sidechain_key = x'02"
                        + "12".repeat(32) + "'");
        assertThatThrownBy(() -> reader.validators().find("0x02111111"))
                .hasMessageContaining("2 validators of chain 'sample' have a key that begins with 0x02111111")
                .hasMessageEndingWith("give more digits");
    }

    @Test
    void readsWhileTheWriterWritesAndAlwaysSeesWholeCommits() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (ChainWriter writer = SampleDatabase.open(file)) {
            Future<Integer> reads = threads.submit(() -> {
                int seen = 0;
                long height = 0;
                while (!done.get()) {
                    ChainStats stats = reader.stats();
                    assertThat(stats.slots().produced()).isEqualTo(stats.blocks());
                    assertThat(stats.last().number()).isEqualTo(stats.blocks()).isGreaterThanOrEqualTo(height);
                    height = stats.last().number();
                    seen++;
                }
                return seen;
            });
            Future<Integer> recounts = threads.submit(() -> {
                int seen = 0;
                while (!done.get()) {
                    assertThat(reader.recount().run(step -> {})).allMatch(RecountCheck::ok);
                    seen++;
                }
                return seen;
            });
            for (int i = 0; i < 200; i++) {
                truth.block(truth.tip().slot() + 1 + i % 3);
                writer.commit(truth.take());
            }
            done.set(true);
            assertThat(reads.get(30, TimeUnit.SECONDS)).isPositive();
            assertThat(recounts.get(30, TimeUnit.SECONDS)).isPositive();
        } finally {
            threads.shutdownNow();
        }
        assertThat(reader.stats().blocks()).isEqualTo(211);
    }
}
