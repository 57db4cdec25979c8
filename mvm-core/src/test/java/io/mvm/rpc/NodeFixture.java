package io.mvm.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.codahale.metrics.MetricRegistry;
import io.mvm.rpc.RpcException.Kind;
import io.mvm.rpc.RpcSettings.WebSocketUse;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;

/** What tests against fake nodes share: quick settings, and everything closed at the end. */
abstract class NodeFixture {
    final MetricRegistry metrics = new MetricRegistry();
    private final List<AutoCloseable> open = new ArrayList<>();

    Duration timeout = Duration.ofSeconds(5);
    Duration healthInterval = Duration.ofMillis(100);
    Duration pollInterval = Duration.ofMillis(50);
    Duration shortestSilence = Duration.ofMillis(300);
    WebSocketUse websocket = WebSocketUse.AUTO;
    int maxRetries = 3;
    int batchSize = 200;
    int concurrency = 4;
    long maxResponseBytes = RpcSettings.DEFAULT_MAX_RESPONSE_BYTES;

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    <T extends AutoCloseable> T closing(T what) {
        open.add(what);
        return what;
    }

    FakeNode fake(int top) {
        return closing(new FakeNode(new TestChain(1, top)));
    }

    FailoverNode node(FakeNode... fakes) {
        return node(Arrays.stream(fakes).map(FakeNode::url).toArray(URI[]::new));
    }

    FailoverNode node(URI... urls) {
        return closing(new FailoverNode(settings(urls), metrics, Clock.systemUTC(), shortestSilence));
    }

    /** Of these nodes, with the fields as they are now. */
    RpcSettings settings(URI... urls) {
        return new RpcSettings(
                List.of(urls),
                timeout,
                maxRetries,
                Duration.ofMillis(5),
                Duration.ofMillis(50),
                websocket,
                batchSize,
                concurrency,
                pollInterval,
                healthInterval,
                maxResponseBytes);
    }

    static <T> T get(CompletableFuture<T> call) throws Exception {
        return call.get(20, TimeUnit.SECONDS);
    }

    /** Living threads of that name that were not there before. */
    static List<Thread> threadsSince(Set<Thread> before, String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(name) && !before.contains(thread))
                .toList();
    }

    /** The call fails with that kind, unwrapped. */
    static RpcException failure(Kind kind, CompletableFuture<?> call) {
        ExecutionException thrown = catchThrowableOfType(ExecutionException.class, () -> get(call));
        assertThat(thrown).as("a failure").isNotNull();
        assertThat(thrown.getCause()).isInstanceOf(RpcException.class);
        RpcException failure = (RpcException) thrown.getCause();
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
        return failure;
    }

    static RpcException failure(Kind kind, ThrowingCallable call) {
        RpcException failure = catchThrowableOfType(RpcException.class, call);
        assertThat(failure).as("a failure").isNotNull();
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
        return failure;
    }
}
