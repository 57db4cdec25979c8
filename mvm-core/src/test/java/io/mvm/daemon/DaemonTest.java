package io.mvm.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import io.mvm.config.ConfigLoader;
import io.mvm.config.MvmConfig;
import io.mvm.daemon.lifecycle.ServiceNotifier;
import io.mvm.daemon.operation.ErrorCode;
import io.mvm.daemon.operation.OperationException;
import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.NetworkSpecBuilder;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import io.mvm.view.LifecycleView;
import io.mvm.view.MaintenanceView;
import io.mvm.view.ProcessView;
import io.mvm.view.Snapshot;
import io.mvm.view.StateChangeView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole daemon on a simulated node: its states, and what may be asked of it. */
@Timeout(180)
class DaemonTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final Service service = new Service();
    private final ShiftedClock clock = new ShiftedClock();

    /** Hears what systemd would. */
    private static final class Service implements ServiceNotifier {
        private final List<String> told = new CopyOnWriteArrayList<>();
        private final AtomicInteger alive = new AtomicInteger();

        @Override
        public void ready() {
            told.add("ready");
        }

        @Override
        public void status(String line) {
            told.add(line);
        }

        @Override
        public void reloading() {
            told.add("reloading");
        }

        @Override
        public void stopping() {
            told.add("stopping");
        }

        @Override
        public void watchdog() {
            alive.incrementAndGet();
        }
    }

    /** The time of day, and some more. */
    private static final class ShiftedClock extends Clock {
        private volatile long shiftMs;

        synchronized void shift(Duration by) {
            shiftMs += by.toMillis();
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plusMillis(shiftMs);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("there is one zone here");
        }
    }

    private static NetworkSpecBuilder network() {
        return NetworkSpec.builder()
                .seed(3)
                .seats(10)
                .slotsPerEpoch(30)
                .finalityLag(3)
                .historyEpochs(4);
    }

    private Daemon start(SimulatedNode node) {
        return start(node, Map.of(), snapshot -> {});
    }

    private Daemon start(SimulatedNode node, Map<String, Object> more, Consumer<Snapshot> published) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "rpc.urls",
                List.of(node.url().toString()),
                "rpc.timeout",
                "1s",
                "rpc.max-retries",
                1,
                "rpc.retry-initial-delay",
                "10ms",
                "rpc.retry-max-delay",
                "50ms",
                "database.path",
                directory.resolve("mvm.db").toString(),
                "exporter.enabled",
                false));
        settings.putAll(more);
        MvmConfig config = ConfigLoader.load(Optional.empty(), Map.of(), settings);
        return new Daemon(
                config,
                file -> config,
                false,
                new ProcessView("0", "unknown", "17", 1, clock.millis()),
                new MetricRegistry(),
                clock,
                published,
                applied -> {},
                service);
    }

    private static LifecycleView life(Daemon daemon) {
        return daemon.status().daemon().lifecycle();
    }

    private static void awaitState(Daemon daemon, String state) {
        await().atMost(PATIENCE).until(() -> life(daemon).state().equals(state));
    }

    private static void awaitHead(SimulatedChain chain, Daemon daemon) {
        await().atMost(PATIENCE)
                .until(() -> daemon.status().snapshot() != null
                        && Long.valueOf(chain.heads().best().number())
                                .equals(daemon.status().snapshot().sync().lastBlock())
                        && Long.valueOf(0)
                                .equals(daemon.status().snapshot().sync().backfillRemainingBlocks()));
    }

    private static List<String> states(Daemon daemon) {
        return life(daemon).history().stream().map(StateChangeView::to).toList();
    }

    private static void refused(ErrorCode code, String message, ThrowingCallable operation) {
        assertThatThrownBy(operation)
                .isInstanceOfSatisfying(
                        OperationException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    @Test
    void waitsForANodeThatComesLateLosesItAndFindsItAgain() {
        try (SimulatedChain chain = SimulatedChain.create(network().build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            node.change(behaviour -> behaviour.offline(true));
            try (Daemon daemon = start(node)) {
                await().atMost(PATIENCE)
                        .until(() -> life(daemon)
                                .reason()
                                .matches("waiting for the node at http://127.*, next try in \\d+ s"));
                assertThat(life(daemon).state()).isEqualTo("starting");
                assertThat(service.told).first().isEqualTo("ready");
                refused(ErrorCode.CHAIN_UNKNOWN, "no node has answered", () -> daemon.backfill(1, 5));
                refused(
                        ErrorCode.CHAIN_UNKNOWN,
                        "no node has answered",
                        () -> daemon.startMaintenance(Duration.ofMinutes(5), "early"));

                node.change(behaviour -> behaviour.offline(false));
                awaitState(daemon, "running");
                awaitHead(chain, daemon);
                assertThat(life(daemon).reason()).isEmpty();

                node.change(behaviour -> behaviour.offline(true));
                node.dropConnections();
                awaitState(daemon, "reconnecting");
                assertThat(life(daemon).reason())
                        .startsWith("no endpoint answers: ")
                        .contains("127.0.0.1");
                chain.advanceSlots(20);
                node.change(behaviour -> behaviour.offline(false));
                awaitState(daemon, "running");
                awaitHead(chain, daemon);
                assertThat(states(daemon)).containsExactly("starting", "running", "reconnecting", "running");
                assertThat(life(daemon).changes()).isEqualTo(4);
                assertThat(service.alive.get()).isPositive();
                assertThat(service.told)
                        .anyMatch(line -> line.startsWith("Reconnecting: no endpoint answers"))
                        .anyMatch(line -> line.startsWith("Running, block "));
            }
            assertThat(service.told).last().isEqualTo("stopping");
        }
    }

    @Test
    void namesAChainThatStandsStill() {
        NetworkSpec quick = network().slotDurationMs(200).build();
        try (SimulatedChain chain = SimulatedChain.create(quick, Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            chain.startLive();
            try (Daemon daemon = start(node)) {
                awaitState(daemon, "running");
                chain.halt();
                await().atMost(PATIENCE)
                        .until(() -> life(daemon).stalls().containsKey("heads")
                                && life(daemon).state().equals("degraded"));
                assertThat(life(daemon).reason()).startsWith("the node answers, but its head stands still at block ");
                assertThat(daemon.status().stalled()).isEqualTo(life(daemon).stalled());
                int alive = service.alive.get();
                await().atMost(PATIENCE).until(() -> service.alive.get() > alive);
                chain.resume();
                awaitState(daemon, "running");
                assertThat(daemon.status().stalled()).isNull();
            }
        }
    }

    @Test
    void pausesThroughAReorgAndTakesUpAgain() {
        try (SimulatedChain chain = SimulatedChain.create(network().build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain);
                Daemon daemon = start(node)) {
            awaitState(daemon, "running");
            awaitHead(chain, daemon);
            chain.forceReorg(2);
            chain.advanceSlots(2);
            awaitHead(chain, daemon);
            long last = daemon.status().snapshot().sync().lastBlock();
            assertThat(daemon.pause("ctl")).isTrue();
            assertThat(daemon.pause("ctl")).isFalse();
            assertThat(life(daemon).paused()).isTrue();
            assertThat(life(daemon).state()).isEqualTo("degraded");
            assertThat(life(daemon).reason()).isEqualTo("syncing is paused, asked for by ctl");
            chain.advanceSlots(30);
            long head = chain.heads().best().number();
            await().atMost(PATIENCE)
                    .until(() -> Long.valueOf(head - last)
                            .equals(daemon.status().snapshot().sync().blocksBehind()));
            assertThat(daemon.status().snapshot().sync().lastBlock()).isEqualTo(last);
            assertThat(daemon.resume("ctl")).isTrue();
            assertThat(daemon.resume("ctl")).isFalse();
            awaitHead(chain, daemon);
            assertThat(daemon.status().snapshot().sync().reorgs()).isPositive();
            assertThat(life(daemon).paused()).isFalse();
            awaitState(daemon, "running");
        }
    }

    @Test
    void fetchesBlocksBelowTheStartBlockAndRefusesRangesThatAreNone() {
        try (SimulatedChain chain = SimulatedChain.create(network().build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain);
                Daemon daemon = start(node, Map.of("sync.start-block", 80), snapshot -> {})) {
            awaitHead(chain, daemon);
            long stored = daemon.status().snapshot().sync().blocks();
            long head = chain.heads().best().number();
            refused(ErrorCode.BAD_ARGUMENT, "blocks 9 to 4 are no range", () -> daemon.backfill(9, 4));
            refused(ErrorCode.BAD_ARGUMENT, "blocks -1 to 4 are no range", () -> daemon.backfill(-1, 4));
            refused(ErrorCode.BAD_ARGUMENT, "the node's head is " + head, () -> daemon.backfill(1, head + 1));
            assertThat(daemon.backfill(10, 19).missing()).isEqualTo(10);
            await().atMost(PATIENCE)
                    .until(() -> daemon.status().snapshot().sync().blocks() == stored + 10);
            assertThat(daemon.backfill(10, 19).missing()).isZero();
        }
    }

    @Test
    void maintenanceOutlivesTheDaemonAndEndsByItself() {
        try (SimulatedChain chain = SimulatedChain.create(network().build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            MaintenanceView announced;
            try (Daemon daemon = start(node)) {
                awaitHead(chain, daemon);
                refused(ErrorCode.BAD_ARGUMENT, "expected between", () -> daemon.startMaintenance(Duration.ZERO, ""));
                refused(
                        ErrorCode.BAD_ARGUMENT,
                        "expected between",
                        () -> daemon.startMaintenance(Duration.ofSeconds(Long.MAX_VALUE), ""));
                refused(
                        ErrorCode.BAD_ARGUMENT,
                        "expected one line",
                        () -> daemon.startMaintenance(Duration.ofMinutes(1), "a\nb"));
                assertThat(daemon.endMaintenance()).isEmpty();
                announced = daemon.startMaintenance(Duration.ofMinutes(10), " a new kernel ");
                assertThat(announced.reason()).isEqualTo("a new kernel");
                assertThat(announced.untilMs() - announced.fromMs()).isEqualTo(600_000);
                assertThat(daemon.status().maintenance()).isEqualTo(announced);
            }
            node.change(behaviour -> behaviour.offline(true));
            try (Daemon daemon = start(node)) {
                await().atMost(PATIENCE)
                        .until(() -> announced.equals(daemon.status().maintenance()));
                clock.shift(Duration.ofMinutes(10));
                assertThat(daemon.status().maintenance()).isNull();
            }
            try (Daemon daemon = start(node)) {
                await().atMost(PATIENCE).until(() -> daemon.status().snapshot() != null);
                assertThat(daemon.status().maintenance()).as("it is over").isNull();
                MaintenanceView second = daemon.startMaintenance(Duration.ofHours(1), "");
                assertThat(daemon.endMaintenance()).hasValueSatisfying(ended -> {
                    assertThat(ended.fromMs()).isEqualTo(second.fromMs());
                    assertThat(ended.untilMs()).isLessThan(second.untilMs());
                });
                assertThat(daemon.status().maintenance()).isNull();
            }
        }
    }

    @Test
    void callsOffWhatAHungLoopDoesNotComeToAndNamesTheLoop() {
        NetworkSpec quick = network().slotDurationMs(200).build();
        Semaphore gate = new Semaphore(1_000_000);
        try (SimulatedChain chain = SimulatedChain.create(quick, Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            chain.startLive();
            Map<String, Object> hasty = Map.of("rpc.timeout", "500ms", "rpc.max-retries", 0);
            try (Daemon daemon = start(node, hasty, snapshot -> gate.acquireUninterruptibly())) {
                awaitState(daemon, "running");
                gate.drainPermits();
                try {
                    await().atMost(PATIENCE)
                            .until(() -> life(daemon).stalls().containsKey("loop")
                                    && life(daemon).state().equals("degraded"));
                    assertThat(life(daemon).reason()).startsWith("the loop hangs at '");
                    refused(ErrorCode.WRONG_STATE, "it is called off", () -> daemon.pause("ctl"));
                    int alive = service.alive.get();
                    refused(ErrorCode.WRONG_STATE, "the loop is at '", daemon::endMaintenance);
                    assertThat(service.alive.get())
                            .as("fed to the watchdog in the ten seconds of that wait")
                            .isEqualTo(alive);
                } finally {
                    gate.release(1_000_000);
                }
                awaitState(daemon, "running");
                assertThat(life(daemon).paused()).isFalse();
                assertThat(daemon.resume("ctl")).as("the pause was called off").isFalse();
            }
        }
    }

    @Test
    void isAskedToStopAndRefusesAllAfterwards() {
        try (SimulatedChain chain = SimulatedChain.create(network().build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            Daemon daemon = start(node);
            awaitHead(chain, daemon);
            daemon.reload("ctl");
            assertThat(service.told.stream().filter(line -> line.equals("ready") || line.equals("reloading")))
                    .containsExactly("ready", "reloading", "ready");
            assertThat(daemon.stopAsked()).isNotDone();
            daemon.stop("ctl");
            assertThat(daemon.stopAsked()).isCompletedWithValue("ctl");
            daemon.close();
            LifecycleView end = life(daemon);
            assertThat(end.state()).isEqualTo("stopped");
            assertThat(end.history()).anySatisfy(change -> {
                assertThat(change.to()).isEqualTo("stopping");
                assertThat(change.reason()).isEqualTo("asked for by ctl");
            });
            refused(ErrorCode.WRONG_STATE, "cannot pause, for the daemon is stopped", () -> daemon.pause("ctl"));
            refused(ErrorCode.WRONG_STATE, "cannot stop", () -> daemon.stop("ctl"));
            refused(ErrorCode.WRONG_STATE, "cannot backfill", () -> daemon.backfill(1, 2));
            daemon.close();
        }
    }

    @Test
    void saysThatItsDatabaseIsGone() throws IOException {
        try (SimulatedChain chain = SimulatedChain.create(network().build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain);
                Daemon daemon = start(node)) {
            awaitHead(chain, daemon);
            awaitState(daemon, "running");
            Files.delete(directory.resolve("mvm.db"));
            awaitState(daemon, "degraded");
            assertThat(life(daemon).reason())
                    .startsWith("the database " + directory.resolve("mvm.db") + " was removed while in use: ");
        }
    }
}
