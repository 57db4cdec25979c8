package io.mvm.exporter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.exporter.fixture.Network;
import io.mvm.exporter.fixture.PublishedNetwork;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SnapshotSignalTest {
    @Test
    void hearsEachSnapshotOnceHoweverOftenTheMonitorComesAndGoes() {
        AtomicInteger heard = new AtomicInteger();
        try (SnapshotSignal signal =
                new SnapshotSignal(ManagementFactory.getPlatformMBeanServer(), heard::incrementAndGet)) {
            assertThat(signal).isNotNull();
            for (int life = 1; life <= 3; life++) {
                try (PublishedNetwork network = new PublishedNetwork(Network.crowd(1, 1))) {
                    int before = heard.get();
                    network.show(Network.crowd(2, 1));
                    assertThat(heard.get() - before).as("life %d", life).isEqualTo(1);
                }
            }
        }
        int before = heard.get();
        try (PublishedNetwork network = new PublishedNetwork(Network.crowd(1, 1))) {
            network.show(Network.crowd(2, 1));
        }
        assertThat(heard.get()).as("after closing").isEqualTo(before);
    }
}
