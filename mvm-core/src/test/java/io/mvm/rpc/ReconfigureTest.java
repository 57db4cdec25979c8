package io.mvm.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mvm.chain.Header;
import io.mvm.rpc.RpcException.Kind;
import io.mvm.rpc.RpcSettings.WebSocketUse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Each setting that may change while a client is in use is in force for what is asked afterwards. */
class ReconfigureTest extends NodeFixture {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void pollsAtTheNewIntervalAtOnceWithoutBreakingTheStream() throws Exception {
        websocket = WebSocketUse.OFF;
        pollInterval = Duration.ofMinutes(10);
        FakeNode fake = fake(5);
        FailoverNode node = node(fake);
        Heads heads = new Heads();
        closing(node.follow(heads));
        await().atMost(PATIENCE).until(() -> heads.best.contains(5L));
        fake.chain.grow();
        pollInterval = Duration.ofMillis(20);
        node.reconfigure(settings(fake.url()));
        await().atMost(PATIENCE).until(() -> heads.best.contains(6L));
        fake.chain.grow();
        await().atMost(PATIENCE).until(() -> heads.best.contains(7L));
        assertThat(heads.best).containsExactly(5L, 6L, 7L);
        assertThat(heads.disconnected).isEmpty();
    }

    @Test
    void waitsAsLongAsTheNewTimeoutSays() {
        maxRetries = 0;
        timeout = Duration.ofMinutes(10);
        FakeNode fake = fake(5);
        FailoverNode node = node(fake);
        assertThat(node.best().number()).isEqualTo(5);
        fake.intercept(request -> request.isBatch() ? FakeNode.stall() : null);
        timeout = Duration.ofMillis(150);
        node.reconfigure(settings(fake.url()));
        assertThat(failure(Kind.TIMEOUT, node.headers(fake.chain.hashes(1, 3))))
                .hasMessageContaining("timed out after 150 ms");
    }

    @Test
    void triesAsOftenAsTheNewNumberSays() {
        maxRetries = 0;
        FakeNode fake = fake(5);
        FailoverNode node = node(fake);
        assertThat(node.best().number()).isEqualTo(5);
        fake.answer("chain_getBlock", params -> FakeNode.error(-32009, "Server is busy"));
        failure(Kind.BUSY, node.blocks(fake.chain.hashes(1, 1)));
        assertThat(fake.count("chain_getBlock")).isEqualTo(1);
        maxRetries = 4;
        node.reconfigure(settings(fake.url()));
        assertThat(failure(Kind.BUSY, node.blocks(fake.chain.hashes(1, 1)))).hasMessageContaining("try 5 of 5");
        assertThat(fake.count("chain_getBlock")).isEqualTo(6);
    }

    @Test
    void asksInBatchesOfTheNewSize() throws Exception {
        FakeNode fake = fake(60);
        FailoverNode node = node(fake);
        get(node.headers(fake.chain.hashes(1, 60)));
        assertThat(sizes(fake)).containsExactly(60);
        batchSize = 25;
        node.reconfigure(settings(fake.url()));
        fake.requests.clear();
        get(node.headers(fake.chain.hashes(1, 60)));
        assertThat(sizes(fake)).containsExactlyInAnyOrder(25, 25, 10);
        batchSize = 40;
        node.reconfigure(settings(fake.url()));
        fake.requests.clear();
        get(node.headers(fake.chain.hashes(1, 60)));
        assertThat(sizes(fake)).containsExactlyInAnyOrder(40, 20);
    }

    @Test
    void letsMoreRequestsInThatWaitedBefore() throws Exception {
        concurrency = 1;
        timeout = Duration.ofMinutes(1);
        FakeNode fake = fake(60);
        FailoverNode node = node(fake);
        assertThat(node.best().number()).isEqualTo(60);
        Semaphore held = new Semaphore(0);
        fake.intercept(request -> {
            if (!request.isBatch()) {
                return null;
            }
            String answer = fake.respond(request);
            return out -> {
                held.acquire();
                held.release();
                FakeNode.status(200, answer).write(out);
            };
        });
        List<CompletableFuture<List<Header>>> calls = List.of(
                node.headers(fake.chain.hashes(1, 10)),
                node.headers(fake.chain.hashes(11, 20)),
                node.headers(fake.chain.hashes(21, 30)));
        await().atMost(PATIENCE).until(() -> sizes(fake).size() == 1);
        concurrency = 3;
        node.reconfigure(settings(fake.url()));
        await().atMost(PATIENCE).until(() -> sizes(fake).size() == 3);
        held.release();
        for (CompletableFuture<List<Header>> call : calls) {
            assertThat(call.get(20, TimeUnit.SECONDS)).hasSize(10);
        }
    }

    @Test
    void staysWithTheUrlsOfTheStart() {
        FakeNode first = fake(5);
        FakeNode other = fake(9);
        FailoverNode node = node(first);
        assertThat(node.best().number()).isEqualTo(5);
        node.reconfigure(settings(other.url()));
        assertThat(node.best().number()).isEqualTo(5);
        assertThat(node.endpoints())
                .singleElement()
                .matches(endpoint -> endpoint.url().equals(first.url().toString()));
        assertThat(other.requests).isEmpty();
    }

    private static List<Integer> sizes(FakeNode fake) {
        return fake.requests.stream()
                .filter(FakeNode.Request::isBatch)
                .map(request -> request.json().size())
                .toList();
    }

    private static final class Heads implements HeadListener {
        final List<Long> best = new CopyOnWriteArrayList<>();
        final List<String> disconnected = new CopyOnWriteArrayList<>();

        @Override
        public void best(Header header) {
            best.add(header.number());
        }

        @Override
        public void finalized(Header header) {}

        @Override
        public void imported(Header header) {}

        @Override
        public void connected(String url) {}

        @Override
        public void disconnected(String url, String reason) {
            disconnected.add(reason);
        }
    }
}
