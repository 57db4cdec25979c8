package io.mvm.daemon.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.sync.LoopCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StallDetectorTest {
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final Said said = new Said();
    private final StallDetector detector = new StallDetector(new LifecycleLog(), () -> WAIT);
    private final Sight sight = new Sight();

    @AfterEach
    void stop() {
        said.close();
    }

    /** What is held still while the rest moves, for how many slots at the most, and what is then said. */
    static Stream<Arguments> motions() {
        return Stream.of(
                motion(
                        "heads",
                        StallDetector.HEAD_SLOTS,
                        s -> {
                            s.head--;
                            s.last = s.head;
                        },
                        "the node answers, but its head stands still at block 101"),
                motion(
                        "finality",
                        StallDetector.FINALITY_SLOTS,
                        s -> s.finalized--,
                        "finality stands still at block 98"),
                motion("storing", StallDetector.STORE_SLOTS, s -> s.last--, "nothing is stored after block 101"),
                motion(
                        "judgement",
                        StallDetector.JUDGEMENT_SLOTS,
                        s -> s.judged--,
                        "no slot is judged after slot 1001"),
                motion("snapshots", StallDetector.LOOP_SLOTS, s -> s.sequence--, "no snapshot was made"));
    }

    private static Arguments motion(String name, int slots, Consumer<Sight> hold, String text) {
        return Arguments.of(name, slots, hold, text);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("motions")
    void namesWhatStandsStillOnceAndThatItMovesAgain(String name, int slots, Consumer<Sight> hold, String text) {
        // One slot in which all goes well, and with storing a head that is ahead, so that it has something to store.
        assertThat(detector.check(sight.slot().seen())).isEmpty();
        long since = sight.now;
        if (name.equals("storing")) {
            // The node is ahead from the next slot on: then the clock starts.
            since += Sight.SLOT;
        }
        int allowed = name.equals("storing") ? slots + 1 : slots;
        for (int i = 0; i < allowed; i++) {
            hold.accept(sight.slot());
            assertThat(detector.check(sight.seen()))
                    .as("%s after %d slots", name, i + 1)
                    .isEmpty();
        }
        hold.accept(sight.slot());
        assertThat(detector.check(sight.seen())).containsOnlyKeys(name);
        hold.accept(sight.slot());
        assertThat(detector.check(sight.seen()).get(name))
                .contains(text)
                .endsWith(", since " + Instant.ofEpochMilli(since));
        assertThat(said.lines()).hasSize(1);
        assertThat(said.lines().get(0)).startsWith("WARN stalled: ").contains(text);
        if (name.equals("storing")) {
            sight.last = sight.head;
        }
        assertThat(detector.check(sight.slot().seen())).isEmpty();
        assertThat(said.lines()).hasSize(2);
        assertThat(said.lines().get(1)).startsWith("INFO no longer stalled: " + name + " moves again after ");
    }

    @Test
    void historyThatStandsStillIsNamed() {
        sight.remaining = 5_000L;
        for (int i = 0; i <= StallDetector.BACKFILL_SLOTS; i++) {
            assertThat(detector.check(sight.slot().seen())).isEmpty();
        }
        sight.fails("backfilling", false, 4);
        assertThat(detector.check(sight.slot().seen()).get("backfill"))
                .startsWith("history stands still with 5000 blocks to be fetched (backfilling failed: for a reason)");
        sight.remaining = 4_800L;
        assertThat(detector.check(sight.slot().seen())).isEmpty();
    }

    @Test
    void aLoopThatHangsIsNamedAloneWithWhatItIsAt() {
        detector.check(sight.slot().seen());
        LoopCondition.Beat stuck = new LoopCondition.Beat("judging slots", sight.now, sight.now);
        for (int i = 0; i < StallDetector.LOOP_SLOTS; i++) {
            sight.after(Sight.SLOT).beat = stuck;
            sight.sequence++;
            sight.head++;
            assertThat(detector.check(sight.seen())).doesNotContainKey("loop");
        }
        sight.after(Sight.SLOT).beat = stuck;
        assertThat(detector.check(sight.seen()).get("loop")).startsWith("the loop hangs at 'judging slots', since ");
        assertThat(detector.check(sight.after(1_000).seen())).doesNotContainKey("loop");
    }

    @Test
    void aLoopThatRestsOrWaitsForASlowNodeDoesNotHang() {
        detector.check(sight.slot().seen());
        LoopCondition.Beat rest = new LoopCondition.Beat("waiting for the node", sight.now, sight.now + 30_000);
        sight.after(30_000 + StallDetector.LOOP_SLOTS * Sight.SLOT).beat = rest;
        assertThat(detector.check(sight.seen())).doesNotContainKey("loop");
        StallDetector patient = new StallDetector(new LifecycleLog(), () -> Duration.ofMinutes(5));
        sight.after(290_000).beat =
                new LoopCondition.Beat("following the head", sight.now - 290_000, sight.now - 290_000);
        assertThat(patient.check(sight.seen())).doesNotContainKey("loop");
    }

    @Test
    void whatAPauseOrAnAbsentNodeStopsIsNoStall() {
        detector.check(sight.slot().seen());
        sight.paused = true;
        sight.remaining = 10L;
        for (int i = 0; i < 100; i++) {
            sight.slot().last--;
            sight.judged--;
            assertThat(detector.check(sight.seen())).isEmpty();
        }
        sight.paused = false;
        assertThat(detector.check(sight.slot().seen()))
                .as("it has just been taken up")
                .isEmpty();
        sight.up = false;
        for (int i = 0; i < 100; i++) {
            sight.after(Sight.SLOT).sequence++;
            assertThat(detector.check(sight.seen())).isEmpty();
        }
        sight.up = true;
        assertThat(detector.check(sight.slot().seen())).isEmpty();
        assertThat(said.lines()).isEmpty();
    }

    @Test
    void whoStoresFinalBlocksOnlyIsNotBehindTheHead() {
        sight.finalizedOnly = true;
        sight.last = 97L;
        for (int i = 0; i < 30; i++) {
            assertThat(detector.check(sight.slot().seen())).isEmpty();
        }
        for (int i = 0; i < StallDetector.FINALITY_SLOTS; i++) {
            sight.slot().finalized--;
            sight.last = sight.finalized;
            assertThat(detector.check(sight.seen())).isEmpty();
        }
        sight.slot().finalized--;
        sight.last = sight.finalized;
        assertThat(detector.check(sight.seen())).as("storing waits for it").containsOnlyKeys("finality");
    }

    @Test
    void aDaemonWithoutASnapshotIsNotAccused() {
        Observation seen = sight.seen();
        Observation none = new Observation(seen.nowMs(), null, seen.loop(), seen.endpoints(), false, null, null);
        assertThat(detector.check(none)).isEmpty();
    }
}
