package io.mvm.exporter.http;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** {@code /healthz}: the process serves and its loop moves. {@code /readyz}: and what it shows is of now. */
final class HealthHandler extends Handler.Abstract {
    /** Ten slots: a chain may leave some empty, and a node may take its time, but this long is no hiccup. */
    static final Duration RECENT = Duration.ofSeconds(60);

    /** Before there is a head, and when there is none any more; what is degraded still shows what it has. */
    private static final Set<String> NOT_READY = Set.of("init", "starting", "reconnecting", "stopping", "stopped");

    private final ChainFacts facts;
    private final Clock clock;

    HealthHandler(ChainFacts facts, Clock clock) {
        this.facts = facts;
        this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        if (!path.equals("/healthz") && !path.equals("/readyz")) {
            return false;
        }
        if (!Answers.isRead(request, response, callback)) {
            return true;
        }
        ChainFacts.Life process = facts.life();
        if (path.equals("/healthz")) {
            boolean hung = process != null && process.hung() != null;
            Answers.text(
                    response,
                    callback,
                    hung ? 503 : 200,
                    hung ? "The exporter serves, but nothing is renewed: " + process.hung() : "The exporter serves.");
            return true;
        }
        String reason = notReady(process);
        Answers.text(
                response,
                callback,
                reason == null ? 200 : 503,
                (reason == null ? ready(process) : reason) + state(process));
        return true;
    }

    /** What is degraded may well be a pause: then it would be wrong to say that chains are followed. */
    private static String ready(ChainFacts.Life process) {
        return process != null && process.state().equals("degraded")
                ? "What is shown is of now, but the monitor is degraded."
                : "Every chain is followed.";
    }

    /** Further lines of the answer: the process's state, and maintenance in progress. */
    private String state(ChainFacts.Life process) {
        StringBuilder lines = new StringBuilder();
        if (process != null) {
            lines.append("\nState: ").append(process.inWords());
        }
        for (ChainFacts.Chain chain : facts.chains()) {
            if (chain.maintenance() != null) {
                lines.append("\nMaintenance: chain ")
                        .append(chain.name())
                        .append(' ')
                        .append(chain.maintenance());
            }
        }
        return lines.toString();
    }

    /** One sentence why what is shown is not of now; null if it is. */
    private String notReady(ChainFacts.Life process) {
        if (process != null && NOT_READY.contains(process.state())) {
            return "The monitor is " + process.state() + ".";
        }
        List<ChainFacts.Chain> chains = facts.chains();
        if (chains.isEmpty()) {
            return "No chain is followed in this process.";
        }
        for (ChainFacts.Chain chain : chains) {
            if (chain.lastSuccessSeconds() == null) {
                return "Nothing is known of chain " + chain.name() + " yet.";
            }
            long age = clock.millis() / 1000 - chain.lastSuccessSeconds().longValue();
            if (age > RECENT.toSeconds()) {
                return "Chain " + chain.name() + " was last heard of " + age + " s ago, expected at most "
                        + RECENT.toSeconds() + " s.";
            }
        }
        return null;
    }
}
