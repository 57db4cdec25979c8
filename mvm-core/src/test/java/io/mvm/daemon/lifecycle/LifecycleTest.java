package io.mvm.daemon.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mvm.view.LifecycleView;
import io.mvm.view.StateChangeView;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LifecycleTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_763_700_000), ZoneOffset.UTC);

    private final Lifecycle lifecycle = new Lifecycle(CLOCK);

    /** Which state may follow which, written out once more. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INIT|STARTING STOPPING",
                "STARTING|RUNNING RELOADING DEGRADED RECONNECTING STOPPING",
                "RUNNING|RELOADING DEGRADED RECONNECTING STOPPING",
                "RELOADING|STARTING RUNNING DEGRADED RECONNECTING STOPPING",
                "DEGRADED|RUNNING RELOADING RECONNECTING STOPPING",
                "RECONNECTING|RUNNING RELOADING DEGRADED STOPPING",
                "STOPPING|STOPPED",
                "STOPPED|''",
            })
    void goesOnlyWhereItMay(DaemonState from, String expected) {
        List<String> allowed = expected.isEmpty() ? List.of() : List.of(expected.split(" "));
        for (DaemonState to : DaemonState.values()) {
            Lifecycle one = in(from);
            assertThat(one.state()).isEqualTo(from);
            if (allowed.contains(to.name()) || to == from) {
                one.enter(to, "tried");
                assertThat(one.state()).isEqualTo(to);
            } else {
                assertThatThrownBy(() -> one.enter(to, "tried"))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageStartingWith("the daemon cannot go from " + from.shown() + " to " + to.shown());
                assertThat(one.state()).isEqualTo(from);
            }
        }
    }

    private static Lifecycle in(DaemonState state) {
        Lifecycle one = new Lifecycle(CLOCK);
        List<DaemonState> way = switch (state) {
            case INIT -> List.of();
            case STARTING -> List.of(DaemonState.STARTING);
            case STOPPED -> List.of(DaemonState.STOPPING, DaemonState.STOPPED);
            case STOPPING -> List.of(DaemonState.STOPPING);
            default -> List.of(DaemonState.STARTING, state);
        };
        way.forEach(next -> one.enter(next, ""));
        return one;
    }

    @Test
    void theViewNamesEveryState() {
        assertThat(LifecycleView.STATES)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(DaemonState.values())
                        .map(DaemonState::shown)
                        .toList());
    }

    @Test
    void goesOnAfterAReloadAsConditionsSayByThen() {
        lifecycle.enter(DaemonState.STARTING, "");
        lifecycle.settle(DaemonState.RUNNING, "");
        assertThat(lifecycle.reloading("ctl")).isTrue();
        assertThat(lifecycle.reloading("SIGHUP")).as("one at a time").isFalse();
        lifecycle.settle(DaemonState.DEGRADED, "the database is full");
        assertThat(lifecycle.state()).isEqualTo(DaemonState.RELOADING);
        lifecycle.settle(DaemonState.RECONNECTING, "no endpoint answers");
        lifecycle.reloaded();
        assertThat(lifecycle.state()).isEqualTo(DaemonState.RECONNECTING);
        assertThat(lifecycle.view().reason()).isEqualTo("no endpoint answers");
        lifecycle.reloaded();
        assertThat(lifecycle.state()).as("nothing was begun").isEqualTo(DaemonState.RECONNECTING);
    }

    @Test
    void goesBackAfterAReloadWhereNothingChanged() {
        lifecycle.enter(DaemonState.STARTING, "waiting for the node");
        lifecycle.reloading("ctl");
        lifecycle.reloaded();
        assertThat(lifecycle.state()).isEqualTo(DaemonState.STARTING);
        assertThat(lifecycle.view().reason()).isEqualTo("waiting for the node");
    }

    @ParameterizedTest
    @EnumSource(names = {"STOPPING", "STOPPED", "INIT"})
    void neitherConditionsNorAReloadLeadOutOfTheEnd(DaemonState state) {
        Lifecycle one = in(state);
        one.settle(DaemonState.RUNNING, "");
        assertThat(one.reloading("ctl")).isFalse();
        one.reloaded();
        assertThat(one.state()).isEqualTo(state);
    }

    @Test
    void aReloadOvertakenByTheEndStaysAtTheEnd() {
        lifecycle.enter(DaemonState.STARTING, "");
        lifecycle.reloading("ctl");
        lifecycle.enter(DaemonState.STOPPING, "");
        lifecycle.reloaded();
        assertThat(lifecycle.state()).isEqualTo(DaemonState.STOPPING);
    }

    @Test
    void keepsTheLastTwentyChangesAndCountsAll() {
        lifecycle.enter(DaemonState.STARTING, "");
        for (int i = 0; i < 30; i++) {
            lifecycle.settle(i % 2 == 0 ? DaemonState.DEGRADED : DaemonState.RUNNING, "change " + i);
        }
        lifecycle.settle(DaemonState.RUNNING, "the same state, another reason");
        LifecycleView view = lifecycle.view();
        assertThat(view.changes()).isEqualTo(31);
        assertThat(view.history()).hasSize(20);
        assertThat(view.history().get(19))
                .isEqualTo(new StateChangeView("degraded", "running", "change 29", CLOCK.millis(), 0));
        assertThat(view.reason()).isEqualTo("the same state, another reason");
    }

    @Test
    void tellsOfEveryChangeOnce() {
        List<LifecycleView> told = new ArrayList<>();
        lifecycle.listen(told::add);
        lifecycle.enter(DaemonState.STARTING, "a");
        lifecycle.enter(DaemonState.STARTING, "a");
        lifecycle.paused(true);
        lifecycle.stalled(Map.of("heads", "stand still"));
        lifecycle.stalled(Map.of("heads", "stand still"));
        assertThat(told).hasSize(3);
        assertThat(told.get(2).paused()).isTrue();
        assertThat(told.get(2).stalled()).isEqualTo("stand still");
        assertThat(told.get(2).state()).isEqualTo("starting");
    }
}
