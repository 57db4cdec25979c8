package io.mvm.exporter.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import io.mvm.chain.SidechainKey;
import io.mvm.exporter.fixture.Network;
import io.mvm.exporter.fixture.PublishedNetwork;
import io.mvm.rpc.FailoverNode;
import io.mvm.rpc.RpcSettings;
import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.SimulatedBlock;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import io.mvm.store.ChainWriter;
import io.mvm.sync.SyncService;
import io.mvm.sync.SyncSettings;
import io.mvm.view.Snapshot;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two blocks for one slot, from the chain over database and beans to the page, and there again after a restart. */
@Timeout(120)
class EquivocationPageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void isOnThePageOfMetricsAndStaysThere() {
        NetworkSpec spec = NetworkSpec.builder()
                .seed(5)
                .seats(6)
                .historyEpochs(1)
                .slotsPerEpoch(30)
                .build();
        try (SimulatedChain chain = SimulatedChain.create(spec, Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            SidechainKey ours = chain.validators().get(1).sidechainKey();
            String labels = "{chain=\"" + Network.CHAIN + "\",validator=\"" + ours.hex() + "\",} ";
            SimulatedBlock[] twin = new SimulatedBlock[1];
            try (Monitor monitor = new Monitor(node.url(), ours)) {
                monitor.awaitLine("mvm_equivocations_total" + labels + "0.0");
                assertThat(monitor.text()).doesNotContain("mvm_validator_last_equivocation_slot{");
                chain.forceEquivocation(ours, true);
                chain.listen((block, heads) -> twin[0] = block != null && block.isTwin() ? block : twin[0]);
                while (twin[0] == null) {
                    chain.advanceSlots(1);
                }
                chain.advanceSlots(2);
                monitor.awaitLine("mvm_equivocations_total" + labels + "1.0");
                assertThat(monitor.text())
                        .contains("mvm_validator_last_equivocation_slot" + labels + (double) twin[0].slot())
                        .contains("mvm_validator_last_equivocation_timestamp_seconds" + labels
                                + (double) (twin[0].slot() * 6));
            }
            chain.advanceSlots(5);
            try (Monitor monitor = new Monitor(node.url(), ours)) {
                monitor.awaitLine("mvm_equivocations_total" + labels + "1.0");
            }
        }
    }

    /** Loop, database, beans and page, without the parts around them. */
    private final class Monitor implements AutoCloseable {
        private final MetricRegistry metrics = new MetricRegistry();
        private final FailoverNode node;
        private final ChainWriter store;
        private final SyncService service;
        private final AtomicReference<PublishedNetwork> beans = new AtomicReference<>();
        private final PageRenderer renderer = new PageRenderer(
                new MetricsReader(ManagementFactory.getPlatformMBeanServer(), null), Clock.systemUTC(), line -> {});

        Monitor(URI url, SidechainKey ours) {
            node = new FailoverNode(RpcSettings.of(url), metrics, Clock.systemUTC());
            store = ChainWriter.open(directory.resolve("mvm.db"), Clock.systemUTC(), metrics);
            service = new SyncService(
                    new SyncSettings(Network.CHAIN, 0, 200, 4, false, false, Set.of(ours), Map.of()),
                    node,
                    store,
                    Clock.systemUTC(),
                    this::show);
            service.start();
            renderer.start();
        }

        private void show(Snapshot snapshot) {
            if (beans.get() == null) {
                beans.set(new PublishedNetwork(snapshot));
            } else {
                beans.get().show(snapshot);
            }
        }

        String text() {
            Page page = renderer.page();
            return page == null ? "" : new String(page.text().plain(), StandardCharsets.UTF_8);
        }

        void awaitLine(String line) {
            await(line).atMost(PATIENCE).until(() -> text().lines().anyMatch(line::equals));
        }

        @Override
        public void close() {
            service.close();
            node.close();
            store.close();
            renderer.close();
            if (beans.get() != null) {
                beans.get().close();
            }
        }
    }
}
