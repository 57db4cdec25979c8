package io.mvm.daemon.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.view.StateChangeView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifecycleLogTest {
    private final LifecycleLog log = new LifecycleLog();

    @Test
    void everyLineAsAnOperatorReadsIt() {
        try (Said said = new Said()) {
            log.changed(new StateChangeView("starting", "running", "", 0, 4_200), false);
            log.changed(new StateChangeView("running", "degraded", "the database is full", 0, 7_260_000), true);
            log.stalled("the loop hangs at 'backfilling', since 2025-11-21T04:40:00Z");
            log.movesAgain("backfill", 61_000);
            log.watchFailed(new IllegalStateException("broken"));
            assertThat(said.lines())
                    .containsExactly(
                            "INFO running after 4 s starting",
                            "WARN degraded after 2 h 1 min running: the database is full",
                            "WARN stalled: the loop hangs at 'backfilling', since 2025-11-21T04:40:00Z",
                            "INFO no longer stalled: backfill moves again after 61 s",
                            "ERROR the daemon's own watch failed, state and stalls may be out of date; it goes on");
        }
    }

    @ParameterizedTest
    @CsvSource({"-5,0 ms", "850,850 ms", "119000,119 s", "3600000,60 min", "90000000,25 h 0 min", "180000000,2 days 2 h"
    })
    void showsHowLongAStateLasted(long millis, String text) {
        assertThat(LifecycleLog.shown(millis)).isEqualTo(text);
    }
}
