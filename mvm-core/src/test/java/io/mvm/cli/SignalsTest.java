package io.mvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What signals mean; that they come is shown with the installed program. */
class SignalsTest {
    private final List<String> done = new ArrayList<>();

    @Test
    void aHangUpReloadsWhereNoTerminalIsAttached() {
        try (Signals signals = new Signals(false, () -> {})) {
            signals.received("HUP");
            signals.onHangup(() -> done.add("reload"));
            signals.received("HUP");
            signals.received("HUP");
            assertThat(done).containsExactly("reload", "reload");
            assertThat(signals.asked()).isNotDone();
            signals.received("TERM");
            assertThat(signals.asked()).isCompletedWithValue("SIGTERM");
        }
    }

    @Test
    void aHangUpOfATerminalEnds() {
        try (Signals signals = new Signals(true, () -> {})) {
            signals.onHangup(() -> done.add("reload"));
            signals.received("HUP");
            assertThat(signals.asked()).isCompletedWithValue("SIGHUP");
            assertThat(done).isEmpty();
        }
    }
}
