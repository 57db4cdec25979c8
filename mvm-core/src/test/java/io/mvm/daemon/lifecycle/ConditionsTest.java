package io.mvm.daemon.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.sync.LoopCondition;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private final Conditions conditions = new Conditions();
    private final Sight sight = new Sight();
    private Map<String, String> stalls = Map.of();

    private void expect(DaemonState state, String reason) {
        assertThat(conditions.decide(sight.seen(), stalls)).isEqualTo(new Conditions.Verdict(state, reason));
    }

    @Test
    void startsUntilABlockIsStoredAndSaysWhatItWaitsFor() {
        sight.up = false;
        sight.lastSuccess = null;
        expect(DaemonState.STARTING, "waiting for the node");
        sight.waiting = new LoopCondition.Waiting("connection refused", sight.now + 4_000);
        expect(DaemonState.STARTING, "waiting for the node at http://node:9944: connection refused, next try in 4 s");
        sight.after(1_000);
        sight.paused = true;
        sight.pausedBy = "ctl";
        expect(
                DaemonState.STARTING,
                "waiting for the node at http://node:9944: connection refused, next try in 3 s;"
                        + " syncing is paused, asked for by ctl");
        sight.paused = false;
        sight.waiting = null;
        sight.up = true;
        expect(DaemonState.STARTING, "waiting for the first block to be stored");
        sight.lastSuccess = sight.now;
        expect(DaemonState.RUNNING, "");
    }

    @Test
    void oneFailedLookIsNoLostNode() {
        expect(DaemonState.RUNNING, "");
        sight.up = false;
        expect(DaemonState.RUNNING, "");
        sight.after(Conditions.GONE_MS - 1);
        expect(DaemonState.RUNNING, "");
        sight.up = true;
        expect(DaemonState.RUNNING, "");
        sight.up = false;
        expect(DaemonState.RUNNING, "");
        sight.after(Conditions.GONE_MS);
        expect(DaemonState.RECONNECTING, "no endpoint answers: http://node:9944 refused the connection");
    }

    @Test
    void aNodeThatIsBackHasToStayAndTheLoopToSucceed() {
        expect(DaemonState.RUNNING, "");
        sight.up = false;
        conditions.decide(sight.seen(), stalls);
        sight.after(Conditions.GONE_MS).fails("following the head", false, 7);
        String reason = "no endpoint answers: http://node:9944 refused the connection";
        expect(DaemonState.RECONNECTING, reason);
        sight.up = true;
        sight.after(60_000);
        expect(DaemonState.RECONNECTING, reason);
        sight.failing.clear();
        expect(DaemonState.RECONNECTING, reason);
        sight.after(Conditions.SETTLED_MS);
        expect(DaemonState.RUNNING, "");
    }

    @Test
    void aFailureHasToRepeatBeforeItDegradesAndToBeOverForAWhile() {
        expect(DaemonState.RUNNING, "");
        sight.fails("backfilling", false, 2);
        expect(DaemonState.RUNNING, "");
        sight.fails("backfilling", false, 3);
        expect(DaemonState.DEGRADED, "backfilling fails: for a reason");
        sight.failing.clear();
        expect(DaemonState.DEGRADED, "backfilling fails: for a reason");
        sight.after(Conditions.SETTLED_MS);
        expect(DaemonState.RUNNING, "");
        sight.fails("judging slots", true, 2);
        expect(DaemonState.DEGRADED, "judging slots fails: for a reason");
    }

    @Test
    void whatFailsForOneReasonIsOneSentence() {
        expect(DaemonState.RUNNING, "");
        sight.fails("following the head", true, 4);
        sight.failing.add(new LoopCondition.Failing("judging slots", "for a reason", true, 3));
        expect(DaemonState.DEGRADED, "following the head, judging slots fail: for a reason");
    }

    @Test
    void aPauseShowsAtOnceAndSoDoesItsEnd() {
        expect(DaemonState.RUNNING, "");
        sight.paused = true;
        sight.pausedBy = "JMX";
        expect(DaemonState.DEGRADED, "syncing is paused, asked for by JMX");
        sight.after(500);
        sight.paused = false;
        expect(DaemonState.RUNNING, "");
    }

    @Test
    void whatStandsStillDegrades() {
        expect(DaemonState.RUNNING, "");
        stalls = Map.of("heads", "the head stands still");
        expect(DaemonState.DEGRADED, "the head stands still");
        sight.paused = true;
        expect(DaemonState.DEGRADED, "syncing is paused; the head stands still");
    }

    @Test
    void theDatabaseIsNamedBesideALostNode() {
        expect(DaemonState.RUNNING, "");
        sight.up = false;
        conditions.decide(sight.seen(), stalls);
        sight.after(Conditions.GONE_MS).fails("judging slots", true, 5);
        expect(
                DaemonState.RECONNECTING,
                "no endpoint answers: http://node:9944 refused the connection; judging slots fails: for a reason");
    }

    @Test
    void aDatabaseThatIsGoneIsTroubleWhateverElseGoesOn() {
        expect(DaemonState.RUNNING, "");
        sight.databaseLost = "the database is gone";
        expect(DaemonState.DEGRADED, "the database is gone");
        sight.up = false;
        conditions.decide(sight.seen(), stalls);
        sight.after(Conditions.GONE_MS);
        expect(
                DaemonState.RECONNECTING,
                "no endpoint answers: http://node:9944 refused the connection; the database is gone");
    }
}
