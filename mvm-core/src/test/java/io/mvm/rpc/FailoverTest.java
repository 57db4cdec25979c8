package io.mvm.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mvm.chain.BlockRef;
import io.mvm.rpc.RpcException.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class FailoverTest extends NodeFixture {
    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void triesAgainWhatTheNodeAsksToDoLater(int status) throws Exception {
        FakeNode fake = fake(10);
        FailoverNode node = node(fake);
        AtomicInteger failures = new AtomicInteger(2);
        fake.intercept(request -> request.method().equals("chain_getBlock") && failures.getAndDecrement() > 0
                ? FakeNode.status(status, "busy")
                : null);

        assertThat(get(node.blocks(fake.chain.hashes(1, 5)))).hasSize(5);
        assertThat(fake.count("chain_getBlock")).isEqualTo(3);
        String kind = status == 429 ? "busy" : "http";
        assertThat(metrics.counter("rpc.errors.chain_getBlock." + kind).getCount())
                .isEqualTo(2);
    }

    @Test
    void keepsTheBoundOfRetries() {
        FakeNode fake = fake(10);
        maxRetries = 2;
        fake.intercept(request -> request.method().equals("chain_getBlock") ? FakeNode.status(503, "no") : null);
        assertThat(failure(Kind.HTTP, node(fake).blocks(fake.chain.hashes(1, 5))))
                .hasMessageContaining("HTTP 503")
                .hasMessageContaining("(try 3 of 3, given up)");
        assertThat(fake.count("chain_getBlock")).isEqualTo(3);
    }

    @Test
    void doesNotRepeatWhatAnotherTryCannotChange() {
        FakeNode fake = fake(10);
        fake.answer(
                "state_call",
                params -> FakeNode.error(4003, "Client error: UnknownBlock: State already discarded for 0x1234"));
        failure(Kind.STATE_DISCARDED, () -> node(fake).runtimeCall("X", new byte[0], fake.chain.hash(1)));
        assertThat(fake.count("state_call")).isEqualTo(1);
    }

    @Test
    void canBeMadeWhileNoEndpointIsUpAndWorksOnceOneIs() throws Exception {
        FakeNode fake = fake(10);
        fake.stop();
        FailoverNode node = node(fake);
        assertThat(failure(Kind.UNREACHABLE, node::best)).hasMessageContaining("127.0.0.1");
        await().until(() -> node.endpoints().get(0).lastError() != null);
        assertThat(node.endpoints().get(0).up()).isFalse();

        fake.start();

        await().until(() -> node.endpoints().get(0).up());
        assertThat(node.best()).isEqualTo(new BlockRef(10, fake.chain.hash(10)));
        assertThat(node.endpoints().get(0).lastError()).isNull();
        assertThat(node.endpoints().get(0).height()).isEqualTo(10L);
    }

    @Test
    void goesToTheNextEndpointAtOnceAndReturnsAfterGoodChecks() throws Exception {
        FakeNode first = fake(10);
        FakeNode second = fake(10);
        FailoverNode node = node(first, second);
        await().until(() -> node.endpoints().stream().allMatch(EndpointStatus::up));
        assertThat(active(node)).isEqualTo(first.url());

        first.stop();
        assertThat(get(node.blocks(first.chain.hashes(1, 10)))).hasSize(10);
        assertThat(active(node)).isEqualTo(second.url());
        assertThat(node.endpoints().get(0).lastError()).contains(first.url().toString());

        first.start();
        await().until(() -> active(node).equals(first.url()));
    }

    @Test
    void returnsToAPreferredEndpointOnlyAfterThreeGoodChecks() {
        FakeNode first = fake(10);
        FakeNode second = fake(10);
        first.stop();
        AtomicInteger checks = new AtomicInteger();
        CountDownLatch third = new CountDownLatch(1);
        first.intercept(request -> {
            if (request.method().equals("system_health") && checks.incrementAndGet() == 3) {
                waitFor(third);
            }
            return null;
        });
        FailoverNode node = node(first, second);
        await().until(() -> active(node).equals(second.url()));
        first.start();
        await().until(() -> checks.get() == 3);
        assertThat(node.endpoints().get(0).up()).isTrue();
        assertThat(active(node)).isEqualTo(second.url());
        third.countDown();
        await().until(() -> active(node).equals(first.url()));
    }

    @Test
    void leavesAnEndpointThatHasToSyncForOneThatHasNot() {
        FakeNode first = fake(2);
        FakeNode second = fake(10);
        first.answer(
                "system_health",
                params -> FakeNode.result("{\"peers\":3,\"isSyncing\":true,\"shouldHavePeers\":true}"));
        FailoverNode node = node(first, second);
        await().until(() -> active(node).equals(second.url()));
    }

    @Test
    void staysWithANodeThatAsksItToSlowDown() {
        FakeNode fake = fake(10);
        FailoverNode node = node(fake);
        await().until(() -> node.endpoints().get(0).up());
        fake.answer("system_health", params -> FakeNode.error(-32999, "RPC rate limit exceeded"));
        long checks = fake.count("system_health");
        await().until(() -> fake.count("system_health") > checks + 2);
        assertThat(node.endpoints().get(0).up()).isTrue();
    }

    @Test
    void movesACallThatTimesOutToTheNextEndpoint() throws Exception {
        timeout = Duration.ofMillis(500);
        maxRetries = 0;
        FakeNode first = fake(10);
        FakeNode second = fake(10);
        FailoverNode node = node(first, second);
        await().until(() -> node.endpoints().stream().allMatch(EndpointStatus::up));
        first.intercept(request -> request.method().equals("chain_getBlock") ? FakeNode.stall() : null);
        assertThat(get(node.blocks(first.chain.hashes(1, 10)))).hasSize(10);
        // The small calls of the check still go well: it stays active.
        assertThat(active(node)).isEqualTo(first.url());
    }

    @Test
    void neverUsesAnEndpointOfAnotherChain() throws Exception {
        FakeNode first = fake(10);
        FakeNode second = closing(new FakeNode(new TestChain(2, 10)));
        FailoverNode node = node(first, second);
        await().until(() -> node.endpoints().get(1).lastError() != null);
        EndpointStatus other = node.endpoints().get(1);
        assertThat(other.up()).isFalse();
        assertThat(other.lastError())
                .isEqualTo("it is of another chain: its genesis hash is " + second.chain.hash(0) + ", expected "
                        + first.chain.hash(0));
        first.stop();
        failure(Kind.UNREACHABLE, node.blocks(first.chain.hashes(1, 10)));
        assertThat(second.count("chain_getBlock")).isZero();
        assertThat(node.genesisHash()).isEqualTo(first.chain.hash(0));
    }

    @Test
    void passesOverAnEndpointThatIsNoNode() throws Exception {
        FakeNode first = fake(10);
        FakeNode second = fake(10);
        first.intercept(request -> FakeNode.status(404, "not here"));
        assertThat(get(node(first, second).blocks(second.chain.hashes(1, 10)))).hasSize(10);
    }

    @Test
    void keepsAPlaceForTheHeadWhileBackfillFillsAllOthers() throws Exception {
        FakeNode fake = fake(50);
        concurrency = 2;
        FailoverNode node = node(fake);
        node.best();
        CountDownLatch release = new CountDownLatch(1);
        fake.intercept(request -> {
            if (request.method().equals("chain_getBlock")) {
                waitFor(release);
            }
            return null;
        });
        List<CompletableFuture<List<FetchedBlock>>> backfill = List.of(
                node.blocks(fake.chain.hashes(1, 10)),
                node.blocks(fake.chain.hashes(11, 20)),
                node.blocks(fake.chain.hashes(21, 30)));
        await().until(() -> fake.count("chain_getBlock") == 2);

        assertThat(node.best().number()).isEqualTo(50);
        assertThat(node.finalized().number()).isEqualTo(48);
        assertThat(fake.count("chain_getBlock")).isEqualTo(2);

        release.countDown();
        for (CompletableFuture<List<FetchedBlock>> part : backfill) {
            assertThat(get(part)).hasSize(10);
        }
    }

    @Test
    void failsCallsInFlightWhenClosed() {
        FakeNode fake = fake(10);
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        FailoverNode node = node(fake);
        fake.intercept(request -> request.method().equals("chain_getBlock") ? FakeNode.stall() : null);
        CompletableFuture<List<FetchedBlock>> call = node.blocks(fake.chain.hashes(1, 10));
        await().until(() -> fake.count("chain_getBlock") == 1);

        node.close();

        assertThat(call).isCompletedExceptionally();
        assertThat(failure(Kind.UNREACHABLE, call)).hasMessageContaining("the client is closed");
        assertThat(failure(Kind.UNREACHABLE, node::best)).hasMessageContaining("the client is closed");
        await().atMost(Duration.ofSeconds(1))
                .until(() -> threadsSince(before, "mvm-rpc-timer").isEmpty());
    }

    @Test
    void takesAWebSocketUrlForTheSameAddressAndHidesItsUser() {
        FakeNode fake = fake(10);
        URI url = URI.create("ws://anna:geheim@127.0.0.1:" + fake.url().getPort() + "/?token=abc");
        FailoverNode node = node(url);
        assertThat(node.best().number()).isEqualTo(10);
        assertThat(fake.requests.get(0).headers()).containsEntry("authorization", "Basic YW5uYTpnZWhlaW0=");
        fake.stop();
        RpcException failure = failure(Kind.UNREACHABLE, node::best);
        assertThat(failure).hasMessageContaining("ws://127.0.0.1:" + fake.url().getPort() + "/");
        for (Throwable at = failure; at != null; at = at.getCause()) {
            assertThat(String.valueOf(at.getMessage())).doesNotContain("geheim").doesNotContain("abc");
        }
        assertThat(node.endpoints().toString()).doesNotContain("geheim").doesNotContain("abc");
    }

    @Test
    void survivesAKeptConnectionThatTheNodeHasClosed() throws Exception {
        FakeNode fake = fake(10);
        healthInterval = Duration.ofMinutes(1);
        maxRetries = 0;
        FailoverNode node = node(fake);
        for (int i = 0; i < 20; i++) {
            node.best();
            AtomicInteger drops = new AtomicInteger(1);
            fake.intercept(request -> drops.getAndDecrement() > 0
                    ? out -> {
                        throw new java.io.IOException("dropped before a byte was sent");
                    }
                    : null);
            assertThat(node.best().number()).isEqualTo(10);
        }
    }

    private static URI active(FailoverNode node) {
        return node.endpoints().stream()
                .filter(EndpointStatus::active)
                .map(status -> URI.create(status.url()))
                .findFirst()
                .orElseThrow();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
