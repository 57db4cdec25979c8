package io.mvm.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mvm.rpc.RpcException.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is logged of single requests: their ids, slow ones, and no secret. */
class RequestLogTest extends NodeFixture {
    private static final String KEY = "9f8e7d6c5b4a39281706f5e4d3c2b1a0";

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.mvm.rpc");
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @BeforeEach
    void listens() {
        said.start();
        logger.setLevel(Level.DEBUG);
        logger.addAppender(said);
    }

    @AfterEach
    void goesBack() {
        logger.detachAppender(said);
        logger.setLevel(null);
    }

    @Test
    void theIdOfARequestStandsInItsDebugLineAndInItsErrorAndOnTheWire() {
        FakeNode fake = fake(3);
        List<Long> ids = new CopyOnWriteArrayList<>();
        fake.intercept(request -> {
            if (request.json().path("method").asText().equals("state_call")) {
                ids.add(request.json().path("id").asLong());
            }
            return null;
        });
        fake.answer("state_call", params -> "\"error\":{\"code\":-32603,\"message\":\"no\"}");
        FailoverNode node = node(fake);
        RpcException failure =
                failure(Kind.INTERNAL, () -> node.runtimeCall("X_y", new byte[0], new TestChain(1, 3).hash(1)));
        String id = failure.getMessage().replaceAll("(?s).*\\(request (\\d+)\\).*", "$1");
        assertThat(ids).contains(Long.valueOf(id));
        assertThat(lines())
                .anyMatch(line -> line.startsWith("state_call(") && line.contains("(request " + id + ") was answered"));
    }

    @Test
    void whyAnEndpointIsDownStaysTheSameThoughEveryTryHasAnIdOfItsOwn() {
        EndpointState state = new EndpointState();
        state.fell("system_health() at http://n (request 1) timed out after 1 s");
        state.fell("system_health() at http://n (request 22) timed out after 1 s");
        assertThat(state.status("http://n", true).lastError()).contains("(request 1)");
        state.fell("system_health() at http://n (request 23) cannot be reached: connection refused");
        assertThat(state.status("http://n", true).lastError()).contains("(request 23)");
    }

    @Test
    void aSlowRequestIsNamedOnceAMinuteAndTheOthersAreCounted() {
        AtomicLong nanos = new AtomicLong();
        SlowCalls calls = new SlowCalls(nanos::get);
        Duration limit = Duration.ofSeconds(2);
        calls.took("chain_getBlock", "chain_getBlock(1) at http://n (request 1)", limit.toNanos(), limit);
        assertThat(lines()).isEmpty();
        for (int i = 2; i < 6; i++) {
            calls.took(
                    "chain_getBlock", "chain_getBlock(1) at http://n (request " + i + ")", limit.toNanos() * i, limit);
        }
        calls.took("system_health", "system_health() at http://n (request 9)", limit.toNanos() * 2, limit);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        calls.took("chain_getBlock", "chain_getBlock(1) at http://n (request 7)", limit.toNanos() * 2, limit);
        assertThat(lines())
                .containsExactly(
                        "chain_getBlock(1) at http://n (request 2) took 4000 ms, longer than 2 s (logging.slow-call)",
                        "system_health() at http://n (request 9) took 4000 ms, longer than 2 s (logging.slow-call)",
                        "chain_getBlock(1) at http://n (request 7) took 4000 ms, longer than 2 s (logging.slow-call); 3 more"
                                + " of this method were slow since the last such line");
    }

    @Test
    void noSecretOfAnUrlIsLoggedOrThrownEvenIfTheNodeRepeatsIt() {
        FakeNode fake = fake(3);
        fake.answer(
                "state_call",
                request -> "\"error\":{\"code\":-32603,\"message\":\"bad key " + KEY
                        + " of secretuser:hunter2hunter2 with token=querysecret\"}");
        URI url = fake.url();
        FailoverNode node = node(URI.create("http://secretuser:hunter2hunter2@" + url.getHost() + ":" + url.getPort()
                + "/v2/" + KEY + "?token=querysecret"));
        RpcException failure =
                failure(Kind.INTERNAL, () -> node.runtimeCall("X_y", new byte[0], new TestChain(1, 3).hash(1)));
        assertThat(failure.getMessage()).contains("/v2/***?...", "bad key *** of *** with ***");
        assertThat(lines()).isNotEmpty();
        assertThat(lines() + failure.getMessage() + node.endpoints())
                .doesNotContain(KEY, "hunter2", "secretuser", "querysecret");
    }

    @Test
    void urlsThatLookTheSameWithoutTheirSecretsAreNumbered() {
        assertThat(EndpointUrl.all(List.of(
                        URI.create("https://a/v2/" + KEY),
                        URI.create("https://a/v2/" + KEY.replace('9', '8')),
                        URI.create("https://a/v2/preview"))))
                .extracting(EndpointUrl::toString)
                .containsExactly("https://a/v2/***", "https://a/v2/***#2", "https://a/v2/preview");
    }

    private List<String> lines() {
        synchronized (said) {
            return List.copyOf(said.list).stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
        }
    }
}
