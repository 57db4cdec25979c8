package io.mvm.cli;

import io.mvm.view.Snapshot;
import io.mvm.view.SyncView;
import io.mvm.view.ValidatorView;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How syncing goes: one line on stderr renewed in place on a terminal, else a log line now and then while there is history to
 * fetch, in the format that logs have. Called by one thread at a time.
 */
final class LiveLine {
    private static final Logger LOG = LoggerFactory.getLogger(LiveLine.class);
    private static final long RENEW_MS = 200;
    private static final long PLAIN_EVERY_MS = 30_000;

    private final PrintStream out;
    private final boolean terminal;
    private Long lastShown;
    private boolean open;

    LiveLine(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    synchronized void show(Snapshot snapshot) {
        long now = snapshot.takenAtMs();
        if (lastShown != null && now - lastShown < (terminal ? RENEW_MS : PLAIN_EVERY_MS)) {
            return;
        }
        if (!terminal && !catchingUp(snapshot.sync())) {
            return;
        }
        lastShown = now;
        String text = text(snapshot);
        if (terminal) {
            // Back to its start, so that a log line that comes between writes over it.
            out.print("\r" + text + "\u001b[K\r");
            out.flush();
            open = true;
        } else {
            LOG.info("{}", text);
        }
    }

    private static boolean catchingUp(SyncView sync) {
        return sync.backfillRemainingBlocks() != null && sync.backfillRemainingBlocks() > 0;
    }

    /** Leaves the line, so that what comes next begins on its own. */
    synchronized void end() {
        if (open) {
            out.println();
            open = false;
        }
    }

    static String text(Snapshot snapshot) {
        SyncView sync = snapshot.sync();
        if (sync.lastBlock() == null) {
            return snapshot.node().up() ? "no blocks yet" : "waiting for the node";
        }
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "block %,d", sync.lastBlock()));
        if (sync.blocksBehind() != null && sync.blocksBehind() > 0) {
            text.append(String.format(Locale.ROOT, ", %,d behind", sync.blocksBehind()));
        }
        if (!snapshot.node().up()) {
            text.append(", node down");
        }
        Long left = sync.backfillRemainingBlocks();
        if (left != null && left > 0) {
            text.append(String.format(Locale.ROOT, " | history: %,d left", left));
            if (sync.rateBps() != null && sync.rateBps() > 0) {
                text.append(String.format(
                        Locale.ROOT, " at %,.0f blocks/s, %s", sync.rateBps(), remaining(left / sync.rateBps())));
            }
        } else {
            ours(snapshot, text);
        }
        return text.toString();
    }

    private static void ours(Snapshot snapshot, StringBuilder text) {
        if (snapshot.sidechainEpoch() != null) {
            text.append(String.format(
                    Locale.ROOT, " | epoch %,d", snapshot.sidechainEpoch().number()));
        }
        for (ValidatorView validator : snapshot.validators()) {
            if (validator.ours()) {
                text.append(String.format(
                        Locale.ROOT,
                        " | %s: %,d of %,d slots, %,d missed",
                        validator.label() == null ? validator.key().substring(0, 10) : validator.label(),
                        validator.produced(),
                        validator.owed(),
                        validator.missed()));
                if (validator.orphaned() > 0) {
                    text.append(String.format(Locale.ROOT, ", %,d orphaned", validator.orphaned()));
                }
                return;
            }
        }
        text.append(String.format(
                Locale.ROOT,
                " | all: %,d of %,d slots",
                snapshot.network().produced(),
                snapshot.network().owed()));
    }

    private static String remaining(double seconds) {
        Duration left = Duration.ofSeconds((long) Math.ceil(seconds));
        if (left.toHours() > 0) {
            return left.toHours() + " h " + left.toMinutesPart() + " min left";
        }
        return left.toMinutes() > 0
                ? left.toMinutes() + " min " + left.toSecondsPart() + " s left"
                : left.toSeconds() + " s left";
    }
}
