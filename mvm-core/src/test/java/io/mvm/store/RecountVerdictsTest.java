package io.mvm.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.duty.Cause;
import io.mvm.duty.Judged;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecountVerdictsTest {
    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("mvm.db");
    }

    private List<RecountCheck> recount() {
        return StoreReader.open(file()).chain(SampleChain.NAME).recount().run(step -> {});
    }

    private Set<String> failing() {
        return recount().stream()
                .filter(check -> !check.ok())
                .map(RecountCheck::name)
                .collect(Collectors.toSet());
    }

    @Test
    void agreesWithWhatTheWriterWrote() {
        SampleDatabase.writeJudged(file());
        List<RecountCheck> checks = recount();
        assertThat(checks)
                .allSatisfy(check -> assertThat(check.ok()).as("%s", check).isTrue());
        assertThat(checks.stream().collect(Collectors.toMap(RecountCheck::name, RecountCheck::rows)))
                .containsEntry("judged range", 1L)
                .containsEntry("verdicts", 5L)
                .containsEntry("judged slots", 7L);
    }

    @Test
    void acceptsAForkThatIsSeenAfterTheVerdict() {
        SampleChain chain = SampleDatabase.writeJudged(file());
        try (ChainWriter writer = SampleDatabase.open(file())) {
            writer.commit(chain.fork(6, 108).take());
            assertThat(writer.judgements().causes(SampleChain.aura(2), new SlotRange(0, 200)))
                    .containsEntry(108L, Cause.NETWORK);
        }
        assertThat(failing()).isEmpty();
    }

    @Test
    void agreesWithSumsOfSeveralBatches() {
        SampleChain chain = SampleDatabase.writeJudged(file());
        try (ChainWriter writer = SampleDatabase.open(file())) {
            Judged made = Judged.NONE.plusProduced(1);
            writer.judgements()
                    .commit(
                            new SlotRange(101, 114),
                            Map.of(),
                            Map.of(
                                    new DutyKey(11, SampleChain.aura(1)), made,
                                    new DutyKey(11, SampleChain.aura(2)), made));
            writer.judgements()
                    .commit(new SlotRange(100, 114), Map.of(), Map.of(new DutyKey(10, SampleChain.aura(0)), made));
            assertThat(writer.judgements().range()).contains(new SlotRange(100, 114));
            assertThat(writer.judgements().lastProduced(new SlotRange(100, 114)))
                    .isEqualTo(Map.of(
                            SampleChain.aura(0), 104L,
                            SampleChain.aura(1), 113L,
                            SampleChain.aura(2), 114L,
                            SampleChain.aura(3), 109L));
            assertThat(chain.tip().number()).isEqualTo(11);
        }
        assertThat(failing()).isEmpty();
    }

    /** Each damage, and all checks that must see it: no other may. */
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE empty_slot SET cause = NULL WHERE slot = 103 | verdicts, judged slots",
                "UPDATE empty_slot SET cause = 5 WHERE slot = 115 | verdicts",
                "UPDATE empty_slot SET cause = 9 WHERE slot = 103 | verdicts, judged slots",
                "UPDATE empty_slot SET cause = 1 WHERE slot = 103 | verdicts, judged slots",
                "UPDATE empty_slot SET cause = 3 WHERE slot = 103 | judged slots",
                "UPDATE empty_slot SET cause = 5 WHERE slot = 105 | judged slots",
                "UPDATE judged SET alone = alone + 1 WHERE alone > 0 | judged slots",
                "UPDATE judged SET network = 0, alone = 1 WHERE network = 1 | judged slots",
                "UPDATE judged SET produced = produced + 1 WHERE epoch = 11 AND produced = 1 | judged slots",
                "DELETE FROM judged WHERE maintenance > 0 | judged slots",
                "DELETE FROM judged | judged slots",
                "UPDATE judged SET epoch = 12 WHERE epoch = 11 | judged slots",
                "INSERT INTO judged VALUES (1, 99, 1, 1, 0, 0, 0, 0, 0) | judged slots",
                "INSERT INTO judged VALUES (1, 99, 1, 0, 0, 0, 0, 0, 0) | ''",
                "UPDATE chain SET judged_to_slot = NULL | judged range, verdicts, judged slots",
                "UPDATE chain SET judged_from_slot = NULL | judged range, verdicts, judged slots",
                "UPDATE chain SET judged_from_slot = 113 | judged range, verdicts, judged slots",
                "UPDATE chain SET judged_from_slot = 99 | judged range, judged slots",
                "UPDATE chain SET judged_to_slot = 117 | judged range, verdicts, judged slots",
                "UPDATE chain SET judged_to_slot = 113 | judged slots",
                "UPDATE chain SET finalized_number = 7, finalized_hash ="
                        + " (SELECT hash FROM block WHERE number = 7) | judged range",
                "UPDATE segment SET last_number = 5 | segments, judged range",
                "DELETE FROM segment | segments, judged range",
            })
    void seesDamage(String damage, String expected) throws SQLException {
        SampleDatabase.writeJudged(file());
        assertThat(SampleDatabase.tamper(file(), damage)).isPositive();
        assertThat(failing()).isEqualTo(expected.isEmpty() ? Set.of() : Set.of(expected.split(", ")));
    }

    @Test
    void seesAVerdictWhereNothingIsJudged() throws SQLException {
        SampleDatabase.write(file());
        assertThat(failing()).isEmpty();
        SampleDatabase.tamper(file(), "UPDATE empty_slot SET cause = 4 WHERE slot = 103");
        assertThat(failing()).containsExactly("verdicts");
    }
}
