package io.mvm.duty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mvm.chain.AuraKey;
import io.mvm.chain.AuthoritySet;
import io.mvm.epoch.SlotClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ForecastTest {
    private static final AuthoritySet OLD = set(0, 1, 2, 0);
    private static final AuthoritySet NEW = set(3, 0, 0);
    private static final SlotClock CLOCK = new SlotClock(6_000, 10);

    @Test
    void everythingUpToTheBoundaryIsTheCurrentCommittees() {
        Forecast forecast = new Forecast(103, OLD, 110, Optional.of(NEW), 1, 119);
        for (long slot = 104; slot <= 110; slot++) {
            assertThat(forecast.owner(slot, 0).key()).isEqualTo(OLD.seat((int) (slot % 4)));
        }
        assertThat(forecast.covers(103)).isFalse();
        assertThat(forecast.covers(119)).isTrue();
        assertThat(forecast.covers(120)).isFalse();
        assertThatThrownBy(() -> forecast.owner(120, 9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("slot 120")
                .hasMessageContaining("104 to 119");
    }

    /** A chain is played forward for every pattern of misses around the boundary, under both rules. */
    @Test
    void agreesWithAChainPlayedForwardWhateverIsMissed() {
        int compared = 0;
        for (int delay = 1; delay <= 2; delay++) {
            Forecast forecast = new Forecast(103, OLD, 106, Optional.of(NEW), delay, 119);
            for (int misses = 0; misses < 1 << 10; misses++) {
                AuthoritySet aura = OLD;
                AuthoritySet queued = null;
                boolean rotated = false;
                long blocks = 0;
                Forecast seen = forecast;
                for (long slot = 104; slot <= 113; slot++) {
                    AuraKey owner = aura.seat((int) (slot % aura.size()));
                    assertThat(forecast.owner(slot, blocks).key()).isEqualTo(owner);
                    assertThat(seen.owner(slot, 0).key()).isEqualTo(owner);
                    compared++;
                    if ((misses >> (slot - 104) & 1) != 0) {
                        // A missed slot changes nothing; the forecast of the head before it goes on.
                        continue;
                    }
                    if (queued != null) {
                        aura = queued;
                        queued = null;
                    }
                    if (!rotated && slot >= 106) {
                        rotated = true;
                        if (delay == 1) {
                            aura = NEW;
                        } else {
                            queued = NEW;
                        }
                    }
                    blocks += slot >= 106 ? 1 : 0;
                    seen = forecast.from(slot, blocks, aura).orElseThrow();
                    assertThat(seen.headSlot()).isEqualTo(slot);
                    assertThat(seen.covers(119)).isTrue();
                }
            }
        }
        assertThat(compared).isEqualTo(2 * 1024 * 10);
    }

    @Test
    void listsTheSlotsOfKeysAsCountedOneByOne() {
        for (int delay = 1; delay <= 2; delay++) {
            for (long head = 95; head < 108; head++) {
                for (long boundary = head + 1; boundary < head + 9; boundary++) {
                    for (boolean nextKnown : new boolean[] {true, false}) {
                        Forecast forecast = new Forecast(
                                head, OLD, boundary, nextKnown ? Optional.of(NEW) : Optional.empty(), delay, 125);
                        for (Set<AuraKey> keys : List.of(
                                Set.of(key(0)),
                                Set.of(key(1)),
                                Set.of(key(3)),
                                Set.of(key(0), key(3)),
                                Set.of(key(9)))) {
                            List<Long> counted = new ArrayList<>();
                            for (long slot = head + 1; slot <= forecast.end(); slot++) {
                                // Every slot of the boundary is produced.
                                if (keys.contains(forecast.owner(slot, Math.max(0, slot - boundary))
                                        .key())) {
                                    counted.add(slot);
                                }
                            }
                            List<SlotAhead> listed = forecast.slotsOf(keys, 0, Long.MAX_VALUE);
                            assertThat(listed).extracting(SlotAhead::slot).containsExactlyElementsOf(counted);
                            for (SlotAhead owed : listed) {
                                assertThat(owed.seat())
                                        .isEqualTo(forecast.owner(owed.slot(), Math.max(0, owed.slot() - boundary)));
                                assertThat(owed.next()).isEqualTo(nextKnown && owed.slot() > boundary + delay - 1);
                                assertThat(owed.firm()).isEqualTo(!owed.next());
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void aSlotIsFirmExactlyIfNoPatternOfMissesTakesItAway() {
        for (int delay = 1; delay <= 2; delay++) {
            Forecast forecast = new Forecast(103, OLD, 106, Optional.of(set(4, 5, 6, 7, 8)), delay, 113);
            Set<AuraKey> all = new TreeSet<>((a, b) -> a.hex().compareTo(b.hex()));
            for (int i = 0; i < 9; i++) {
                all.add(key(i));
            }
            for (SlotAhead owed : forecast.slotsOf(all, 0, 200)) {
                boolean always = true;
                boolean oneOrTwo = false;
                for (int blocks = 0; blocks <= Math.max(0, owed.slot() - 106); blocks++) {
                    boolean same = forecast.owner(owed.slot(), blocks).equals(owed.seat());
                    always &= same;
                    oneOrTwo |= !same && owed.slot() - 106 - blocks <= delay;
                }
                assertThat(owed.firm())
                        .as("slot %d, delay %d", owed.slot(), delay)
                        .isEqualTo(always);
                assertThat(owed.atBoundary())
                        .as("slot %d, delay %d", owed.slot(), delay)
                        .isEqualTo(oneOrTwo);
            }
        }
    }

    @Test
    void knowsNothingMoreOnceTheAuthoritiesAreNotThoseItLeadsTo() {
        Forecast forecast = new Forecast(103, OLD, 110, Optional.of(NEW), 1, 119);
        assertThat(forecast.from(105, 0, NEW)).isEmpty();
        assertThat(forecast.from(111, 1, OLD)).isEmpty();
        assertThat(forecast.from(119, 5, NEW)).isEmpty();
        assertThat(forecast.from(111, 1, NEW)).contains(Forecast.untilBoundary(111, NEW, 120));
        assertThat(Forecast.untilBoundary(103, OLD, 110).from(112, 1, OLD)).isEmpty();
    }

    @Test
    void aChosenCommitteeThatComesLateIsActiveAfterTheNextBlocks() {
        // The boundary of the epoch is long past; the next block rotates.
        Forecast forecast = new Forecast(117, OLD, 118, Optional.of(NEW), 2, 119);
        assertThat(forecast.owner(118, 0)).isEqualTo(forecast.owner(118, 1));
        assertThat(forecast.owner(119, 1).key()).isEqualTo(OLD.seat(3));
        // The chain stood still for longer than the next committee's epoch.
        Forecast past = new Forecast(130, OLD, 131, Optional.of(NEW), 1, 119);
        assertThat(past.end()).isEqualTo(131);
        assertThat(past.owner(131, 0).key()).isEqualTo(OLD.seat(3));
    }

    @Test
    void gapsAndDutiesFillTheTimeAhead() {
        for (int delay = 1; delay <= 2; delay++) {
            Forecast forecast = new Forecast(103, OLD, 106, Optional.of(NEW), delay, 119);
            for (Set<AuraKey> keys : List.of(Set.of(key(0)), Set.of(key(1)), Set.of(key(3)), Set.of(key(9)))) {
                for (long now = 102 * 6_000 + 1; now < 121 * 6_000; now += 1_999) {
                    DutyPlan plan = DutyPlan.of(forecast, keys, CLOCK, now);
                    long covered = 0;
                    for (Window gap : plan.gaps()) {
                        assertThat(gap.untilMs()).isGreaterThan(gap.fromMs());
                        for (long at = gap.fromMs(); at < gap.untilMs(); at += 500) {
                            long slot = at / 6_000;
                            for (long missed = 0; slot > 103 && missed <= delay; missed++) {
                                long blocks = Math.max(0, slot - 106 - missed);
                                assertThat(keys)
                                        .doesNotContain(
                                                forecast.owner(slot, blocks).key());
                            }
                        }
                        covered += gap.untilMs() - gap.fromMs();
                    }
                    assertThat(plan.known()).isEqualTo(plan.knownUntilMs() > plan.fromMs());
                    assertThat(plan.longestGap().map(Window::length).orElse(Duration.ZERO))
                            .isEqualTo(plan.gaps().stream()
                                    .map(Window::length)
                                    .max(Duration::compareTo)
                                    .orElse(Duration.ZERO));
                    assertThat(plan.windows(Duration.ofSeconds(13)))
                            .isEqualTo(plan.gaps().stream()
                                    .filter(gap -> gap.length().toMillis() >= 13_000)
                                    .toList());
                    long busy = 0;
                    for (long slot = plan.fromMs() / 6_000; slot <= 119; slot++) {
                        boolean duty = false;
                        for (int missed = 0; slot > 103 && missed <= delay; missed++) {
                            duty |= keys.contains(forecast.owner(slot, Math.max(0, slot - 106 - missed))
                                    .key());
                        }
                        busy += duty ? (slot + 1) * 6_000 - Math.max(plan.fromMs(), slot * 6_000) : 0;
                    }
                    assertThat(covered + busy).isEqualTo(Math.max(0, plan.knownUntilMs() - plan.fromMs()));
                }
            }
        }
    }

    @Test
    void noneOwedIsNotTheSameAsNotKnown() {
        DutyPlan none = DutyPlan.of(Forecast.untilBoundary(103, OLD, 110), Set.of(key(9)), CLOCK, 104 * 6_000);
        assertThat(none.known()).isTrue();
        assertThat(none.slots()).isEmpty();
        assertThat(none.gaps()).containsExactly(new Window(104 * 6_000, 111 * 6_000));
        DutyPlan unknown = DutyPlan.of(Forecast.untilBoundary(103, OLD, 110), Set.of(key(9)), CLOCK, 111 * 6_000);
        assertThat(unknown.known()).isFalse();
        assertThat(unknown.slots()).isEmpty();
        assertThat(unknown.gaps()).isEmpty();
    }

    @Test
    void theSlotInProgressIsAheadAndOneThatIsOverIsNot() {
        Forecast forecast = Forecast.untilBoundary(103, OLD, 110);
        // Key 0 holds seats 0 and 3: slots 104, 107, 108.
        assertThat(DutyPlan.of(forecast, Set.of(key(0)), CLOCK, 104 * 6_000 + 5_999)
                        .next())
                .map(SlotAhead::slot)
                .contains(104L);
        DutyPlan later = DutyPlan.of(forecast, Set.of(key(0)), CLOCK, 105 * 6_000);
        assertThat(later.next()).map(SlotAhead::slot).contains(107L);
        assertThat(later.slots()).extracting(SlotAhead::slot).containsExactly(107L, 108L);
        assertThat(later.gaps())
                .containsExactly(new Window(105 * 6_000, 107 * 6_000), new Window(109 * 6_000, 111 * 6_000));
    }

    @Test
    void aRuntimeTellsHowManyBlocksTheOldCommitteeKeeps() {
        assertThat(Activation.blocks(18_001)).isEqualTo(1);
        assertThat(Activation.blocks(2_000_999)).isEqualTo(1);
        assertThat(Activation.blocks(2_001_000)).isEqualTo(2);
    }

    private static AuthoritySet set(int... holders) {
        return AuthoritySet.of(
                Arrays.stream(holders).mapToObj(ForecastTest::key).toList());
    }

    private static AuraKey key(int i) {
        byte[] bytes = new byte[AuraKey.LENGTH];
        Arrays.fill(bytes, (byte) (i + 1));
        return AuraKey.of(bytes);
    }
}
