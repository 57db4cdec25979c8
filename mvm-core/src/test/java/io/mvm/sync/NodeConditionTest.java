package io.mvm.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.sync.NodeCondition.Head;
import org.junit.jupiter.api.Test;

class NodeConditionTest {
    private static final long SLOT = 6_000;
    private static final long NOW = 300_000_000L * SLOT;

    private final NodeCondition condition = new NodeCondition();

    private static Head head(long number, long slotsOld) {
        return new Head(number, NOW / SLOT - slotsOld, SLOT);
    }

    private String look(boolean up, Boolean syncing, Head head, Long highest) {
        condition.look(up, syncing, head, highest, NOW);
        return condition.condition();
    }

    @Test
    void aYoungHeadIsWell() {
        assertThat(look(true, false, head(100, 0), 100L)).isEqualTo("ok");
        assertThat(look(true, false, head(100, 10), 200L)).isEqualTo("ok");
        assertThat(look(true, null, head(100, 3), null)).isEqualTo("ok");
    }

    @Test
    void anOldHeadIsFrozenIfOthersAreAheadAndStalledIfNobodyIs() {
        assertThat(look(true, false, head(100, 11), 104L)).isEqualTo("frozen");
        assertThat(look(true, false, head(100, 11), 103L)).isEqualTo("stalled");
        assertThat(look(true, false, head(100, 11), 90L)).isEqualTo("stalled");
        assertThat(look(true, false, head(100, 11), null)).isEqualTo("stalled");
    }

    @Test
    void downAndSyncingComeFirst() {
        assertThat(look(false, true, head(100, 11), 500L)).isEqualTo("down");
        assertThat(look(false, null, null, null)).isEqualTo("down");
        assertThat(look(true, true, head(100, 11), 500L)).isEqualTo("syncing");
    }

    @Test
    void withoutHeadOrSlotItIsUnknown() {
        assertThat(look(true, false, null, 5L)).isEqualTo("unknown");
        assertThat(look(true, false, new Head(5, null, SLOT), 5L)).isEqualTo("unknown");
        assertThat(look(true, false, new Head(5, 7L, null), 5L)).isEqualTo("unknown");
    }

    @Test
    void whatCatchesUpIsNotFrozen() {
        condition.look(true, false, head(100, 400), 500L, NOW);
        assertThat(condition.condition()).isEqualTo("frozen");
        condition.look(true, false, head(101, 399), 500L, NOW + 5_000);
        assertThat(condition.condition()).isEqualTo("syncing");
        condition.look(true, false, head(101, 399), 500L, NOW + 15_000);
        assertThat(condition.condition()).isEqualTo("syncing");
        condition.look(true, false, head(101, 399), 500L, NOW + 5_000 + 3 * SLOT + 1);
        assertThat(condition.condition()).isEqualTo("frozen");
    }

    @Test
    void remembersSinceWhen() {
        assertThat(condition.sinceMs()).isNull();
        condition.look(true, false, head(100, 0), 100L, NOW);
        condition.look(true, false, head(100, 1), 100L, NOW + 1);
        assertThat(condition.sinceMs()).isEqualTo(NOW);
        condition.look(false, null, head(100, 1), 100L, NOW + 2);
        assertThat(condition.sinceMs()).isEqualTo(NOW + 2);
        condition.look(false, null, head(100, 1), 100L, NOW + 3);
        assertThat(condition.sinceMs()).isEqualTo(NOW + 2);
    }
}
