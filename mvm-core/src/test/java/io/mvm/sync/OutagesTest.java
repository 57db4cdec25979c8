package io.mvm.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.rpc.NodeHealth;
import io.mvm.store.Outage;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Looks at a node by a clock that stands at so many seconds; slots last six. */
class OutagesTest {
    private static final NodeWatch.State UP = state(true, false);
    private static final NodeWatch.State SYNCING = state(true, true);
    private static final NodeWatch.State DOWN = new NodeWatch.State(false, null, null, null, null, null);

    private long nowMs;
    private final Outages outages = new Outages(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(nowMs);
        }
    });

    private static NodeWatch.State state(boolean up, boolean syncing) {
        return new NodeWatch.State(up, new NodeHealth(3, syncing, true), null, null, null, null);
    }

    private void look(long second, NodeWatch.State state) {
        nowMs = second * 1_000;
        outages.looked(state);
    }

    private Outage take() {
        Outage next = outages.unsaved();
        if (next != null) {
            outages.saved(next);
        }
        return next;
    }

    private static Outage outage(long fromSecond, long toSecond, String reason) {
        return new Outage(fromSecond * 1_000, toSecond * 1_000, reason);
    }

    @Test
    void nothingIsAnOutageBeforeTheNodeWasFirstReached() {
        look(0, DOWN);
        look(5, DOWN);
        assertThat(take()).isNull();
        look(10, UP);
        assertThat(take()).isNull();
    }

    @Test
    void lastsFromTheLastGoodLookToTheNext() {
        look(0, UP);
        look(5, DOWN);
        assertThat(take()).isEqualTo(outage(0, 5, "no node answered"));
        look(10, DOWN);
        assertThat(take()).isEqualTo(outage(0, 10, "no node answered"));
        look(15, UP);
        assertThat(take()).isEqualTo(outage(0, 15, "no node answered"));
        look(20, UP);
        assertThat(take()).isNull();
        look(25, DOWN);
        assertThat(take()).isEqualTo(outage(20, 25, "no node answered"));
    }

    @Test
    void aNodeThatSyncsIsNotFit() {
        look(0, SYNCING);
        assertThat(take()).isEqualTo(outage(0, 0, "the node was syncing"));
        look(5, DOWN);
        assertThat(take()).isEqualTo(outage(0, 5, "the node was syncing"));
        look(10, UP);
        assertThat(take()).isEqualTo(outage(0, 10, "the node was syncing"));
    }

    @Test
    void aHeadThatStandsStillHasDoneSoSinceItsSlotEnded() {
        outages.head(60_000L, 6_000L);
        look(62, UP);
        look(120, UP);
        assertThat(take()).isNull();
        look(125, UP);
        assertThat(take()).isEqualTo(outage(66, 125, "the node's head stood still"));
        outages.head(126_000L, 6_000L);
        look(130, UP);
        assertThat(take()).isEqualTo(outage(66, 130, "the node's head stood still"));
        look(135, UP);
        assertThat(take()).isNull();
    }

    @Test
    void aHeadOfUnknownTimeIsNotCalledFrozen() {
        look(0, UP);
        outages.head(null, null);
        look(1_000, UP);
        assertThat(take()).isNull();
    }

    @Test
    void keepsOneEntryForEachOutageUntilItIsWrittenDown() {
        look(0, UP);
        look(5, DOWN);
        look(10, DOWN);
        Outage early = outages.unsaved();
        assertThat(early).isEqualTo(outage(0, 10, "no node answered"));
        look(15, DOWN);
        look(20, UP);
        look(25, DOWN);
        // What was being written down meanwhile was only the beginning.
        outages.saved(early);
        assertThat(take()).isEqualTo(outage(0, 20, "no node answered"));
        assertThat(take()).isEqualTo(outage(20, 25, "no node answered"));
        assertThat(take()).isNull();
    }
}
