package io.mvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mvm.view.EpochView;
import io.mvm.view.EquivocationsView;
import io.mvm.view.NetworkView;
import io.mvm.view.NodeView;
import io.mvm.view.Snapshot;
import io.mvm.view.StoreView;
import io.mvm.view.SyncView;
import io.mvm.view.ValidatorView;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LiveLineTest {
    @Test
    void tellsRateAndTimeLeftWhileHistoryComesIn() {
        assertThat(LiveLine.text(snapshot(0, true, 1_200_000L, 0L, 900_000L, 15_000.0)))
                .isEqualTo("block 1,200,000 | history: 900,000 left at 15,000 blocks/s, 1 min 0 s left");
    }

    @Test
    void tellsHowOursFaresOnceHistoryIsThere() {
        assertThat(LiveLine.text(snapshot(0, true, 924L, 2L, 0L, 1.0)))
                .isEqualTo("block 924, 2 behind | epoch 29,920,261 | OURS: 71 of 75 slots, 3 missed, 1 orphaned");
    }

    @Test
    void saysThatTheNodeIsDown() {
        assertThat(LiveLine.text(snapshot(0, false, 924L, 0L, 0L, null))).startsWith("block 924, node down | epoch");
        assertThat(LiveLine.text(snapshot(0, false, null, null, null, null))).isEqualTo("waiting for the node");
        assertThat(LiveLine.text(snapshot(0, true, null, null, null, null))).isEqualTo("no blocks yet");
    }

    @Test
    void showsTheFirstSnapshotAtOnceAndRenewsInPlaceOnATerminal() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LiveLine line = new LiveLine(new PrintStream(out, true, StandardCharsets.UTF_8), true);
        line.show(snapshot(1_000, true, 1L, 0L, 0L, 1.0));
        line.show(snapshot(1_100, true, 2L, 0L, 0L, 1.0));
        line.show(snapshot(1_300, true, 3L, 0L, 0L, 1.0));
        line.end();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsSubsequence("\rblock 1 ", "\rblock 3 ")
                .doesNotContain("block 2 ")
                .endsWith(System.lineSeparator());
    }

    @Test
    void logsSeldomAndOnlyWhileThereIsHistoryToFetchWhereNobodyWatches() {
        Logger logger = (Logger) LoggerFactory.getLogger(LiveLine.class);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        logger.setLevel(Level.INFO);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LiveLine line = new LiveLine(new PrintStream(out, true, StandardCharsets.UTF_8), false);
        line.show(snapshot(1_000, true, 1L, 0L, 30L, 1.0));
        line.show(snapshot(20_000, true, 2L, 0L, 20L, 1.0));
        line.show(snapshot(31_000, true, 3L, 0L, 10L, 1.0));
        line.show(snapshot(99_000, true, 4L, 0L, 0L, 1.0));
        line.end();
        logger.detachAppender(logged);
        assertThat(out.size()).isZero();
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "block 1 | history: 30 left at 1 blocks/s, 30 s left",
                        "block 3 | history: 10 left at 1 blocks/s, 10 s left");
    }

    private static Snapshot snapshot(long at, boolean up, Long last, Long behind, Long left, Double rate) {
        return new Snapshot(
                1,
                at,
                "test",
                new NodeView(up, null, null, null, null, null, null, null, null, null, null, null, null, null, null),
                List.of(),
                new SyncView(last, null, behind, rate, left, 0, 0, 0, 0, 0, 0, 0, Map.of(), null),
                new EpochView(29_920_261, null, null, 60),
                null,
                null,
                new NetworkView(0, 0, 0, 0, null),
                List.of(new ValidatorView(
                        "0x02",
                        null,
                        "OURS",
                        true,
                        null,
                        71,
                        75,
                        3,
                        1,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        EquivocationsView.NONE,
                        null)),
                new StoreView("mvm.db", 1, 0, 0, null),
                null,
                null,
                null);
    }
}
