package io.mvm.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import io.mvm.chain.consensus.ConsensusEngines;
import io.mvm.rpc.FailoverNode;
import io.mvm.rpc.NodePages;
import io.mvm.rpc.PageSettings;
import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.NetworkSpecBuilder;
import io.mvm.simulator.NodeBehaviour;
import io.mvm.simulator.SimulatedBlock;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import io.mvm.view.HostView;
import io.mvm.view.NodeDetailView;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is known of a node over real sockets, look by look, on a clock moved by hand. */
@Timeout(60)
class NodeWatchTest {
    private static final long NOON = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

    private final HandClock clock = new HandClock(NOON);
    private final List<AutoCloseable> open = new ArrayList<>();
    private SimulatedChain chain;
    private SimulatedNode server;
    private FailoverNode node;
    private PageWatch pages;
    private NodeWatch watch;

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private <T extends AutoCloseable> T closing(T what) {
        open.add(what);
        return what;
    }

    private void start(NetworkSpecBuilder spec, NodeBehaviour behaviour) {
        chain = closing(SimulatedChain.create(spec.historyEpochs(1).build(), clock));
        server = closing(SimulatedNode.start(chain, 0, behaviour));
        watch(PageSettings.of(Optional.of(server.metricsUrl()), true, Optional.of(server.hostMetricsUrl())));
    }

    private void watch(PageSettings settings, SimulatedNode... others) {
        List<URI> urls = new ArrayList<>(List.of(server.url()));
        for (SimulatedNode other : others) {
            urls.add(other.url());
        }
        node = closing(
                new FailoverNode(Follower.rpc(urls.toArray(URI[]::new)), new MetricRegistry(), Clock.systemUTC()));
        pages = closing(new PageWatch(new NodePages(settings), failure -> {}));
        watch = closing(new NodeWatch(node, pages, clock, state -> {}, (what, failure) -> {}));
        await().until(() -> node.endpoints().get(0).up());
    }

    /** One look, with the head that the loop would have seen at the node. */
    private NodeDetailView look() {
        SimulatedBlock best = chain.block(node.best().hash()).orElseThrow();
        ConsensusEngines engines = ConsensusEngines.known();
        watch.headSeen(new NodeCondition.Head(
                best.number(),
                engines.of(chain.header(best)).orElseThrow().slot(chain.header(best)),
                chain.spec().slotDurationMs()));
        return lookAway();
    }

    private NodeDetailView lookAway() {
        pages.look();
        watch.look();
        return watch.state().detail();
    }

    private void pass(int slots) {
        clock.advance(Duration.ofSeconds(6L * slots));
        chain.advanceTo(clock.millis() / 6_000);
    }

    @Test
    void aHealthyNodeIsWellAndItsPagesAreRead() {
        start(
                NetworkSpec.builder(),
                NodeBehaviour.builder().validator(0).peers(9).build());
        pass(30);
        NodeDetailView detail = look();
        assertThat(watch.state().up()).isTrue();
        assertThat(detail.condition()).isEqualTo("ok");
        assertThat(detail.conditionSinceMs()).isEqualTo(clock.millis());
        assertThat(detail.peersExpected()).isTrue();
        assertThat(detail.targetHeight()).isEqualTo(chain.heads().best().number());
        assertThat(detail.pageUp()).isTrue();
        assertThat(detail.pagePeers()).isEqualTo(9);
        assertThat(detail.connectionsIn() + detail.connectionsOut()).isEqualTo(9);
        assertThat(detail.startedAtMs()).isEqualTo(NOON);
        assertThat(detail.restarts()).isZero();
        assertThat(detail.proposedBlocks()).isPositive();
        assertThat(detail.prevotesTotal()).isPositive();
        HostView host = watch.state().host();
        assertThat(host.up()).isTrue();
        assertThat(host.clockSynced()).isTrue();
        assertThat(host.diskAvailableBytes()).isPositive();
    }

    @Test
    void aDevelopmentNodeNeedsNoPeers() {
        start(
                NetworkSpec.builder(),
                NodeBehaviour.builder().shouldHavePeers(false).peers(0).build());
        assertThat(look().peersExpected()).isFalse();
    }

    @Test
    void standsStillWhileItsPeersGoOnAndComesBack() {
        start(NetworkSpec.builder(), NodeBehaviour.healthy());
        assertThat(look().condition()).isEqualTo("ok");
        server.change(behaviour -> behaviour.frozen(true));
        pass(9);
        assertThat(look().condition()).isEqualTo("ok");
        pass(5);
        NodeDetailView frozen = look();
        assertThat(frozen.condition()).isEqualTo("frozen");
        assertThat(frozen.targetHeight()).isEqualTo(chain.heads().best().number());
        assertThat(watch.state().up()).isTrue();
        long since = clock.millis();
        pass(5);
        assertThat(look().conditionSinceMs()).isEqualTo(since);
        server.change(behaviour -> behaviour.frozen(false));
        assertThat(look().condition()).isEqualTo("ok");
        assertThat(look().conditionSinceMs()).isEqualTo(clock.millis());
    }

    @Test
    void isNotBlamedWhenTheWholeNetworkStandsStill() {
        start(NetworkSpec.builder(), NodeBehaviour.healthy());
        chain.halt();
        pass(20);
        assertThat(look().condition()).isEqualTo("stalled");
        chain.resume();
        pass(1);
        assertThat(look().condition()).isEqualTo("ok");
    }

    @Test
    void saysThatItIsSyncing() {
        start(
                NetworkSpec.builder(),
                NodeBehaviour.builder().syncing(true).lag(200).build());
        assertThat(look().condition()).isEqualTo("syncing");
        server.change(behaviour -> behaviour.syncing(false));
        assertThat(look().condition()).as("far behind, and still").isEqualTo("frozen");
        server.change(behaviour -> behaviour.lag(150));
        assertThat(look().condition()).as("far behind, but moving").isEqualTo("syncing");
        server.change(behaviour -> behaviour.lag(0));
        assertThat(look().condition()).isEqualTo("ok");
    }

    @Test
    void isDownAndBack() {
        start(NetworkSpec.builder(), NodeBehaviour.healthy());
        look();
        server.change(behaviour -> behaviour.offline(true));
        server.dropConnections();
        NodeDetailView down = lookAway();
        assertThat(watch.state().up()).isFalse();
        assertThat(watch.state().health()).isNull();
        assertThat(watch.state().identity()).as("who it was").isNotNull();
        assertThat(down.condition()).isEqualTo("down");
        assertThat(down.pageUp()).isFalse();
        assertThat(down.pagePeers()).isNull();
        assertThat(down.startedAtMs()).isNull();
        assertThat(down.restarts()).as("seen before").isZero();
        assertThat(watch.state().host().up()).isFalse();
        assertThat(watch.state().host().load1()).isNull();
        server.change(behaviour -> behaviour.offline(false));
        await().until(() -> node.endpoints().get(0).up());
        assertThat(look().condition()).isEqualTo("ok");
    }

    @Test
    void countsRestarts() {
        start(NetworkSpec.builder(), NodeBehaviour.builder().validator(0).build());
        assertThat(look().restarts()).isZero();
        assertThat(look().restarts()).isZero();
        clock.advance(Duration.ofSeconds(3));
        server.restart();
        NodeDetailView after = look();
        assertThat(after.restarts()).isEqualTo(1);
        assertThat(after.startedAtMs()).isEqualTo(NOON + 3_000);
        assertThat(look().restarts()).isEqualTo(1);
        server.restart();
        assertThat(look().restarts()).isEqualTo(2);
    }

    @Test
    void datesTheNewestCardanoBlockItsDbSyncKnows() {
        start(NetworkSpec.builder(), NodeBehaviour.healthy());
        NodeDetailView fresh = look();
        assertThat(fresh.mainchainTimestampMs()).isBetween(NOON - 60_000, NOON);
        server.change(behaviour -> behaviour.mainchainLag(Duration.ofMinutes(45)));
        NodeDetailView late = look();
        assertThat(late.mainchainSlot()).isEqualTo(fresh.mainchainSlot() - 45 * 60);
        assertThat(late.mainchainTimestampMs()).isEqualTo(fresh.mainchainTimestampMs() - 45 * 60_000);
    }

    @Test
    void doesNotDateSlotsOfAnUnknownCardano() {
        start(NetworkSpec.builder().mainchainFirstEpochMs(1_666_656_000_001L), NodeBehaviour.healthy());
        NodeDetailView detail = look();
        assertThat(detail.mainchainSlot()).isPositive();
        assertThat(detail.mainchainTimestampMs()).isNull();
    }

    @Test
    void withoutPagesTheRestIsStillTold() {
        start(
                NetworkSpec.builder(),
                NodeBehaviour.builder().sidechainMethods(false).build());
        watch(PageSettings.NONE);
        NodeDetailView detail = look();
        assertThat(detail.condition()).isEqualTo("ok");
        assertThat(detail.pageUp()).isNull();
        assertThat(detail.restarts()).isNull();
        assertThat(detail.mainchainSlot()).isNull();
        assertThat(watch.state().host()).isNull();
    }

    @Test
    void anotherEndpointProvesThatTheHeadIsFrozen() {
        start(NetworkSpec.builder(), NodeBehaviour.healthy());
        SimulatedNode other = closing(SimulatedNode.start(chain));
        watch(PageSettings.NONE, other);
        long seen = chain.heads().best().number();
        watch.headSeen(new NodeCondition.Head(seen, chain.slot(), 6_000L));
        pass(20);
        await().until(() -> node.endpoints().get(1).height() != null
                && node.endpoints().get(1).height() == chain.heads().best().number());
        // The loop has not heard of it: its head is the one seen before.
        assertThat(lookAway().condition()).isEqualTo("frozen");
    }
}
