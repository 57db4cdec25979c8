package io.mvm.exporter.metrics;

import io.prometheus.client.Collector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.ObjectName;

/**
 * Metrics of constant 1 whose labels are a bean's words, such as the node's name and version: no rule can make one series of several
 * attributes. Reads each bean but the validators once, and so also counts what they kept back from the rules.
 */
final class InfoCollector extends Collector implements Collector.Describable {
    private final BeanReader reader;

    InfoCollector(BeanReader reader) {
        this.reader = reader;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        Map<String, MetricFamilySamples> families = new TreeMap<>();
        for (ObjectName pattern : BeanNames.FEW) {
            for (ObjectName name : reader.server().queryNames(pattern, null)) {
                BeanSpec spec = reader.spec(name);
                List<Object> values = spec == null ? null : reader.read(name, spec.names());
                if (values != null && !spec.infoMetric().isEmpty() && known(spec, values)) {
                    add(families, name, spec, values);
                }
            }
        }
        return List.copyOf(families.values());
    }

    private static void add(
            Map<String, MetricFamilySamples> families, ObjectName name, BeanSpec spec, List<Object> values) {
        String chain = BeanNames.property(name, "chain");
        MetricFamilySamples.Sample sample = sample(
                spec, chain == null ? List.of() : List.of("chain"), chain == null ? List.of() : List.of(chain), values);
        families.computeIfAbsent(
                        spec.infoMetric(),
                        metric -> new MetricFamilySamples(metric, Type.GAUGE, spec.infoHelp(), new ArrayList<>()))
                .samples
                .add(sample);
    }

    /** Whether any of the words is known; without one there is nothing to tell. */
    private static boolean known(BeanSpec spec, List<Object> values) {
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) != null && !spec.attributes().get(i).infoLabel().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** A series of value 1; an unknown word is an empty label, which Prometheus takes for none. */
    static MetricFamilySamples.Sample sample(
            BeanSpec spec, List<String> identityNames, List<String> identity, List<Object> values) {
        List<String> names = new ArrayList<>(identityNames);
        List<String> labels = new ArrayList<>(identity);
        for (int i = 0; i < values.size(); i++) {
            String label = spec.attributes().get(i).infoLabel();
            if (!label.isEmpty()) {
                names.add(label);
                labels.add(values.get(i) == null ? "" : values.get(i).toString());
            }
        }
        return new MetricFamilySamples.Sample(spec.infoMetric(), names, labels, 1);
    }

    @Override
    public List<MetricFamilySamples> describe() {
        return List.of();
    }
}
