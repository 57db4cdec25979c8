package io.mvm.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mvm.rpc.PageSettings;
import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import io.mvm.view.Snapshot;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The node in the snapshots of a whole MVM. */
@Timeout(90)
class NodeShownTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final Duration LOOKS = Duration.ofMillis(300);

    @TempDir
    Path directory;

    @Test
    void conditionVotesAndMachineAreRenewedEvenWhileTheNodeIsAway() {
        NetworkSpec spec = NetworkSpec.builder().seats(12).historyEpochs(1).build();
        try (SimulatedChain chain = SimulatedChain.create(spec, Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain);
                Follower follower = new Follower(
                        directory.resolve("mvm.db"),
                        Follower.live(),
                        Follower.rpc(node.url())
                                .with(PageSettings.of(
                                        Optional.of(node.metricsUrl()), true, Optional.of(node.hostMetricsUrl()))),
                        LOOKS,
                        snapshot -> {})) {
            await().atMost(PATIENCE).until(() -> {
                // Where the newest final block is the first of its set of voters, no round is complete yet.
                chain.advanceSlots(1);
                Snapshot now = follower.snapshot();
                return now != null
                        && now.finality() != null
                        && now.finality().roundsObserved() > 0
                        && now.host() != null
                        && now.host().up()
                        && now.node().detail() != null
                        && "ok".equals(now.node().detail().condition());
            });
            assertThat(follower.snapshot().node().detail().pageUp()).isTrue();
            assertThat(follower.snapshot().finality().voters()).isEqualTo(12);

            node.change(behaviour -> behaviour.offline(true));
            node.dropConnections();
            await().atMost(PATIENCE)
                    .until(() ->
                            "down".equals(follower.snapshot().node().detail().condition())
                                    && !follower.snapshot().host().up());
            Snapshot down = follower.snapshot();
            assertThat(down.node().up()).isFalse();
            assertThat(down.node().detail().pageUp()).isFalse();
            assertThat(down.endpoints().get(0).up()).isFalse();
            assertThat(down.endpoints().get(0).heightSinceMs()).isNotNull();

            node.change(behaviour -> behaviour.offline(false));
            chain.advanceSlots(1);
            await().atMost(PATIENCE)
                    .until(() -> "ok".equals(follower.snapshot().node().detail().condition())
                            && follower.snapshot().host().up());
        }
    }

    @Test
    void pagesThatNeverAnswerDelayNoBlock() throws Exception {
        try (SimulatedChain chain = SimulatedChain.create(
                        NetworkSpec.builder().historyEpochs(1).build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain);
                ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Optional<URI> page = Optional.of(URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/metrics"));
            try (Follower follower = new Follower(
                    directory.resolve("mvm.db"),
                    Follower.live(),
                    Follower.rpc(node.url()).with(PageSettings.of(page, true, page)),
                    LOOKS,
                    snapshot -> {})) {
                await().atMost(PATIENCE)
                        .until(() -> follower.snapshot() != null
                                && follower.snapshot().node().blockHeight() != null);
                // Each page is given three seconds; so long as both are waited for, blocks come at once.
                for (int slot = 0; slot < 10; slot++) {
                    long number = chain.produce().number();
                    await().atMost(Duration.ofSeconds(2))
                            .until(() -> Long.valueOf(number)
                                    .equals(follower.snapshot().sync().lastBlock()));
                }
                await().atMost(PATIENCE)
                        .until(() -> follower.snapshot().host() != null
                                && !follower.snapshot().host().up());
                assertThat(follower.snapshot().node().detail().condition()).isEqualTo("ok");
            }
        }
    }
}
