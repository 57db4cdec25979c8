package io.mvm.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mvm.chain.AuraKey;
import io.mvm.chain.SidechainKey;
import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.NetworkSpecBuilder;
import io.mvm.simulator.RotationDelay;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import io.mvm.simulator.SimulatedValidator;
import io.mvm.simulator.Truth;
import io.mvm.store.ScheduleAudit;
import io.mvm.view.ScheduleView;
import io.mvm.view.Snapshot;
import io.mvm.view.ValidatorView;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Forecasts made an epoch ahead, compared with what came, on chains that are followed live. */
class ForecastAuditTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int EPOCHS = 50;
    private static final int SLOTS_PER_EPOCH = 20;
    private static final int OLD_RUNTIME = 18_001;
    private static final int NEW_RUNTIME = 2_001_000;

    @TempDir
    Path directory;

    static Stream<Arguments> networks() {
        return Stream.of(
                network("one block, 5 % missed", RotationDelay.NOW, OLD_RUNTIME, true, s -> s),
                network("two blocks, 5 % missed", RotationDelay.NEXT_BLOCK, NEW_RUNTIME, true, s -> s),
                network(
                        "one block, reorgs, committees that stay",
                        RotationDelay.NOW,
                        OLD_RUNTIME,
                        true,
                        s -> s.orphanRate(0.05).maxReorgDepth(3).unchangedRate(0.3)),
                network(
                        "two blocks, reorgs, late and unchanged committees",
                        RotationDelay.NEXT_BLOCK,
                        NEW_RUNTIME,
                        false,
                        s -> s.orphanRate(0.05)
                                .maxReorgDepth(3)
                                .unchangedRate(0.2)
                                .lateRotationRate(0.3)));
    }

    /** What is shown in the middle of an epoch, compared with what the epoch came to. */
    @Test
    void expectsOfAnEpochExactlyWhatItComesTo() throws Exception {
        NetworkSpec spec =
                network("expected", RotationDelay.NEXT_BLOCK, NEW_RUNTIME).build();
        try (SimulatedChain chain = SimulatedChain.create(spec, Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            Set<SidechainKey> all = chain.validators().stream()
                    .map(SimulatedValidator::sidechainKey)
                    .collect(Collectors.toSet());
            SyncSettings settings = new SyncSettings(Follower.CHAIN, 0, 200, 4, false, false, all, Map.of());
            List<Snapshot> shown = new ArrayList<>();
            try (Follower follower = new Follower(directory.resolve("mvm.db"), settings, node)) {
                for (int epoch = 0; epoch < 6; epoch++) {
                    chain.advanceTo((chain.slot() / SLOTS_PER_EPOCH + 1) * SLOTS_PER_EPOCH + 4 + 2L * epoch);
                    chain.produce();
                    awaitHead(chain, follower);
                    await().atMost(PATIENCE)
                            .until(() ->
                                    schedules(follower.snapshot(), all).allMatch(view -> view.nextCommitteeKnown()));
                    shown.add(follower.snapshot());
                }
            }
            chain.advanceSlots(2 * SLOTS_PER_EPOCH);
            int compared = 0;
            for (Snapshot snapshot : shown) {
                long head = snapshot.node().headSlot();
                long epoch = head / SLOTS_PER_EPOCH;
                for (ValidatorView validator : snapshot.validators()) {
                    if (!validator.ours()) {
                        // A key of the first days whose holder is not known yet.
                        continue;
                    }
                    List<Long> owed = chain.truth().slots().stream()
                            .filter(slot -> slot.validator().hex().equals(validator.key()))
                            .map(Truth.Slot::slot)
                            .toList();
                    ScheduleView schedule = validator.own().schedule();
                    assertThat(schedule.expectedEpoch())
                            .isEqualTo(owed.stream()
                                    .filter(slot -> slot / SLOTS_PER_EPOCH == epoch)
                                    .count());
                    Long next = owed.stream()
                            .filter(slot -> slot > head)
                            .findFirst()
                            .orElse(null);
                    if (next != null && next <= (epoch + 1) * SLOTS_PER_EPOCH) {
                        assertThat(schedule.nextSlot()).isEqualTo(next);
                        compared++;
                    }
                    assertThat(schedule.knownUntilMs())
                            .isEqualTo((epoch + 2) * SLOTS_PER_EPOCH * spec.slotDurationMs());
                }
            }
            assertThat(compared).isPositive();
        }
    }

    /** What was audited stays counted, and slots from before the restart are not audited twice. */
    @Test
    void countsGoOnAfterARestart() throws Exception {
        NetworkSpec spec = network("restart", RotationDelay.NOW, OLD_RUNTIME).build();
        try (SimulatedChain chain = SimulatedChain.create(spec, Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            Set<SidechainKey> ours = Set.of(chain.validators().get(0).sidechainKey());
            SyncSettings settings = new SyncSettings(Follower.CHAIN, 0, 200, 4, false, false, ours, Map.of());
            long audited = 0;
            for (int round = 0; round < 3; round++) {
                try (Follower follower = new Follower(directory.resolve("mvm.db"), settings, node)) {
                    awaitHead(chain, follower);
                    await().atMost(PATIENCE)
                            .until(() -> schedules(follower.snapshot(), ours)
                                    .allMatch(view -> view != null && view.knownUntilMs() != null));
                    long from = chain.heads().best().slot();
                    for (int slot = 0; slot < 2 * SLOTS_PER_EPOCH; slot++) {
                        chain.advanceSlots(1);
                        awaitHead(chain, follower);
                    }
                    follower.stop();
                    audited += chain.truth().slots().stream()
                            .filter(slot -> slot.slot() > from && ours.contains(slot.validator()))
                            .count();
                    ScheduleView view =
                            schedules(follower.snapshot(), ours).findFirst().orElseThrow();
                    assertThat(view.audited()).isEqualTo(audited).isPositive();
                    assertThat(view.mismatches()).isZero();
                }
                chain.advanceSlots(SLOTS_PER_EPOCH + 3);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void whatCameIsWhatWasForecast(String name, NetworkSpecBuilder network, boolean inTime) throws Exception {
        Outcome outcome = follow(network.build(), EPOCHS);
        report(name, outcome);
        assertThat(outcome.disagreements()).isEmpty();
        assertThat(outcome.mismatches()).isZero();
        assertThat(outcome.audited() + outcome.unaudited()).isEqualTo(outcome.owed());
        assertThat(outcome.audited()).isGreaterThan(outcome.owed() * (inTime ? 9 : 5) / 10);
    }

    /** So that it is known that the audit finds what there is to find. */
    @Test
    void aRuleThatIsNotTheChainsIsFound() throws Exception {
        Outcome early =
                follow(network("early", RotationDelay.NEXT_BLOCK, OLD_RUNTIME).build(), 12);
        report("two blocks, taken for one", early);
        assertThat(early.mismatches()).isPositive();
        Outcome late = follow(network("late", RotationDelay.NOW, NEW_RUNTIME).build(), 12);
        report("one block, taken for two", late);
        assertThat(late.mismatches()).isPositive();
    }

    private record Outcome(
            int epochs,
            long owed,
            long audited,
            long unaudited,
            long mismatches,
            long reorgs,
            List<String> disagreements) {}

    private Outcome follow(NetworkSpec spec, int epochs) throws Exception {
        try (SimulatedChain chain = SimulatedChain.create(spec, Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            // In the middle of an epoch, where even a wrong rule has something to tell.
            chain.advanceTo((chain.slot() / SLOTS_PER_EPOCH + 1) * SLOTS_PER_EPOCH + SLOTS_PER_EPOCH / 2);
            Set<SidechainKey> ours = Stream.of(0, 2, 5)
                    .map(place -> chain.validators().get(place).sidechainKey())
                    .collect(Collectors.toSet());
            SyncSettings settings = new SyncSettings(Follower.CHAIN, 0, 200, 4, false, false, ours, Map.of());
            try (Follower follower = new Follower(directory.resolve("mvm" + spec.seed() + ".db"), settings, node)) {
                awaitHead(chain, follower);
                await().atMost(PATIENCE)
                        .until(() -> schedules(follower.snapshot(), ours)
                                .allMatch(view -> view != null && view.knownUntilMs() != null));
                long from = chain.heads().best().slot();
                for (int slot = 0; slot < epochs * SLOTS_PER_EPOCH; slot++) {
                    if (slot % (3 * SLOTS_PER_EPOCH) == 0 && spec.orphanRate() > 0) {
                        forceReorgAcrossBoundary(chain, slot / SLOTS_PER_EPOCH % 3 + 1);
                    }
                    chain.advanceSlots(1);
                    awaitHead(chain, follower);
                }
                follower.stop();
                Truth truth = chain.truth();
                long owed = truth.slots().stream()
                        .filter(slot -> slot.slot() > from && ours.contains(slot.validator()))
                        .count();
                ScheduleAudit audit = follower.store().scheduleTable().read();
                Set<AuraKey> keys = truth.slots().stream()
                        .filter(slot -> ours.contains(slot.validator()))
                        .map(Truth.Slot::owner)
                        .collect(Collectors.toSet());
                assertThat(schedules(follower.snapshot(), ours)
                                .filter(view -> view != null)
                                .mapToLong(ScheduleView::mismatches)
                                .max()
                                .orElse(0))
                        .isLessThanOrEqualTo(audit.mismatches().size());
                return new Outcome(
                        epochs,
                        owed,
                        audit.count(keys).audited(),
                        audit.count(keys).unaudited(),
                        audit.mismatches(keys).size(),
                        follower.snapshot().sync().reorgs(),
                        Agreement.between(
                                        chain.truth()
                                                .knowing(hash -> follower.store()
                                                        .orphan(hash)
                                                        .isPresent()),
                                        follower.store())
                                .disagreements());
            }
        }
    }

    private static void forceReorgAcrossBoundary(SimulatedChain chain, int depth) {
        long boundary = (chain.slot() / SLOTS_PER_EPOCH + 1) * SLOTS_PER_EPOCH;
        chain.forceReorgAt(boundary - 1, depth);
    }

    private static Stream<ScheduleView> schedules(Snapshot snapshot, Set<SidechainKey> ours) {
        Set<String> keys = ours.stream().map(SidechainKey::hex).collect(Collectors.toSet());
        return snapshot.validators().stream()
                .filter(validator -> keys.contains(validator.key()))
                .map(ValidatorView::own)
                .map(own -> own == null ? null : own.schedule());
    }

    private static void awaitHead(SimulatedChain chain, Follower follower) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> follower.snapshot() != null
                        && Long.valueOf(chain.heads().best().number())
                                .equals(follower.snapshot().sync().lastBlock()));
    }

    private static void report(String name, Outcome outcome) {
        System.out.printf(
                "forecast | %s | %d epochs | %d reorgs | %d own slots | %d audited | %d not forecast | %d mismatches%n",
                name,
                outcome.epochs(),
                outcome.reorgs(),
                outcome.owed(),
                outcome.audited(),
                outcome.unaudited(),
                outcome.mismatches());
    }

    private static Arguments network(
            String name,
            RotationDelay rotation,
            int specVersion,
            boolean inTime,
            UnaryOperator<NetworkSpecBuilder> more) {
        return Arguments.of(name, more.apply(network(name, rotation, specVersion)), inTime);
    }

    private static NetworkSpecBuilder network(String seed, RotationDelay rotation, int specVersion) {
        return NetworkSpec.builder()
                .seed(seed.hashCode())
                .permissionedSeats(5)
                .registeredSeats(5)
                .permissionedCandidates(4)
                .registeredCandidates(4)
                .slotsPerEpoch(SLOTS_PER_EPOCH)
                .rotation(rotation)
                .specVersion(specVersion)
                .missRate(0.05)
                .historyEpochs(2);
    }
}
