package io.mvm.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mvm.daemon.operation.ErrorCode;
import io.mvm.daemon.operation.OperationException;
import io.mvm.daemon.operation.RecordedOperations;
import io.mvm.view.MaintenanceView;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpokenOperationsTest {
    private final RecordedOperations operations = new RecordedOperations();
    private final SpokenOperations spoken = new SpokenOperations(() -> operations);

    @Test
    void saysWhatItDid() {
        operations.maintenance = new MaintenanceView(RecordedOperations.NOW_MS, RecordedOperations.NOW_MS + 1, "");
        assertThat(spoken.reloadConfig().lines())
                .containsExactly(
                        "Reloaded /etc/mvm/mvm.conf with /etc/mvm/node.conf in 6.2 ms, grade A.",
                        "In force now: sync.batch-size, validator.label.",
                        "Changed, but as before until a restart: exporter.bind.",
                        "Warning: sync.poll-interval is longer than a slot");
        assertThat(spoken.pauseSync()).startsWith("Paused: no block is stored until resumeSync");
        assertThat(spoken.resumeSync()).startsWith("Resumed: ");
        assertThat(spoken.startMaintenance("30m", " new disk "))
                .isEqualTo("Maintenance until 2025-11-21T05:20:00Z: new disk");
        assertThat(spoken.startMaintenance("2 hours", null)).isEqualTo("Maintenance until 2025-11-21T06:50:00Z.");
        assertThat(spoken.endMaintenance()).isEqualTo("Maintenance is over; it had begun at 2025-11-21T04:50:00Z.");
        assertThat(spoken.backfill(1000, 99_999))
                .isEqualTo("1,234 of the blocks from 1,000 to 99,999 are not stored; they are fetched now.");
        assertThat(spoken.stop()).startsWith("Stopping");
        assertThat(operations.asked)
                .containsExactly(
                        "reload by JMX",
                        "pause by JMX",
                        "resume by JMX",
                        "maintenance for PT30M 'new disk'",
                        "maintenance for PT2H ''",
                        "end of maintenance",
                        "backfill 1000 to 99999",
                        "stop by JMX");
    }

    @Test
    void saysWhenThereWasNothingToDo() {
        operations.changes = false;
        operations.missing = 0;
        assertThat(spoken.pauseSync()).isEqualTo("It was paused already; nothing changed.");
        assertThat(spoken.resumeSync()).isEqualTo("It was not paused; nothing changed.");
        assertThat(spoken.endMaintenance()).isEqualTo("There was no maintenance; nothing changed.");
        assertThat(spoken.backfill(1, 2)).isEqualTo("All blocks from 1 to 2 are stored already; nothing to fetch.");
    }

    @Test
    void failsWithAllThereIsToSay() {
        operations.failure = new OperationException(
                ErrorCode.INVALID_CONFIGURATION, "2 problems", List.of("a:1: x", "a:2: y"), null);
        assertThatThrownBy(spoken::reloadConfig)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("2 problems\na:1: x\na:2: y");
    }

    @Test
    void refusesLengthsNobodyCanMean() {
        for (String wrong : List.of("", "30", "soon", "-1m", "0s", "400d", "99999999999999999999d", "1m2s")) {
            assertThatThrownBy(() -> spoken.startMaintenance(wrong, ""))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("'" + wrong + "' is no length of a window, expected one such as 30m, 2h or 90s, at most"
                            + " 366d");
        }
        assertThatThrownBy(() -> spoken.startMaintenance(null, "")).isInstanceOf(IllegalArgumentException.class);
        assertThat(operations.asked).isEmpty();
    }

    @Test
    void saysThatItIsTooEarly() {
        assertThatThrownBy(new SpokenOperations(() -> null)::stop)
                .hasMessage("the daemon is still being put together; try again in a second");
    }
}
