package io.mvm.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CardanoNetworkTest {
    @Test
    void isKnownByTheExactEndOfAnEpoch() {
        assertThat(CardanoNetwork.recognise(1178, 1_768_521_600_000L)).contains(CardanoNetwork.PREVIEW);
        assertThat(CardanoNetwork.recognise(1178, 1_768_521_600_001L)).isEmpty();
        assertThat(CardanoNetwork.recognise(4, 1_655_769_600_000L + 432_000_000L))
                .contains(CardanoNetwork.PREPROD);
        assertThat(CardanoNetwork.MAINNET
                        .clock()
                        .epochAt(Instant.parse("2026-08-03T12:00:00Z").toEpochMilli()))
                .isEqualTo(647);
    }

    @Test
    void datesSlots() {
        // 101,852,106 s after the first slot: 2026-01-14, some 20 hours before that epoch's end.
        assertThat(CardanoNetwork.PREVIEW.startOfSlot(101_852_106)).hasValue(1_768_508_106_000L);
        assertThat(CardanoNetwork.MAINNET.startOfSlot(4_492_800)).hasValue(1_596_059_091_000L);
        assertThat(CardanoNetwork.PREPROD.startOfSlot(86_401)).hasValue(1_655_769_601_000L);
    }

    @Test
    void doesNotDateTheEraOfLongerSlots() {
        assertThat(CardanoNetwork.MAINNET.startOfSlot(4_492_799)).isEqualTo(OptionalLong.empty());
    }
}
