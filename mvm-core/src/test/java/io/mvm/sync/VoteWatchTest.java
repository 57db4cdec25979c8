package io.mvm.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import io.mvm.chain.AuthoritySet;
import io.mvm.chain.Hex;
import io.mvm.rpc.FailoverNode;
import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.NetworkSpecBuilder;
import io.mvm.simulator.NodeBehaviour;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import io.mvm.simulator.SimulatedValidator;
import io.mvm.view.FinalityView;
import io.mvm.view.VoteView;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Votes as sampled from a network that knows who is silent. */
@Timeout(60)
class VoteWatchTest {
    private static final long FIRST_SLOT = 300_000_000L;

    private final HandClock clock = new HandClock(FIRST_SLOT * 6_000);
    private final List<AutoCloseable> open = new ArrayList<>();
    private SimulatedChain chain;
    private SimulatedNode server;
    private FailoverNode node;
    private VoteWatch watch;

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private void start(NetworkSpecBuilder spec, int slots) {
        chain = closing(
                SimulatedChain.create(spec.firstSlot(FIRST_SLOT).finalityLag(1).build(), clock));
        chain.advanceSlots(slots);
        server = closing(SimulatedNode.start(chain, 0, NodeBehaviour.healthy()));
        node = closing(new FailoverNode(Follower.rpc(server.url()), new MetricRegistry(), Clock.systemUTC()));
        watch = closing(new VoteWatch(node, clock, new SyncLog()));
        await().until(() -> node.endpoints().get(0).up());
    }

    /** A new committee every 15 slots, in which nobody holds so many seats that finality would stop without it. */
    private static NetworkSpecBuilder changing() {
        return NetworkSpec.builder()
                .seats(12)
                .slotsPerEpoch(15)
                .permissionedCandidates(9)
                .registeredCandidates(9);
    }

    private <T extends AutoCloseable> T closing(T what) {
        open.add(what);
        return what;
    }

    private static String key(SimulatedValidator validator) {
        return Hex.encode(validator.grandpaKey());
    }

    /** Slot by slot, with as many samples in each as a real round takes. */
    private void pass(int slots) {
        for (int slot = 0; slot < slots; slot++) {
            chain.advanceSlots(1);
            for (int sample = 0; sample < 1 + slot % 3; sample++) {
                clock.advance(Duration.ofMillis(1_500));
                watch.sample();
            }
        }
    }

    private VoteView votes(int place) {
        return watch.votes(key(chain.validators().get(place)));
    }

    @Test
    void findsTheSilentVoterAndBlamesNobodyWhoIsMerelyLate() {
        start(NetworkSpec.builder().seats(12), 3);
        SimulatedValidator silent = chain.validators().get(2);
        chain.silence(silent.sidechainKey());
        pass(80);
        long observed = watch.finality().roundsObserved();
        assertThat(observed).isGreaterThan(60);
        int seats = 0;
        for (SimulatedValidator validator : chain.validators()) {
            VoteView votes = watch.votes(key(validator));
            if (validator == silent) {
                seats = (int) (watch.finality().voters() - watch.finality().votedWeight());
                assertThat(votes.inSet()).isTrue();
                assertThat(votes.state()).isEqualTo("silent");
                assertThat(votes.roundsObserved()).isEqualTo(observed);
                // The round that was under way when it fell silent may still hold its votes.
                assertThat(votes.missingRounds()).isBetween(observed - 2, observed);
                assertThat(watch.findings(key(validator)))
                        .singleElement()
                        .satisfies(finding -> assertThat(finding.level()).isEqualTo("critical"))
                        .satisfies(finding -> assertThat(finding.text()).contains(key(validator)));
            } else if (Boolean.TRUE.equals(votes.inSet())) {
                assertThat(votes).isEqualTo(new VoteView(key(validator), true, "voting", 0, observed));
                assertThat(watch.findings(key(validator))).isEmpty();
            }
        }
        assertThat(seats).as("weight that was missing").isPositive();
        assertThat(watch.finality().quorumMargin()).isLessThan(0.34);

        chain.speak(silent.sidechainKey());
        pass(10);
        VoteView heard = watch.votes(key(silent));
        assertThat(heard.state()).isEqualTo("voting");
        assertThat(watch.findings(key(silent))).isEmpty();
        assertThat(heard.missingRounds()).isLessThan(heard.roundsObserved());
    }

    @Test
    void tellsTheRoundInProgressAsTheNodeDoes() {
        start(NetworkSpec.builder().seats(12), 30);
        pass(3);
        FinalityView finality = watch.finality();
        assertThat(finality.voters()).isEqualTo(12);
        assertThat(finality.threshold()).isEqualTo(9);
        assertThat(finality.setId()).isEqualTo(finality.chainSetId());
        assertThat(finality.round()).isPositive();
        assertThat(finality.prevotes()).isBetween(0L, 12L);
        assertThat(finality.precommits()).isBetween(0L, finality.prevotes());
    }

    @Test
    void followsTheSetAndChargesOnlyWhoWasInIt() {
        start(changing(), 3);
        SimulatedValidator silent = chain.validators().get(1);
        chain.silence(silent.sidechainKey());
        pass(150);
        FinalityView finality = watch.finality();
        assertThat(finality.setId()).isGreaterThan(3);
        assertThat(finality.chainSetId()).isEqualTo(finality.setId());
        AuthoritySet set = new AuthorityAnchor(node, 1)
                .fromState(chain.heads().finalized().hash())
                .orElseThrow();
        boolean someLeft = false;
        for (SimulatedValidator validator : chain.validators()) {
            VoteView votes = watch.votes(key(validator));
            assertThat(votes.inSet()).isEqualTo(set.members().contains(validator.auraKey()));
            if (!votes.inSet()) {
                assertThat(votes.state()).isEqualTo("not_in_set");
                someLeft |= votes.roundsObserved() > 0;
            }
            assertThat(votes.roundsObserved()).isLessThanOrEqualTo(finality.roundsObserved());
            if (validator == silent) {
                assertThat(votes.missingRounds()).isBetween(votes.roundsObserved() - 2, votes.roundsObserved());
            } else {
                assertThat(votes.missingRounds()).as("%s", validator).isZero();
            }
        }
        assertThat(someLeft).as("a voter left").isTrue();
        assertThat(server.counters().calls("state_call"))
                .as("asked when the set changes, and now and then")
                .isLessThan(150);
    }

    @Test
    void aVoterThatDoesNotRunIsToldAfterAWhile() {
        start(NetworkSpec.builder().seats(12), 30);
        pass(8);
        long observed = watch.finality().roundsObserved();
        assertThat(votes(0).state()).isEqualTo("voting");
        server.change(behaviour -> behaviour.voterRunning(false));
        watch.sample();
        assertThat(watch.finality())
                .isEqualTo(new FinalityView(
                        null, null, watch.finality().chainSetId(), null, null, null, null, null, observed));
        assertThat(watch.findings(key(chain.validators().get(0)))).isEmpty();
        clock.advance(Duration.ofSeconds(121));
        watch.sample();
        assertThat(watch.findings(key(chain.validators().get(0))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.level()).isEqualTo("degraded"))
                .satisfies(finding -> assertThat(finding.text()).contains("does not run"));
        server.change(behaviour -> behaviour.voterRunning(true));
        watch.sample();
        assertThat(watch.findings(key(chain.validators().get(0)))).isEmpty();
    }

    @Test
    void aVoterStuckInAnOldSetIsToldAndNobodyIsChargedForIt() {
        start(changing(), 3);
        pass(40);
        long set = watch.finality().setId();
        assertThat(set).isPositive();
        server.change(behaviour -> behaviour.staleVoterSet(true));
        pass(15);
        long observed = watch.finality().roundsObserved();
        assertThat(watch.finality().setId()).isLessThan(watch.finality().chainSetId());
        assertThat(watch.findings(null)).isEmpty();
        pass(60);
        assertThat(watch.findings(null))
                .singleElement()
                .satisfies(finding -> assertThat(finding.level()).isEqualTo("degraded"))
                .satisfies(finding -> assertThat(finding.text())
                        .contains("set " + watch.finality().setId())
                        .contains("expected " + watch.finality().chainSetId()));
        assertThat(watch.finality().roundsObserved()).isEqualTo(observed);
        chain.validators()
                .forEach(validator ->
                        assertThat(watch.votes(key(validator)).missingRounds()).isZero());
        server.change(behaviour -> behaviour.staleVoterSet(false));
        pass(10);
        assertThat(watch.findings(null)).isEmpty();
        assertThat(watch.finality().roundsObserved()).isGreaterThan(observed);
    }

    @Test
    void whatIsOldIsNotShownAsOfNow() {
        start(NetworkSpec.builder().seats(12), 30);
        SimulatedValidator silent = chain.validators().get(0);
        chain.silence(silent.sidechainKey());
        pass(20);
        assertThat(watch.findings(key(silent))).isNotEmpty();
        long observed = watch.finality().roundsObserved();
        server.change(behaviour -> behaviour.offline(true));
        server.dropConnections();
        await().until(() -> !node.endpoints().get(0).up());
        clock.advance(Duration.ofSeconds(31));
        watch.sample();
        assertThat(watch.finality())
                .isEqualTo(new FinalityView(null, null, null, null, null, null, null, null, observed));
        assertThat(watch.votes(key(silent)).state()).isNull();
        assertThat(watch.votes(key(silent)).missingRounds()).isPositive();
        assertThat(watch.findings(key(silent))).isEmpty();

        server.change(behaviour -> behaviour.offline(false));
        await().until(() -> node.endpoints().get(0).up());
        pass(2);
        assertThat(watch.finality().round()).isNotNull();
    }

    @Test
    void nothingIsKnownBeforeTheNodeTold() {
        start(NetworkSpec.builder().seats(12), 30);
        assertThat(watch.finality()).isNull();
        assertThat(votes(0)).isNull();
        assertThat(watch.findings(key(chain.validators().get(0)))).isEmpty();
        watch.sample();
        assertThat(votes(0).state()).as("no round completed yet").isNull();
        assertThat(watch.votes(null)).isNull();
    }

    @Test
    void leavesTheCallsToTheHeadsWhereTheyAreRationed() {
        start(NetworkSpec.builder().seats(12), 30);
        watch.sample();
        server.change(behaviour -> behaviour.callsPerMinute(1));
        watch.sample();
        long asked = server.counters().calls("grandpa_roundState");
        for (int sample = 0; sample < 5; sample++) {
            watch.sample();
        }
        assertThat(server.counters().calls("grandpa_roundState")).isEqualTo(asked);
        server.change(behaviour -> behaviour.callsPerMinute(0));
        clock.advance(Duration.ofSeconds(61));
        watch.sample();
        assertThat(server.counters().calls("grandpa_roundState")).isGreaterThan(asked);
    }
}
