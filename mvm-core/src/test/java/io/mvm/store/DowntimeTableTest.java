package io.mvm.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DowntimeTableTest {
    @TempDir
    Path directory;

    private ChainWriter open() {
        return SampleDatabase.open(directory.resolve("mvm.db"));
    }

    @Test
    void lengthensAnOutageThatIsToldAgainAndKeepsItOverARestart() {
        try (ChainWriter writer = open()) {
            writer.downtimes().save(new Outage(1_000, 2_000, "no node answered"));
            writer.downtimes().save(new Outage(1_000, 7_000, "no node answered"));
            writer.downtimes().save(new Outage(9_000, 9_500, "the node was syncing"));
        }
        try (ChainWriter writer = open()) {
            assertThat(writer.downtimes().outages(0, 100_000))
                    .containsExactly(
                            new Outage(1_000, 7_000, "no node answered"),
                            new Outage(9_000, 9_500, "the node was syncing"));
            assertThat(writer.downtimes().outages(7_000, 8_000)).isEmpty();
            assertThat(writer.downtimes().outages(6_999, 6_999)).hasSize(1);
            assertThat(writer.downtimes().outages(0, 999)).isEmpty();
        }
    }

    @Test
    void aNewWindowEndsTheOneInProgress() {
        try (ChainWriter writer = open()) {
            writer.downtimes().startMaintenance(1_000, 9_000, "disk");
            writer.downtimes().startMaintenance(4_000, 6_000, "upgrade");
            assertThat(writer.downtimes().windows(0, 100_000))
                    .containsExactly(
                            new MaintenanceWindow(1_000, 9_000, "disk", 4_000L),
                            new MaintenanceWindow(4_000, 6_000, "upgrade", null));
            assertThat(writer.downtimes().endMaintenance(5_000))
                    .contains(new MaintenanceWindow(4_000, 6_000, "upgrade", 5_000L));
            assertThat(writer.downtimes().endMaintenance(5_500)).isEmpty();
        }
        try (ChainWriter writer = open()) {
            assertThat(writer.downtimes().windows(0, 100_000))
                    .extracting(MaintenanceWindow::endMs)
                    .containsExactly(4_000L, 5_000L);
        }
    }

    @Test
    void aWindowEndsByItselfAndCannotBeEndedAfterwards() {
        try (ChainWriter writer = open()) {
            MaintenanceWindow window = writer.downtimes().startMaintenance(1_000, 2_000, "");
            assertThat(window.contains(1_000)).isTrue();
            assertThat(window.contains(2_000)).isFalse();
            assertThat(writer.downtimes().endMaintenance(2_000)).isEmpty();
            assertThat(writer.downtimes().windows(0, 9_000)).containsExactly(window);
            assertThatThrownBy(() -> writer.downtimes().startMaintenance(3_000, 3_000, ""))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
