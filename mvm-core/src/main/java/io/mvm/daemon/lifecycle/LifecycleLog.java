package io.mvm.daemon.lifecycle;

import io.mvm.view.StateChangeView;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every line that the process's life says to an operator. */
final class LifecycleLog {
    private static final Logger LOG = LoggerFactory.getLogger("io.mvm.daemon");

    void changed(StateChangeView change, boolean bad) {
        if (bad) {
            LOG.warn("{} after {} {}{}", change.to(), shown(change.afterMs()), change.from(), because(change.reason()));
        } else {
            LOG.info("{} after {} {}{}", change.to(), shown(change.afterMs()), change.from(), because(change.reason()));
        }
    }

    void stalled(String what) {
        LOG.warn("stalled: {}", what);
    }

    void movesAgain(String motion, long afterMs) {
        LOG.info("no longer stalled: {} moves again after {}", motion, shown(afterMs));
    }

    void watchFailed(RuntimeException failure) {
        LOG.error("the daemon's own watch failed, state and stalls may be out of date; it goes on", failure);
    }

    private static String because(String reason) {
        return reason.isEmpty() ? "" : ": " + reason;
    }

    /** Such as {@code 850 ms}, {@code 12 s} or {@code 3 h 20 min}. */
    static String shown(long millis) {
        Duration length = Duration.ofMillis(Math.max(0, millis));
        if (length.toSeconds() < 1) {
            return length.toMillis() + " ms";
        }
        if (length.toMinutes() < 2) {
            return length.toSeconds() + " s";
        }
        if (length.toHours() < 2) {
            return length.toMinutes() + " min";
        }
        return length.toDays() < 2
                ? length.toHours() + " h " + length.toMinutesPart() + " min"
                : length.toDays() + " days " + length.toHoursPart() + " h";
    }
}
