package io.mvm.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusTableTest {
    private static final StatusChange FIRST = new StatusChange(10, "registration", null, "none");
    private static final StatusChange SEATS = new StatusChange(10, "seats", null, "0");
    private static final StatusChange LATER = new StatusChange(20, "registration", "none", "registered");

    @TempDir
    Path directory;

    @Test
    void keepsChangesOfAValidatorThatNoListKnows() {
        Path file = directory.resolve("mvm.db");
        try (ChainWriter writer = SampleDatabase.open(file)) {
            StatusTable table = writer.identityTable().statuses();
            assertThat(table.last(SampleChain.sidechain(7))).isEmpty();
            table.record(SampleChain.sidechain(7), List.of(FIRST, SEATS));
            table.record(SampleChain.sidechain(7), List.of(LATER));
            table.record(SampleChain.sidechain(1), List.of(FIRST));
            assertThat(table.last(SampleChain.sidechain(7)))
                    .isEqualTo(Map.of("registration", "registered", "seats", "0"));
        }
        ChainReader reader = StoreReader.open(file).chain(SampleChain.NAME);
        KnownValidator validator =
                reader.validators().find(SampleChain.sidechain(7).hex());
        assertThat(reader.statusChanges(validator, 10)).containsExactly(LATER, FIRST, SEATS);
        assertThat(reader.statusChanges(validator, 1)).containsExactly(LATER);
    }
}
