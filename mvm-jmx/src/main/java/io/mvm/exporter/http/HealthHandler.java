package io.mvm.exporter.http;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** {@code /healthz}: the process serves. {@code /readyz}: and what it shows is of now. */
final class HealthHandler extends Handler.Abstract {
    /** Ten slots: a chain may leave some empty, and a node may take its time, but this long is no hiccup. */
    static final Duration RECENT = Duration.ofSeconds(60);

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
        if (path.equals("/healthz")) {
            Answers.text(response, callback, 200, "The exporter serves.");
            return true;
        }
        String reason = notReady();
        Answers.text(
                response, callback, reason == null ? 200 : 503, reason == null ? "Every chain is followed." : reason);
        return true;
    }

    /** One sentence why what is shown is not of now; null if it is. */
    private String notReady() {
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
