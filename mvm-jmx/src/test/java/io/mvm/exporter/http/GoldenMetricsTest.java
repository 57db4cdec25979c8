package io.mvm.exporter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.SharedMetricRegistries;
import io.mvm.exporter.agent.Exporter;
import io.mvm.exporter.fixture.Golden;
import io.mvm.exporter.fixture.Http;
import io.mvm.exporter.fixture.Network;
import io.mvm.exporter.fixture.PublishedNetwork;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One snapshot through real beans, collectors and sockets: the whole page, as operators get it. */
class GoldenMetricsTest {
    /** Of the JVM and the moment, not of the snapshot. */
    private static final List<String> LEFT_OUT = List.of("jvm_", "process_", "mvm_scrape_duration_seconds");

    private final MetricRegistry timers = SharedMetricRegistries.getOrCreate("mvm");

    @BeforeEach
    void record() {
        timers.timer("rpc.request.chain_getHeader").update(Duration.ofMillis(2));
        timers.timer("store.commit").update(Duration.ofMillis(8));
        timers.counter("rpc.errors.chain_getBlock.timeout").inc(3);
        timers.counter("of.nobodys.interest").inc();
    }

    @AfterEach
    void forget() {
        timers.removeMatching((name, metric) -> true);
    }

    @Test
    void aFixedSnapshotGivesExactlyThisPage() throws Exception {
        Golden.check(Path.of("src/test/resources/golden/metrics.txt"), page("text/plain"));
    }

    @Test
    void aFixedSnapshotGivesExactlyThisPageInOpenMetrics() throws Exception {
        String page = page("application/openmetrics-text");
        assertThat(page).endsWith("# EOF\n").contains("# TYPE mvm_validator_blocks counter\n");
        Golden.check(Path.of("src/test/resources/golden/metrics.openmetrics.txt"), page);
    }

    private static String page(String accept) throws Exception {
        try (PublishedNetwork network = new PublishedNetwork(Network.golden());
                Exporter exporter = Exporter.start(
                        new BindAddress("127.0.0.1", 0), null, network.server(), PublishedNetwork.CLOCK, line -> {})) {
            return Http.text(Http.get(exporter.address(), "/metrics", "Accept", accept))
                    .lines()
                    .filter(line -> LEFT_OUT.stream().noneMatch(line.replaceFirst("^# (HELP|TYPE) ", "")::startsWith))
                    .collect(Collectors.joining("\n", "", "\n"));
        }
    }
}
