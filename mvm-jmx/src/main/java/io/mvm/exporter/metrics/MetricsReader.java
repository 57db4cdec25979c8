package io.mvm.exporter.metrics;

import com.codahale.metrics.SharedMetricRegistries;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Reads every metric of this JVM from one registry. Used by one thread. */
public final class MetricsReader {
    /** Reads of a page before one that mixes two snapshots is taken: while history comes in, the next one may not be better. */
    private static final int MAX_READS = 3;

    private final BeanReader reader;
    private final ValidatorCollector validators;
    private final CollectorRegistry registry = new CollectorRegistry();

    /**
     * What one read brought.
     *
     * @param families sorted by name, each name once
     * @param droppedAttributes attributes whose getters failed
     * @param omittedValidators validators left out because of the limit
     */
    record Reading(List<MetricFamilySamples> families, int droppedAttributes, int omittedValidators) {}

    /**
     * Reads nothing yet.
     *
     * @param rules rules of an operator; null for the shipped ones
     * @throws IllegalArgumentException if the rules cannot be used
     */
    public MetricsReader(MBeanServer server, Path rules) {
        reader = new BeanReader(server);
        validators = new ValidatorCollector(reader, new Limits(server));
        DefaultExports.register(registry);
        registry.register(new TimerCollector(SharedMetricRegistries.getOrCreate(TimerCollector.REGISTRY)));
        registry.register(RulesCollector.of(rules));
        registry.register(new InfoCollector(reader));
        registry.register(validators);
    }

    /**
     * Everything as of one snapshot of each chain, unless snapshots come faster than a page can be read.
     *
     * @throws RuntimeException if a collector fails as a whole; a broken bean does not make it fail
     */
    Reading read() {
        Map<ObjectName, Object> sequences = sequences();
        for (int attempt = 1; ; attempt++) {
            Map<String, MetricFamilySamples> families = new TreeMap<>();
            for (MetricFamilySamples family : Collections.list(registry.metricFamilySamples())) {
                families.merge(family.name, family, MetricsReader::merged);
            }
            int dropped = reader.takeDropped();
            Map<ObjectName, Object> after = sequences();
            if (after.equals(sequences) || attempt == MAX_READS) {
                families.values().removeIf(family -> family.samples.isEmpty());
                return new Reading(List.copyOf(families.values()), dropped, validators.omitted());
            }
            sequences = after;
        }
    }

    /** A family that an operator's rules make beside ours must be one on the page; ours says its type. */
    private static MetricFamilySamples merged(MetricFamilySamples first, MetricFamilySamples second) {
        List<MetricFamilySamples.Sample> samples = new ArrayList<>(first.samples);
        second.samples.stream()
                .filter(s -> first.samples.stream().noneMatch(s::equals))
                .forEach(samples::add);
        return new MetricFamilySamples(first.name, first.type, first.help, samples);
    }

    private Map<ObjectName, Object> sequences() {
        Map<ObjectName, Object> sequences = new TreeMap<>();
        for (ObjectName name : reader.server().queryNames(BeanNames.SYNCS, null)) {
            List<Object> values = reader.read(name, new String[] {"Sequence"});
            sequences.put(name, values == null || values.get(0) == null ? -1L : values.get(0));
        }
        reader.takeDropped();
        return sequences;
    }
}
