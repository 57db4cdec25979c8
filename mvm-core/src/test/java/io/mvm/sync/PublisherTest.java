package io.mvm.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.mvm.rpc.FailoverNode;
import io.mvm.view.FinalityView;
import io.mvm.view.HostView;
import io.mvm.view.NodeDetailView;
import io.mvm.view.NodeView;
import io.mvm.view.Snapshot;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublisherTest {
    private static final HostView HOST = new HostView(false, null, null, null, null, null, null, null);
    private static final NodeView NODE =
            new NodeView(true, true, 8, 100L, 97L, 18_001, "n", "1", "Full", "net", 5L, 30_000L, 24_000L, 6_000L, null);

    @Test
    void whatIsKnownOfTheNodeIsRenewedWhileTheLoopWaits() {
        HandClock clock = new HandClock(1_000);
        List<Snapshot> published = new ArrayList<>();
        Publisher publisher = new Publisher(published::add, clock);
        NodeDetailView detail = new NodeDetailView(
                "down", 1L, null, null, null, null, null, 2L, false, null, null, null, null, null, null, null);
        NodeWatch.State state = new NodeWatch.State(false, null, null, null, detail, HOST);
        FinalityView finality = new FinalityView(null, null, null, null, null, null, null, null, 12);
        try (FailoverNode node = new FailoverNode(
                Follower.rpc(URI.create("http://127.0.0.1:1")), new MetricRegistry(), Clock.systemUTC())) {
            publisher.nodeChanged(node, state, finality);
            assertThat(published).as("there is nothing to renew yet").isEmpty();

            publisher.publish(new Snapshot(
                    0, 1_000, "c", NODE, List.of(), null, null, null, null, null, List.of(), null, null, null, null));
            clock.set(9_000);
            publisher.nodeChanged(node, state, finality);
        }
        Snapshot renewed = published.get(1);
        assertThat(renewed.sequence()).isEqualTo(2);
        assertThat(renewed.takenAtMs()).isEqualTo(9_000);
        assertThat(renewed.node().up()).isFalse();
        assertThat(renewed.node().peers()).isNull();
        assertThat(renewed.node().blockHeight()).as("what the loop knew").isEqualTo(100);
        assertThat(renewed.node().detail()).isEqualTo(detail);
        assertThat(renewed.finality()).isEqualTo(finality);
        assertThat(renewed.host()).isEqualTo(HOST);
        assertThat(renewed.endpoints()).hasSize(1);
    }
}
