package io.mvm.daemon.lifecycle;

import io.mvm.sync.LoopCondition;
import io.mvm.view.EndpointView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says from what is seen of a monitor which state the process should be in. One failed look changes nothing: trouble has to last or
 * to repeat, and to be over for a while before it is over. Used by one thread.
 */
final class Conditions {
    /** Milliseconds without an endpoint that answers: a little more than looks at the node are apart. */
    static final long GONE_MS = 6_000;
    /** Failures in a row of what is tried again; the first retries come within a second. */
    static final int FAILURES = 3;
    /** Failures of the database in a row: it is on this machine, so less is to be forgiven. */
    static final int STORE_FAILURES = 2;
    /** Milliseconds for which trouble must be over: half a slot of most chains. */
    static final long SETTLED_MS = 3_000;

    /** Which state, and why; {@code reason} is empty where nothing is to be said. */
    record Verdict(DaemonState state, String reason) {}

    private Verdict last = new Verdict(DaemonState.STARTING, "waiting for the node");
    private boolean hasRun;
    private Long silentSinceMs;
    private long troubleMs;

    /**
     * Looks anew.
     *
     * @param stalls what stands still, with a sentence each
     */
    Verdict decide(Observation seen, Map<String, String> stalls) {
        last = verdict(seen, stalls);
        return last;
    }

    private Verdict verdict(Observation seen, Map<String, String> stalls) {
        hasRun |= seen.snapshot() != null
                && seen.snapshot().sync().lastBlock() != null
                && seen.snapshot().sync().lastSuccessMs() != null;
        if (!hasRun) {
            return new Verdict(DaemonState.STARTING, starting(seen, stalls));
        }
        boolean answers = seen.nodeAnswers();
        if (answers) {
            silentSinceMs = null;
        } else if (silentSinceMs == null) {
            silentSinceMs = seen.nowMs();
        }
        List<String> trouble = trouble(seen, stalls);
        if (silentSinceMs != null) {
            return silent(seen, trouble);
        }
        if (last.state() == DaemonState.RECONNECTING && stalls.isEmpty() && nodeFails(seen)) {
            // An endpoint is back, but what failed meanwhile has not been tried again.
            troubleMs = seen.nowMs();
            return last;
        }
        if (!trouble.isEmpty()) {
            troubleMs = seen.nowMs();
            return degraded(seen, trouble);
        }
        boolean wasTrouble = last.state() == DaemonState.RECONNECTING || last.state() == DaemonState.DEGRADED;
        if (wasTrouble && seen.nowMs() - troubleMs < SETTLED_MS) {
            return last;
        }
        return seen.paused() ? degraded(seen, trouble) : new Verdict(DaemonState.RUNNING, "");
    }

    /** No endpoint answers, which may be a hiccup. */
    private Verdict silent(Observation seen, List<String> trouble) {
        if (last.state() != DaemonState.RECONNECTING && seen.nowMs() - silentSinceMs < GONE_MS) {
            return last.state() == DaemonState.STARTING ? new Verdict(DaemonState.RUNNING, "") : last;
        }
        troubleMs = seen.nowMs();
        String reason = "no endpoint answers: " + endpoints(seen);
        // The loop cannot but fail and wait for them; only the database is another matter.
        List<String> all = new ArrayList<>(List.of(reason));
        all.addAll(said(seen.loop().failing().stream()
                .filter(failing -> failing.store() && failing.times() >= STORE_FAILURES)));
        trouble.stream()
                .filter(text -> text.startsWith("the loop hangs") || text.equals(seen.databaseLost()))
                .forEach(all::add);
        return new Verdict(DaemonState.RECONNECTING, String.join("; ", all));
    }

    private static Verdict degraded(Observation seen, List<String> trouble) {
        List<String> all = new ArrayList<>();
        if (seen.paused()) {
            all.add("syncing is paused" + (seen.pausedBy() == null ? "" : ", asked for by " + seen.pausedBy()));
        }
        all.addAll(trouble);
        return new Verdict(DaemonState.DEGRADED, String.join("; ", all));
    }

    private static List<String> trouble(Observation seen, Map<String, String> stalls) {
        List<String> trouble = new ArrayList<>();
        if (seen.databaseLost() != null) {
            trouble.add(seen.databaseLost());
        }
        trouble.addAll(said(seen.loop().failing().stream()
                .filter(failing -> failing.times() >= (failing.store() ? STORE_FAILURES : FAILURES))));
        trouble.addAll(stalls.values());
        return trouble;
    }

    private static boolean nodeFails(Observation seen) {
        return seen.loop().failing().stream().anyMatch(failing -> !failing.store())
                && seen.loop().failing().stream().noneMatch(LoopCondition.Failing::store);
    }

    /** What fails for one reason, a full disk say, is told in one sentence. */
    private static List<String> said(Stream<LoopCondition.Failing> failing) {
        Map<String, List<String>> byReason = failing.collect(Collectors.groupingBy(
                LoopCondition.Failing::why,
                LinkedHashMap::new,
                Collectors.mapping(LoopCondition.Failing::what, Collectors.toList())));
        return byReason.entrySet().stream()
                .map(one -> String.join(", ", one.getValue())
                        + (one.getValue().size() == 1 ? " fails: " : " fail: ")
                        + one.getKey())
                .toList();
    }

    private String starting(Observation seen, Map<String, String> stalls) {
        List<String> all = new ArrayList<>();
        LoopCondition.Waiting waiting = seen.loop().waiting();
        if (waiting == null) {
            all.add(seen.nodeAnswers() ? "waiting for the first block to be stored" : "waiting for the node");
        } else {
            all.add("waiting for the node at " + urls(seen) + ": " + waiting.why() + ", next try in "
                    + Math.max(1, Math.round((waiting.nextTryMs() - seen.nowMs()) / 1000.0)) + " s");
        }
        if (seen.paused()) {
            all.add("syncing is paused" + (seen.pausedBy() == null ? "" : ", asked for by " + seen.pausedBy()));
        }
        all.addAll(said(seen.loop().failing().stream().filter(failing -> failing.times() >= STORE_FAILURES)));
        all.addAll(stalls.values());
        return String.join("; ", all);
    }

    private static String urls(Observation seen) {
        return String.join(
                ", ", seen.endpoints().stream().map(EndpointView::url).toList());
    }

    private static String endpoints(Observation seen) {
        List<String> errors = seen.endpoints().stream()
                .map(EndpointView::lastError)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return errors.isEmpty() ? urls(seen) : String.join("; ", errors);
    }
}
