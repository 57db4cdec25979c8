package io.mvm.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ClocksTest {
    private static final long SLOT = 294_751_351;

    @Test
    void placesAKnownSlotInBothEpochLengths() {
        assertThat(new SlotClock(6000, 300).epochOf(SLOT)).isEqualTo(982_504);
        assertThat(new SlotClock(6000, 1200).epochOf(SLOT)).isEqualTo(245_626);
        assertThat(SLOT - new SlotClock(6000, 1200).firstSlotOf(245_626)).isEqualTo(151);
        assertThat(new SlotClock(6000, 300).startOf(SLOT)).isEqualTo(1_768_508_106_000L);
        assertThat(new SlotClock(6000, 300).epochStart(982_505)).isEqualTo(1_768_509_000_000L);
    }

    @Test
    void findsTheSlotInProgress() {
        SlotClock clock = new SlotClock(6000, 300);
        assertThat(clock.slotAt(1_768_508_106_000L)).isEqualTo(SLOT);
        assertThat(clock.slotAt(1_768_508_111_999L)).isEqualTo(SLOT);
        assertThat(clock.slotAt(1_768_508_112_000L)).isEqualTo(SLOT + 1);
    }

    @Test
    void refusesChainsWithoutTime() {
        assertThatThrownBy(() -> new SlotClock(0, 300)).hasMessage("slot duration is 0 ms, expected more than 0");
        assertThatThrownBy(() -> new SlotClock(6000, 0)).hasMessage("an epoch has 0 slots, expected at least 1");
    }

    @Test
    void recognisesCardanoNetworksByTheEndOfAnEpoch() {
        // Preview: epoch 1178 ends at 1768521600000. Mainnet: 2026-08-03 lies in epoch 647.
        MainchainClock preview =
                MainchainClock.recognise(1178, 1_768_521_600_000L).orElseThrow();
        assertThat(preview.epochMs()).isEqualTo(86_400_000L);
        assertThat(preview.epochAt(1_768_509_000_000L)).isEqualTo(1178);
        MainchainClock mainnet = new MainchainClock(1_596_059_091_000L, 208, 432_000_000L);
        assertThat(mainnet.epochAt(1_785_715_200_000L)).isEqualTo(647);
        assertThat(MainchainClock.recognise(647, mainnet.startOf(648))).contains(mainnet);
        assertThat(MainchainClock.recognise(647, mainnet.startOf(648) + 1)).isEmpty();
    }

    @Test
    void learnsTheLengthOfAnEpochFromTwoOfThem() {
        MainchainClock learnt =
                MainchainClock.between(10, 1_000_000, 12, 1_120_000).orElseThrow();
        assertThat(learnt.epochMs()).isEqualTo(60_000);
        assertThat(learnt.epochAt(999_999)).isEqualTo(10);
        assertThat(learnt.epochAt(1_000_000)).isEqualTo(11);
        assertThat(MainchainClock.between(10, 1_000_000, 10, 1_000_000)).isEmpty();
        assertThat(MainchainClock.between(10, 1_000_000, 13, 1_000_001)).isEmpty();
    }
}
