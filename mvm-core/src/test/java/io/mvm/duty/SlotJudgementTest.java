package io.mvm.duty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mvm.chain.AuraKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Stretches are drawn: a letter for each slot from 1,000 on, upper case for a block, lower case for a miss, with {@code ~}
 * after it for an orphan; {@code ?} is a block of an unknown author, a dot a slot of which nothing is known.
 */
class SlotJudgementTest {
    private static final JudgementRule RULE = new JudgementRule(0.33, 3);
    private static final Circumstances OURS_IN_TROUBLE =
            new Circumstances(key -> key.equals(key('A')), slot -> slot == 1_004, slot -> slot <= 1_005);

    private static AuraKey key(char letter) {
        byte[] bytes = new byte[AuraKey.LENGTH];
        bytes[0] = (byte) Character.toUpperCase(letter);
        bytes[31] = 1;
        return AuraKey.of(bytes);
    }

    private static List<OwedSlot> drawn(String picture) {
        List<OwedSlot> slots = new ArrayList<>();
        long slot = 1_000;
        for (int i = 0; i < picture.length(); i++, slot++) {
            char letter = picture.charAt(i);
            boolean lost = i + 1 < picture.length() && picture.charAt(i + 1) == '~';
            if (letter == '?') {
                slots.add(new OwedSlot(slot, null, Outcome.PRODUCED));
            } else if (letter != '.') {
                slots.add(new OwedSlot(
                        slot,
                        key(letter),
                        lost ? Outcome.ORPHANED : Character.isUpperCase(letter) ? Outcome.PRODUCED : Outcome.MISSED));
            }
            i += lost ? 1 : 0;
        }
        return slots;
    }

    /** Cause of the slot with that number. */
    private static Cause cause(String picture, long slot, Circumstances circumstances, Function<AuraKey, ?> holder) {
        List<OwedSlot> stretch = drawn(picture);
        for (int i = 0; i < stretch.size(); i++) {
            if (stretch.get(i).slot() == slot) {
                return new SlotJudgement(RULE, stretch, holder, circumstances).cause(i);
            }
        }
        throw new AssertionError("slot " + slot + " is not in the picture");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        // Slot 1004 is judged; 1001 to 1007 count.
        "BCDEaFGHI, ALONE",
        "BCDEafGHI, ALONE",
        "BCDeafGHI, NETWORK",
        "BCdEaFGhI, NETWORK",
        // Out of the window.
        "bCDEaFGHi, ALONE",
        // Our own misses around it say nothing of the network: 2 of 4 others produced.
        "BaaEaFaGI, ALONE",
        "BaaeafaGI, NETWORK",
        // An orphan was no miss.
        "BCDEae~gHI, ALONE",
        "BCde~aFGHI, ALONE",
        // A block of an unknown author was produced by somebody else.
        "Bc?EafGHI, NETWORK",
        "B???af?HI, ALONE",
        // Slots of which nothing is known do not count: 1 of 3.
        "B..EafG.I, NETWORK",
        // Nobody else around.
        "aaaaaaaaa, ALONE",
    })
    void tellsMissesOfTheNetworkFromOnesOwn(String picture, Cause expected) {
        assertThat(cause(picture, 1_004, Circumstances.NONE, key -> key)).isEqualTo(expected);
    }

    @Test
    void cutsTheWindowWhereTheChainBegins() {
        assertThat(cause("aBCDEFG", 1_000, Circumstances.NONE, key -> key)).isEqualTo(Cause.ALONE);
        assertThat(cause("abCDEFG", 1_000, Circumstances.NONE, key -> key)).isEqualTo(Cause.NETWORK);
    }

    @Test
    void takesTheKeysOfOneValidatorAsOne() {
        String picture = "BCDgagGHI";
        assertThat(cause(picture, 1_004, Circumstances.NONE, key -> key)).isEqualTo(Cause.NETWORK);
        assertThat(cause(picture, 1_004, Circumstances.NONE, key -> key.equals(key('G')) ? key('A') : key))
                .isEqualTo(Cause.ALONE);
    }

    @ParameterizedTest(name = "slot {1} of {0} -> {2}")
    @CsvSource({
        // Maintenance holds for slot 1004, the outage for all up to 1005.
        "BCDEaFGHI, 1004, MAINTENANCE",
        "BCdeafgHI, 1004, MAINTENANCE",
        "BCDEa~FGHI, 1004, ORPHANED",
        "BCDaFGHIJ, 1003, NODE",
        "BcdafgHIJ, 1003, NETWORK",
        "BCDEFGaIJ, 1006, ALONE",
        // Others have neither outages nor maintenance that we know of.
        "ACDEbFGHI, 1004, ALONE",
    })
    void goesByTheOrderOfCauses(String picture, long slot, Cause expected) {
        assertThat(cause(picture, slot, OURS_IN_TROUBLE, key -> key)).isEqualTo(expected);
    }

    @Test
    void countsAShareThatIsReachedExactly() {
        // 7 of 100 others: 0.07 * 100 is more than 7 in binary.
        List<OwedSlot> stretch = new ArrayList<>();
        for (long slot = 0; slot <= 100; slot++) {
            boolean missed = slot == 50 || slot % 15 == 1;
            stretch.add(new OwedSlot(slot, key(slot == 50 ? 'A' : 'B'), missed ? Outcome.MISSED : Outcome.PRODUCED));
        }
        assertThat(stretch.stream().filter(slot -> slot.outcome() == Outcome.MISSED))
                .hasSize(8);
        SlotJudgement judgement =
                new SlotJudgement(new JudgementRule(0.07, 50), stretch, key -> key, Circumstances.NONE);
        assertThat(judgement.cause(50)).isEqualTo(Cause.NETWORK);
    }

    @Test
    void refusesToJudgeASlotThatHasItsBlock() {
        SlotJudgement judgement = new SlotJudgement(RULE, drawn("AB"), key -> key, Circumstances.NONE);
        assertThatThrownBy(() -> judgement.cause(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
