package io.mvm.exporter.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mvm.exporter.fixture.Network;
import io.mvm.exporter.fixture.PublishedNetwork;
import io.mvm.jmx.ExporterSettings;
import io.mvm.jmx.MBeanPublisher;
import io.mvm.jmx.ObjectNames;
import io.mvm.view.EndpointView;
import io.mvm.view.Snapshot;
import io.mvm.view.SyncView;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsReaderTest {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    @TempDir
    Path directory;

    private static List<Sample> samples(MetricsReader.Reading reading, String metric) {
        return reading.families().stream()
                .flatMap(family -> family.samples.stream())
                .filter(sample -> sample.name.equals(metric))
                .toList();
    }

    private static Map<String, Double> byLabel(MetricsReader.Reading reading, String metric, String label) {
        return samples(reading, metric).stream()
                .collect(Collectors.toMap(s -> s.labelValues.get(s.labelNames.indexOf(label)), s -> s.value));
    }

    @Test
    void namesBeansAsTheCoreDoes() {
        assertThat(BeanNames.DAEMON).isEqualTo(ObjectNames.daemon());
        assertThat(BeanNames.CONFIG).isEqualTo(ObjectNames.config());
        assertThat(BeanNames.SNAPSHOT).isEqualTo(MBeanPublisher.SNAPSHOT);
        assertThat(Limits.DEFAULT_MAX_VALIDATORS).isEqualTo(ExporterSettings.DEFAULT_MAX_VALIDATORS);
        assertThat(BeanNames.VALIDATORS.apply(ObjectNames.validator("a b", "aura:0x1")))
                .isTrue();
        assertThat(BeanNames.property(ObjectNames.validator("a b", "aura:0x1"), "validator"))
                .isEqualTo("aura:0x1");
    }

    @Test
    void readsAgainWhenTheSnapshotChangedInTheMiddle() {
        Snapshot before = Network.crowd(1, 50);
        Snapshot after = Network.crowd(1001, 50);
        // A reading asks for the snapshot some 70 times; at every few of them the next one is published.
        for (int moment = 2; moment < 70; moment += 4) {
            int switchAt = moment;
            AtomicInteger reads = new AtomicInteger(Integer.MIN_VALUE);
            try (MBeanPublisher publisher =
                    new MBeanPublisher(SERVER, PublishedNetwork.CLOCK, PublishedNetwork.ACTIONS)) {
                publisher.publishChain(Network.CHAIN, () -> reads.getAndIncrement() < switchAt ? before : after);
                MetricsReader reader = new MetricsReader(SERVER, null);
                reads.set(0);
                MetricsReader.Reading reading = reader.read();
                assertThat(reads.get()).isGreaterThan(moment);
                assertThat(samples(reading, "mvm_validator_blocks_total"))
                        .hasSize(50)
                        .allSatisfy(sample -> assertThat(sample.value).isGreaterThanOrEqualTo(1001));
            }
        }
    }

    @Test
    void takesAPageAfterSomeTriesThoughSnapshotsNeverStop() {
        AtomicInteger reads = new AtomicInteger();
        try (MBeanPublisher publisher = new MBeanPublisher(SERVER, PublishedNetwork.CLOCK, PublishedNetwork.ACTIONS)) {
            publisher.publishChain(Network.CHAIN, () -> Network.crowd(reads.getAndIncrement(), 5));
            assertThat(samples(new MetricsReader(SERVER, null).read(), "mvm_validator_blocks_total"))
                    .hasSize(5);
        }
    }

    @Test
    void followsValuesThatChangeBecomeKnownOrUnknownUnderCachedRules() {
        try (PublishedNetwork network = new PublishedNetwork(sync(null, Map.of()))) {
            MetricsReader reader = new MetricsReader(network.server(), null);
            assertThat(samples(reader.read(), "mvm_sync_last_block")).isEmpty();
            network.show(sync(5L, Map.of("timeout", 1L)));
            assertThat(byLabel(reader.read(), "mvm_sync_last_block", "chain"))
                    .containsExactly(Map.entry("midnight", 5.0));
            network.show(sync(6L, Map.of("timeout", 2L, "refused", 1L)));
            MetricsReader.Reading reading = reader.read();
            assertThat(byLabel(reading, "mvm_sync_last_block", "chain")).containsExactly(Map.entry("midnight", 6.0));
            assertThat(byLabel(reading, "mvm_sync_errors_total", "kind"))
                    .isEqualTo(Map.of("timeout", 2.0, "refused", 1.0));
            network.show(sync(null, Map.of()));
            assertThat(samples(reader.read(), "mvm_sync_last_block")).isEmpty();
        }
    }

    private static Snapshot sync(Long lastBlock, Map<String, Long> errors) {
        Snapshot s = Network.golden();
        SyncView sync = new SyncView(lastBlock, null, null, null, null, 0, 0, 0, 0, 0, 0, 0, errors, null);
        return new Snapshot(
                s.sequence(),
                s.takenAtMs(),
                s.chain(),
                s.node(),
                s.endpoints(),
                sync,
                s.sidechainEpoch(),
                s.mainchainEpoch(),
                s.committee(),
                s.network(),
                s.validators(),
                s.store(),
                null,
                null,
                null);
    }

    @Test
    void followsEndpointsAndValidatorsThatComeAndGoUnderCachedRules() {
        EndpointView one = new EndpointView("http://one", true, true, 1L, null, null, null);
        EndpointView two = new EndpointView("http://two?x=*", true, false, 2L, null, null, null);
        try (PublishedNetwork network = new PublishedNetwork(Network.snapshot(1, List.of(), List.of(one)))) {
            MetricsReader reader = new MetricsReader(network.server(), null);
            assertThat(byLabel(reader.read(), "mvm_endpoint_block_height", "endpoint")
                            .keySet())
                    .containsOnly("http://one");
            network.show(Network.snapshot(2, Network.crowd(2, 3).validators(), List.of(one, two)));
            MetricsReader.Reading reading = reader.read();
            assertThat(byLabel(reading, "mvm_endpoint_block_height", "endpoint").keySet())
                    .containsOnly("http://one", "http://two?x=*");
            assertThat(samples(reading, "mvm_validator_blocks_total")).hasSize(3);
            network.show(Network.snapshot(3, Network.crowd(3, 1).validators(), List.of(two)));
            reading = reader.read();
            assertThat(byLabel(reading, "mvm_endpoint_block_height", "endpoint").keySet())
                    .containsOnly("http://two?x=*");
            assertThat(byLabel(reading, "mvm_validator_blocks_total", "validator"))
                    .containsOnlyKeys(Network.key(0));
        }
    }

    @Test
    void givesNoSampleForWhatIsUnknown() {
        try (PublishedNetwork network = new PublishedNetwork(Network.unknown())) {
            MetricsReader.Reading reading = new MetricsReader(network.server(), null).read();
            assertThat(reading.droppedAttributes()).isZero();
            assertThat(reading.families().stream()
                            .filter(family -> family.name.matches(
                                    "mvm_(node|host|grandpa|key|committee|dparameter|finalized|maintenance|endpoint).*"
                                            + "|mvm_(network|validator)_finalized.*|mvm_validator_(?!finalized).*"))
                            .map(family -> family.name))
                    .containsExactlyInAnyOrder(
                            "mvm_node_up",
                            "mvm_maintenance_active",
                            "mvm_endpoint_up",
                            "mvm_endpoint_active",
                            "mvm_validator_info",
                            "mvm_validator_blocks",
                            "mvm_validator_slots_owed",
                            "mvm_validator_slots_missed",
                            "mvm_validator_slots_orphaned");
        }
    }

    @Test
    void keepsWhatIsMeantForOursToOursUnlessAllAreWanted() {
        ExporterSettings all = new ExporterSettings(null, null, true, 2000);
        String causes = "mvm_validator_finalized_slots_missed_total";
        try (PublishedNetwork network = new PublishedNetwork(Network.crowd(1, 20))) {
            MetricsReader.Reading reading = new MetricsReader(network.server(), null).read();
            assertThat(byLabel(reading, "mvm_validator_finalized_slots_owed_total", "validator"))
                    .hasSize(20);
            assertThat(byLabel(reading, causes, "cause"))
                    .containsOnlyKeys("alone", "network", "node", "maintenance", "orphaned");
            assertThat(samples(reading, causes)).allMatch(s -> s.labelValues.contains(Network.key(0)));
            assertThat(byLabel(reading, "mvm_validator_slots_ahead", "validator"))
                    .containsOnlyKeys(Network.key(0));
        }
        try (PublishedNetwork network = new PublishedNetwork(Network.crowd(1, 20), all)) {
            MetricsReader.Reading reading = new MetricsReader(network.server(), null).read();
            assertThat(samples(reading, causes)).hasSize(20 * 5);
            assertThat(samples(reading, "mvm_validator_slots_ahead")).hasSize(1);
        }
    }

    @Test
    void followsKeysOfOursAsTheyBecomeKnownAndUnknown() {
        try (PublishedNetwork network = new PublishedNetwork(Network.unknown())) {
            MetricsReader reader = new MetricsReader(network.server(), null);
            assertThat(samples(reader.read(), "mvm_key_in_keystore")).isEmpty();
            network.show(Network.golden());
            assertThat(byLabel(reader.read(), "mvm_key_in_keystore", "key_type"))
                    .isEqualTo(Map.of("aura", 1.0, "crch", 1.0, "gran", 0.0));
            network.show(Network.unknown());
            assertThat(samples(reader.read(), "mvm_key_in_keystore")).isEmpty();
        }
    }

    @Test
    void keepsOursWhenThereAreMoreValidatorsThanAllowed() {
        ExporterSettings three = new ExporterSettings(null, null, false, 3);
        try (PublishedNetwork network = new PublishedNetwork(Network.crowd(1, 50), three)) {
            MetricsReader reader = new MetricsReader(network.server(), null);
            MetricsReader.Reading reading = reader.read();
            assertThat(reading.omittedValidators()).isEqualTo(47);
            assertThat(byLabel(reading, "mvm_validator_blocks_total", "validator"))
                    .hasSize(3)
                    .containsKey(Network.key(0));
            assertThat(samples(reading, "mvm_validator_info")).hasSize(3);
            network.show(Network.crowd(2, 3));
            assertThat(reader.read().omittedValidators()).isZero();
        }
    }

    @Test
    void aBeanThatFailsCostsItsSamplesAndIsCounted() throws Exception {
        ObjectName name = ObjectNames.validator(Network.CHAIN, "0x00broken");
        try (PublishedNetwork network = new PublishedNetwork(Network.crowd(1, 2))) {
            var info = network.server().getMBeanInfo(ObjectNames.validator(Network.CHAIN, Network.key(0)));
            // What is for ours alone is not even asked of others.
            int attributes = BeanSpec.of(info).shared();
            assertThat(attributes).isLessThan(info.getAttributes().length - 15);
            network.server().registerMBean(new OnlyBlocks(info), name);
            MetricsReader reader = new MetricsReader(network.server(), null);
            MetricsReader.Reading reading = reader.read();
            assertThat(samples(reading, "mvm_validator_blocks_total")).hasSize(3);
            assertThat(samples(reading, "mvm_validator_slots_owed_total")).hasSize(2);
            assertThat(reading.droppedAttributes()).isEqualTo(attributes - 1);
            assertThat(reader.read().droppedAttributes())
                    .as("of this reading alone")
                    .isEqualTo(attributes - 1);
        } finally {
            SERVER.unregisterMBean(name);
        }
    }

    /** A validator of whom all but one getter fails. */
    private static final class OnlyBlocks extends StandardMBean {
        private final MBeanInfo info;

        OnlyBlocks(MBeanInfo info) throws Exception {
            super(new NothingBean(), Nothing.class, false);
            this.info = info;
        }

        @Override
        public MBeanInfo getMBeanInfo() {
            return info == null ? super.getMBeanInfo() : info;
        }

        @Override
        public AttributeList getAttributes(String[] names) {
            return new AttributeList(List.of(new Attribute("Blocks", 5L)));
        }
    }

    /** No attributes. */
    public interface Nothing {}

    private static final class NothingBean implements Nothing {}

    @Test
    void takesAnOperatorsRulesInPlaceOfTheShippedOnes() throws Exception {
        Path rules = Files.writeString(directory.resolve("rules.yml"), """
                includeObjectNames: ['mvm:type=Sync,*']
                rules:
                - pattern: 'mvm<type=Sync, chain=(.+)><>LastBlock:'
                  name: my_last_block
                  labels: {chain: '$1'}
                """);
        try (PublishedNetwork network = new PublishedNetwork(Network.golden())) {
            MetricsReader.Reading reading = new MetricsReader(network.server(), rules).read();
            assertThat(byLabel(reading, "my_last_block", "chain")).containsExactly(Map.entry("midnight", 100.0));
            assertThat(samples(reading, "mvm_sync_last_block")).isEmpty();
            assertThat(samples(reading, "mvm_validator_blocks_total"))
                    .as("validators need no rules")
                    .hasSize(3);
        }
    }

    @Test
    void makesOneFamilyOfOursAndAnOperatorsOfTheSameName() throws Exception {
        Path rules = Files.writeString(directory.resolve("rules.yml"), """
                includeObjectNames: ['mvm:type=Daemon']
                rules:
                - {pattern: 'mvm<type=Daemon><>Pid:', name: mvm_build_info, labels: {a: b}}
                """);
        try (PublishedNetwork network = new PublishedNetwork(Network.golden())) {
            MetricsReader.Reading reading = new MetricsReader(network.server(), rules).read();
            assertThat(reading.families().stream().map((MetricFamilySamples f) -> f.name))
                    .containsOnlyOnce("mvm_build_info");
            assertThat(samples(reading, "mvm_build_info")).hasSize(2);
        }
    }

    @Test
    void saysWhichRulesFileIsMissing() {
        Path missing = directory.resolve("none.yml");
        assertThatThrownBy(() -> new MetricsReader(SERVER, missing))
                .hasMessage("rules file " + missing + " cannot be read");
    }
}
