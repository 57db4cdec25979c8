package io.mvm.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RetryTest {
    private final Retry retry = new Retry();

    @Test
    void isDueUntilSomethingFailedAndAgainAfterTheRest() {
        assertThat(retry.due(0)).isTrue();
        assertThat(retry.failed(1_000)).isEqualTo(500);
        assertThat(retry.due(1_499)).isFalse();
        assertThat(retry.due(1_500)).isTrue();
    }

    @Test
    void restsTwiceAsLongEachTimeUpToHalfAMinute() {
        assertThat(LongStream.range(0, 9).map(retry::failed))
                .containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L, 30_000L);
    }

    @Test
    void beginsAnewOnceItWentWellAndGoesOnFromThereWhereItWasOnlyAskedFor() {
        retry.failed(1_000);
        retry.failed(2_000);
        retry.atOnce();
        assertThat(retry.due(2_001)).isTrue();
        assertThat(retry.failed(3_000)).as("asked for, but it failed again").isEqualTo(2_000);
        retry.succeeded();
        assertThat(retry.failed(9_000)).isEqualTo(500);
    }
}
