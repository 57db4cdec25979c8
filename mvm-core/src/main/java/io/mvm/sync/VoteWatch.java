package io.mvm.sync;

import io.mvm.chain.BlockHash;
import io.mvm.chain.Hex;
import io.mvm.chain.scale.ScaleException;
import io.mvm.chain.scale.ScaleReader;
import io.mvm.rpc.ChainNode;
import io.mvm.rpc.EndpointStatus;
import io.mvm.rpc.RoundState;
import io.mvm.rpc.RpcException;
import io.mvm.sync.VoteTally.Count;
import io.mvm.sync.VoteTally.Voters;
import io.mvm.view.FinalityView;
import io.mvm.view.FindingView;
import io.mvm.view.VoteView;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Samples the node's GRANDPA rounds beside the loop, and counts who votes. What it holds is readable from any thread. */
final class VoteWatch implements AutoCloseable {
    private static final String AUTHORITIES = "GrandpaApi_grandpa_authorities";
    private static final String SET = "GrandpaApi_current_set_id";
    private static final String VOTES = "the votes on finality";
    private static final String VOTERS = "the voters on finality";
    private static final byte[] NO_ARGUMENTS = {};
    private static final int KEY_LENGTH = 32;

    /** What was sampled longer ago says nothing of now. */
    private static final long FRESH_MS = 30_000;
    /** A voter that lags behind the chain, or does not run, for longer than this is stuck: a change of set takes seconds. */
    private static final long STUCK_MS = 120_000;
    /** A node without rounds, or that rations calls, is asked again after this long: a fail-over may have brought another. */
    private static final long PAUSE_MS = 60_000;

    /** Samples between looks at the chain's set. */
    private static final int SAMPLES_PER_SET = 20;
    /** The same while the node's voter and the chain's state tell different sets. */
    private static final int SAMPLES_PER_SET_WHILE_APART = 4;

    private final ChainNode node;
    private final Clock clock;
    private final SyncLog log;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "mvm-votes");
        made.setDaemon(true);
        return made;
    });

    // Used by the sampling thread alone.
    private long pausedUntil;
    private int samplesSinceSet;
    private Long setAskedFor;
    private final Map<String, String> said = new HashMap<>();

    // All below is guarded by this object's monitor.
    private final VoteTally tally = new VoteTally();
    private RoundState latest;
    private long latestAt;
    private Long chainSetId;
    private Long behindSince;
    private Long notRunningSince;

    VoteWatch(ChainNode node, Clock clock, SyncLog log) {
        this.node = node;
        this.clock = clock;
        this.log = log;
    }

    /** Samples until closed. The interval should be shorter than a round, which takes some seconds. */
    void start(long intervalMs) {
        var unused = thread.scheduleWithFixedDelay(this::sample, 0, intervalMs, TimeUnit.MILLISECONDS);
    }

    /** The state of finality; null while the node has not told. Figures of now are null once they are old. */
    synchronized FinalityView finality() {
        if (latest == null) {
            return null;
        }
        if (!fresh()) {
            return new FinalityView(null, null, null, null, null, null, null, null, tally.observed());
        }
        RoundState.Round best = latest.best();
        return new FinalityView(
                best == null ? null : best.round(),
                latest.setId(),
                chainSetId,
                best == null ? null : best.totalWeight(),
                best == null ? null : best.thresholdWeight(),
                best == null ? null : best.prevotes().weight(),
                best == null ? null : best.precommits().weight(),
                best == null ? null : tally.votedWeight(),
                tally.observed());
    }

    /** Votes of one key, as {@code 0x} hex; null while nothing is known. */
    synchronized VoteView votes(String grandpaKey) {
        if (grandpaKey == null || latest == null) {
            return null;
        }
        Voters voters = tally.voters();
        Boolean inSet = voters == null ? null : voters.weights().containsKey(grandpaKey);
        Count count = tally.of(grandpaKey);
        return new VoteView(
                grandpaKey,
                inSet,
                state(inSet, count),
                count == null ? 0 : count.missing(),
                count == null ? 0 : count.observed());
    }

    /** What is wrong with the votes of one key, or with the node's voter as a whole. */
    synchronized List<FindingView> findings(String grandpaKey) {
        List<FindingView> findings = new ArrayList<>();
        if (!fresh()) {
            return findings;
        }
        VoteView votes = votes(grandpaKey);
        if (votes != null && "silent".equals(votes.state())) {
            findings.add(new FindingView(
                    "critical",
                    "votes",
                    "no vote of GRANDPA key " + grandpaKey + " in the last "
                            + tally.of(grandpaKey).missingInARow()
                            + " completed rounds, expected one in each; its node votes with another key or none, or is"
                            + " cut off from the others"));
        }
        if (lasts(behindSince)) {
            findings.add(new FindingView(
                    "degraded",
                    "votes",
                    "the node's voter is at authority set " + latest.setId() + ", expected " + chainSetId
                            + " as in the chain's state: it is stuck, and a restart of the node usually helps"));
        }
        if (lasts(notRunningSince)) {
            findings.add(new FindingView(
                    "degraded",
                    "votes",
                    "the node's voter does not run (GRANDPA endpoint not ready), expected it to within "
                            + STUCK_MS / 1000 + " s unless the node is still syncing"));
        }
        return findings;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** Takes one sample. Never fails. */
    void sample() {
        if (clock.millis() < pausedUntil) {
            return;
        }
        if (node.endpoints().stream().noneMatch(EndpointStatus::up)) {
            // Its fall is told elsewhere.
            lost();
            return;
        }
        try {
            Optional<RoundState> told = node.grandpaRoundState();
            if (told.isEmpty()) {
                pausedUntil = clock.millis() + PAUSE_MS;
                lost();
                return;
            }
            if (told.get().voterRuns()) {
                learnSet(told.get().setId());
            }
            took(told.get());
            said.remove(VOTES);
        } catch (RpcException e) {
            lost();
            if (e.kind() == RpcException.Kind.BUSY) {
                // Where calls are rationed, heads need them more.
                pausedUntil = clock.millis() + PAUSE_MS;
            }
            // A node that is away is told of elsewhere, by those who need it more.
            if (!e.retryable() || e.kind() == RpcException.Kind.MALFORMED) {
                say(VOTES, e);
            }
        } catch (RuntimeException e) {
            // A broken answer must not end the schedule.
            lost();
            say(VOTES, e);
        }
    }

    /** Says each reason once, until it is overcome. */
    private void say(String what, RuntimeException failure) {
        String why = String.valueOf(failure.getMessage());
        if (!Thread.currentThread().isInterrupted() && !why.equals(said.put(what, why))) {
            log.votesUnknown(what, why);
        }
    }

    private synchronized void lost() {
        tally.interrupted();
    }

    private synchronized void took(RoundState state) {
        long now = clock.millis();
        latest = state;
        latestAt = now;
        tally.seen(state);
        boolean behind = state.setId() != null && chainSetId != null && state.setId() < chainSetId;
        behindSince = behind ? earlier(behindSince, now) : null;
        notRunningSince = state.voterRuns() ? null : earlier(notRunningSince, now);
    }

    /** Asks who votes when the set has changed, and now and then whether the chain's set is still that of the node's voter. */
    private void learnSet(long nodeSetId) {
        boolean changed = !Long.valueOf(nodeSetId).equals(setAskedFor);
        boolean apart = !Long.valueOf(nodeSetId).equals(chainSetId());
        if (!changed && ++samplesSinceSet < (apart ? SAMPLES_PER_SET_WHILE_APART : SAMPLES_PER_SET)) {
            return;
        }
        setAskedFor = nodeSetId;
        samplesSinceSet = 0;
        try {
            BlockHash at = node.finalized().hash();
            long set = new ScaleReader(node.runtimeCall(SET, NO_ARGUMENTS, at)).u64();
            Voters known = knownVoters();
            Voters voters = known != null && known.setId() == set
                    ? known
                    : new Voters(set, weights(node.runtimeCall(AUTHORITIES, NO_ARGUMENTS, at)));
            synchronized (this) {
                chainSetId = set;
                tally.voters(voters);
            }
            said.remove(VOTERS);
        } catch (RpcException | ScaleException e) {
            // Asked again some samples later; until then rounds of a new set are not counted.
            if (!(e instanceof RpcException rpc) || !rpc.retryable()) {
                say(VOTERS, e);
            }
        }
    }

    private static Map<String, Long> weights(byte[] scale) {
        ScaleReader reader = new ScaleReader(scale);
        int count = reader.compactInt();
        Map<String, Long> weights = new HashMap<>();
        for (int i = 0; i < count; i++) {
            // A key with several seats comes several times, and its weights add up.
            weights.merge(Hex.encode(reader.bytes(KEY_LENGTH)), reader.u64(), Long::sum);
        }
        return weights;
    }

    private synchronized Long chainSetId() {
        return chainSetId;
    }

    private synchronized Voters knownVoters() {
        return tally.voters();
    }

    private String state(Boolean inSet, Count count) {
        if (inSet == null || !fresh()) {
            return null;
        }
        if (!inSet) {
            return "not_in_set";
        }
        if (count == null) {
            return null;
        }
        if (count.silent()) {
            return "silent";
        }
        return count.hasVoted() ? "voting" : null;
    }

    private boolean fresh() {
        return latest != null && clock.millis() - latestAt <= FRESH_MS;
    }

    private boolean lasts(Long since) {
        return since != null && clock.millis() - since > STUCK_MS;
    }

    private static Long earlier(Long since, long now) {
        return since == null ? now : since;
    }
}
