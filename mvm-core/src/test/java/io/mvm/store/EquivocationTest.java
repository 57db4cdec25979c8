package io.mvm.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.chain.AuraKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several blocks of one author in one slot, in every order in which they may reach the database. */
class EquivocationTest {
    private static final AuraKey AUTHOR = SampleChain.aura(2);
    private static final Map<AuraKey, EquivocationCount> ONE = Map.of(AUTHOR, new EquivocationCount(1, 102L));

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("mvm.db");
    }

    private Set<String> failing() {
        return StoreReader.open(file()).chain(SampleChain.NAME).recount().run(step -> {}).stream()
                .filter(check -> !check.ok())
                .map(RecountCheck::name)
                .collect(Collectors.toSet());
    }

    private List<Equivocation> shown() {
        ChainReader reader = StoreReader.open(file()).chain(SampleChain.NAME);
        return reader.equivocations(reader.validators().find("aura:" + AUTHOR.hex()), 10);
    }

    @Test
    void aSiblingOfAStoredBlockIsFoundAndKeptOverRestarts() {
        SampleChain chain = SampleChain.fromGenesis().blocks(100, 101, 102, 103);
        try (ChainWriter writer = SampleDatabase.open(file())) {
            assertThat(writer.commit(chain.take())).isEmpty();
            BlockRow canonical = chain.blockAt(3);
            List<Equivocation> found = writer.commit(chain.twin(3).take());
            assertThat(found).singleElement().satisfies(one -> {
                assertThat(one.author()).isEqualTo(AUTHOR);
                assertThat(one.slot()).isEqualTo(102);
                assertThat(one.blocks()).hasSize(2).startsWith(canonical.hash());
            });
        }
        try (ChainWriter writer = SampleDatabase.open(file())) {
            assertThat(writer.equivocations().totals()).isEqualTo(ONE);
            assertThat(writer.commit(chain.twin(3).blocks(105).take())).isEmpty();
            assertThat(writer.equivocations().totals()).isEqualTo(ONE);
        }
        assertThat(shown())
                .singleElement()
                .satisfies(one -> assertThat(one.blocks()).hasSize(2));
        assertThat(failing()).isEmpty();
    }

    @Test
    void aCanonicalBlockThatComesAfterItsSiblingIsFound() {
        SampleChain chain = SampleChain.fromGenesis().blocks(100, 101);
        try (ChainWriter writer = SampleDatabase.open(file())) {
            writer.commit(chain.take());
            ChainUpdate all = chain.blocks(102, 103).twin(3).take();
            assertThat(writer.commit(onlyForks(all, chain.segment(2)))).isEmpty();
            assertThat(writer.commit(withoutForks(all))).hasSize(1);
            assertThat(writer.equivocations().totals()).isEqualTo(ONE);
        }
        assertThat(failing()).isEmpty();
    }

    @Test
    void blocksThatBothLostAreFound() {
        SampleChain chain = SampleChain.fromGenesis().blocks(100, 101, 102, 103);
        try (ChainWriter writer = SampleDatabase.open(file())) {
            writer.commit(chain.take());
            writer.commit(chain.drop(2).blocks(104, 105).take());
            ChainUpdate late = chain.twinOfLost(102).take();
            assertThat(writer.commit(late))
                    .singleElement()
                    .satisfies(one -> assertThat(one.blocks()).hasSize(2));
            assertThat(writer.equivocations().totals()).isEqualTo(ONE);
        }
        assertThat(failing()).isEmpty();
    }

    @Test
    void reorgsThatSwapTheBlocksToAndFroCountOnce() {
        SampleChain chain = SampleChain.fromGenesis().blocks(100, 101, 102);
        try (ChainWriter writer = SampleDatabase.open(file())) {
            writer.commit(chain.take());
            // A reorg gives the same author's other block of the same slot.
            assertThat(writer.commit(chain.drop(1).block(102).take())).hasSize(1);
            assertThat(writer.commit(chain.drop(1).block(102).take()))
                    .as("a third block of that slot")
                    .isEmpty();
            assertThat(writer.commit(chain.blocks(103, 104).take())).isEmpty();
            assertThat(writer.commit(chain.drop(2).blocks(105).take())).isEmpty();
            assertThat(writer.equivocations().totals()).isEqualTo(ONE);
        }
        assertThat(shown())
                .singleElement()
                .satisfies(one -> assertThat(one.blocks()).hasSize(3));
        assertThat(failing()).isEmpty();
    }

    @Test
    void aSiblingOnAnotherParentIsFoundAtWhateverHeight() {
        // Author 0 owns slots 100, 103 and 104. The branch that lost has its block of slot 104 one lower than the
        // canonical one.
        SampleChain chain = SampleChain.fromGenesis().blocks(100, 101, 102, 103, 104, 105, 106);
        try (ChainWriter writer = SampleDatabase.open(file())) {
            writer.commit(chain.take());
            assertThat(writer.commit(chain.fork(3, 104).take())).singleElement().satisfies(one -> {
                assertThat(one.author()).isEqualTo(SampleChain.aura(0));
                assertThat(one.blocks()).hasSize(2).startsWith(chain.blockAt(5).hash());
            });
            assertThat(writer.commit(chain.fork(5, 104).take()))
                    .as("one block more, higher up")
                    .isEmpty();
        }
        assertThat(failing()).isEmpty();
    }

    @Test
    void twoAuthorsInASlotOrAnUnknownOneAreNone() {
        SampleChain chain = SampleChain.fromGenesis().blocks(100, 101, 102, 103);
        try (ChainWriter writer = SampleDatabase.open(file())) {
            writer.commit(chain.take());
            assertThat(writer.commit(chain.rival(3, SampleChain.aura(1)).take()))
                    .isEmpty();
            assertThat(writer.commit(chain.rival(4, null).take())).isEmpty();
            assertThat(writer.equivocations().totals()).isEmpty();
        }
        assertThat(failing()).isEmpty();
    }

    @Test
    void anotherSlotCountsAgainAndNamesTheNewest() {
        SampleChain chain = SampleChain.fromGenesis().blocks(100, 101, 102, 103, 106);
        try (ChainWriter writer = SampleDatabase.open(file())) {
            writer.commit(chain.take());
            assertThat(writer.commit(chain.twin(5).twin(3).take())).hasSize(2);
            assertThat(writer.equivocations().totals()).isEqualTo(Map.of(AUTHOR, new EquivocationCount(2, 106L)));
        }
        assertThat(shown()).extracting(Equivocation::slot).containsExactly(106L, 102L);
        ChainReader reader = StoreReader.open(file()).chain(SampleChain.NAME);
        assertThat(reader.totals().stream().map(ValidatorTotals::equivocations))
                .containsOnlyOnce(new EquivocationCount(2, 106L))
                .contains(EquivocationCount.NONE);
    }

    /** Blocks of before there was a table for it: two siblings of canonical blocks, two that both lost, and none that is one. */
    @Test
    void thoseOfADatabaseOfTheSchemaBeforeAreFoundWhenItIsBroughtUpToDate() throws Exception {
        SampleChain chain = SampleChain.fromGenesis().blocks(100, 101, 102, 103, 104, 105);
        try (ChainWriter writer = SampleDatabase.open(file())) {
            writer.commit(chain.take());
            writer.commit(
                    chain.twin(3).fork(3, 104).rival(2, SampleChain.aura(0)).take());
            writer.commit(chain.drop(1).blocks(106).take());
            writer.commit(chain.twinOfLost(105).take());
        }
        SampleDatabase.backToSchema(2, file());
        try (ChainWriter writer = SampleDatabase.open(file())) {
            assertThat(writer.equivocations().totals())
                    .isEqualTo(Map.of(
                            AUTHOR,
                            new EquivocationCount(1, 102L),
                            SampleChain.aura(0),
                            new EquivocationCount(1, 104L),
                            SampleChain.aura(1),
                            new EquivocationCount(1, 105L)));
        }
        assertThat(failing()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE FROM equivocation | key 3 in slot 102: expected kept, as there are several blocks, found none",
                "UPDATE equivocation SET slot = 103 | key 3 in slot 102: expected kept, as there are several blocks, found none",
                "INSERT INTO equivocation VALUES (1, 1, 100) | key 1 in slot 100: expected two blocks or more, found fewer, yet kept",
            })
    void theRecountSeesDamage(String damage, String told) throws Exception {
        SampleChain chain = SampleChain.fromGenesis().blocks(100, 101, 102, 103);
        try (ChainWriter writer = SampleDatabase.open(file())) {
            writer.commit(chain.take());
            writer.commit(chain.twin(3).take());
        }
        assertThat(SampleDatabase.tamper(file(), damage)).isPositive();
        List<RecountCheck> checks =
                StoreReader.open(file()).chain(SampleChain.NAME).recount().run(step -> {});
        assertThat(checks.stream().filter(check -> !check.ok())).singleElement().satisfies(check -> {
            assertThat(check.name()).isEqualTo("equivocations");
            assertThat(check.examples()).contains(told);
        });
    }

    private static ChainUpdate onlyForks(ChainUpdate all, Segment stored) {
        return new ChainUpdate(
                List.of(),
                all.forks(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                List.of(stored),
                null,
                0);
    }

    private static ChainUpdate withoutForks(ChainUpdate all) {
        return new ChainUpdate(
                all.orphaned(),
                List.of(),
                all.canonicalAgain(),
                all.refilled(),
                all.added(),
                all.emptied(),
                all.nowOrphaned(),
                all.duties(),
                all.segments(),
                all.finalized(),
                all.reorgs());
    }
}
