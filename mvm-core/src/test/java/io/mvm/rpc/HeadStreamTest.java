package io.mvm.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mvm.chain.Header;
import io.mvm.rpc.RpcSettings.WebSocketUse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HeadStreamTest extends NodeFixture {
    private static final class Heard implements HeadListener {
        final List<String> events = new CopyOnWriteArrayList<>();

        @Override
        public void best(Header header) {
            events.add("best " + header.number());
        }

        @Override
        public void finalized(Header header) {
            events.add("finalized " + header.number());
        }

        @Override
        public void imported(Header header) {
            events.add("imported " + header.number());
        }

        @Override
        public void connected(String url) {
            events.add("connected " + url);
        }

        @Override
        public void disconnected(String url, String reason) {
            events.add("disconnected " + url + ": " + reason);
        }

        long count(String start) {
            return events.stream().filter(event -> event.startsWith(start)).count();
        }
    }

    private final Heard heard = new Heard();

    @Test
    void bringsHeadsBySubscription() {
        // Polling would not bring anything within the time of this test.
        pollInterval = Duration.ofMinutes(1);
        FakeNode fake = fake(10);
        closing(node(fake).follow(heard));
        await().until(() -> !fake.webSockets.isEmpty());

        fake.announce("chain_newHead", "NewHeads", fake.chain.header(7));
        fake.announce("chain_finalizedHead", "FinalizedHeads", fake.chain.header(5));
        fake.announce("chain_allHead", "AllHeads", fake.chain.header(8));

        await().until(() -> heard.events.size() == 4);
        assertThat(heard.events).containsExactly("connected " + fake.url(), "best 7", "finalized 5", "imported 8");
    }

    @Test
    void reconnectsAfterTheSocketWasCutAndPollsMeanwhile() throws Exception {
        FakeNode fake = fake(10);
        closing(node(fake).follow(heard));
        await().until(() -> !fake.webSockets.isEmpty());

        fake.chain.grow();
        fake.acceptsSockets = false;
        fake.cutWebSockets();

        await().until(() -> heard.count("best 11") == 1);
        assertThat(heard.count("disconnected " + fake.url())).isEqualTo(1);
        await().until(() -> heard.count("connected") == 2);

        fake.acceptsSockets = true;
        await().until(() -> !fake.webSockets.isEmpty());
        fake.announce("chain_newHead", "NewHeads", fake.chain.header(9));
        await().until(() -> heard.count("best 9") == 1);
        assertThat(heard.count("disconnected")).isEqualTo(1);
    }

    @Test
    void pollsWhereSubscriptionsAreSwitchedOff() {
        websocket = WebSocketUse.OFF;
        FakeNode fake = fake(10);
        closing(node(fake).follow(heard));
        await().until(() -> heard.count("finalized 8") == 1);
        fake.chain.grow();
        // The chain may have grown between the two questions of one poll.
        await().until(() -> heard.count("finalized 9") == 1 && heard.count("best 11") == 1);
        assertThat(heard.events)
                .startsWith("connected " + fake.url(), "best 10", "finalized 8")
                .containsExactlyInAnyOrder(
                        "connected " + fake.url(), "best 10", "finalized 8", "best 11", "finalized 9");
        assertThat(fake.handshakes).hasValue(0);
    }

    @Test
    void pollsWhereTheNodeRefusesSubscriptions() {
        FakeNode fake = fake(10);
        fake.answer("chain_subscribeNewHeads", params -> FakeNode.error(-32601, "Method not found"));
        closing(node(fake).follow(heard));
        await().until(() -> heard.count("best 10") == 1);
        fake.chain.grow();
        await().until(() -> heard.count("best 11") == 1);
        assertThat(fake.handshakes).hasValue(1);
    }

    @Test
    void leavesASubscriptionThatIsSilentWhileTheNodeHasNewerHeads() {
        FakeNode fake = fake(10);
        closing(node(fake).follow(heard));
        await().until(() -> !fake.webSockets.isEmpty());
        fake.announce("chain_newHead", "NewHeads", fake.chain.header(10));
        fake.chain.grow();
        await().until(() -> heard.count("best 11") == 1);
        assertThat(heard.events).anyMatch(event -> event.contains("silent for 300 ms while the node has newer heads"));
        await().until(() -> fake.handshakes.get() >= 2);
    }

    @Test
    void keepsASubscriptionThatIsSilentBecauseNothingHappens() {
        FakeNode fake = fake(10);
        closing(node(fake).follow(heard));
        await().until(() -> !fake.webSockets.isEmpty());
        fake.announce("chain_newHead", "NewHeads", fake.chain.header(10));
        await().until(() -> heard.count("best 10") == 1);
        long asked = fake.count("chain_getHeader");
        await().during(Duration.ofMillis(900)).until(() -> heard.count("disconnected") == 0);
        assertThat(fake.count("chain_getHeader")).isGreaterThan(asked);
        assertThat(fake.handshakes).hasValue(1);
    }

    @Test
    void followsTheActiveEndpoint() {
        FakeNode first = fake(10);
        FakeNode second = fake(10);
        FailoverNode node = node(first, second);
        await().until(() -> node.endpoints().stream().allMatch(EndpointStatus::up));
        closing(node.follow(heard));
        await().until(() -> !first.webSockets.isEmpty());

        first.stop();

        await().until(() -> !second.webSockets.isEmpty());
        second.announce("chain_newHead", "NewHeads", second.chain.header(9));
        await().until(() -> heard.count("best 9") == 1);
        // It may have answered one poll more before it was gone: what began has ended, once each.
        assertThat(heard.count("disconnected " + first.url()))
                .isPositive()
                .isEqualTo(heard.count("connected " + first.url()));
        assertThat(heard.count("connected " + second.url())).isPositive();
    }

    @Test
    void outlivesAListenerThatFails() {
        FakeNode fake = fake(10);
        websocket = WebSocketUse.OFF;
        closing(node(fake).follow(new HeadListener() {
            @Override
            public void best(Header header) {
                throw new IllegalStateException("the listener's own trouble");
            }

            @Override
            public void finalized(Header header) {
                heard.finalized(header);
            }

            @Override
            public void imported(Header header) {
                heard.imported(header);
            }

            @Override
            public void connected(String url) {
                heard.connected(url);
            }

            @Override
            public void disconnected(String url, String reason) {
                heard.disconnected(url, reason);
            }
        }));
        await().until(() -> heard.count("finalized 8") == 1);
    }

    @Test
    void isSilentOnceClosed() throws Exception {
        FakeNode fake = fake(10);
        FailoverNode node = node(fake);
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        AutoCloseable stream = node.follow(heard);
        await().until(() -> !fake.webSockets.isEmpty());
        stream.close();
        int events = heard.events.size();
        fake.announce("chain_newHead", "NewHeads", fake.chain.header(10));
        await().during(Duration.ofMillis(200)).until(() -> heard.events.size() == events);
        assertThat(threadsSince(before, "mvm-rpc-heads")).isEmpty();
    }
}
