package io.mvm.exporter.metrics;

import io.prometheus.client.Collector;
import io.prometheus.jmx.JmxCollector;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import javax.management.MalformedObjectNameException;

/**
 * The JMX exporter's collector under a file of rules: the shipped one, or an operator's, which is read again when it changes. Its
 * families come out sorted and with the quotes of object names taken off.
 */
final class RulesCollector extends Collector implements Collector.Describable {
    /** The shipped rules, made from the beans' descriptors. */
    static final String SHIPPED = "rules.yml";

    private static final String FAILED = "jmx_scrape_error";
    /** What the collector tells of itself; the page has its own word on that. */
    private static final Set<String> ON_ITSELF =
            Set.of(FAILED, "jmx_scrape_duration_seconds", "jmx_scrape_cached_beans");

    private final JmxCollector rules;

    private RulesCollector(JmxCollector rules) {
        this.rules = rules;
    }

    /**
     * Reads the rules.
     *
     * @param file rules of an operator; null for the shipped ones
     * @throws IllegalArgumentException if there is no such file or it holds no rules, saying which and why
     */
    static RulesCollector of(Path file) {
        if (file != null && !Files.isReadable(file)) {
            throw new IllegalArgumentException("rules file " + file + " cannot be read");
        }
        // Never with a Mode: the collector ends the JVM over some mistakes if it knows that it is an agent.
        try {
            if (file != null) {
                return new RulesCollector(new JmxCollector(file.toFile()));
            }
            try (InputStream shipped = RulesCollector.class.getResourceAsStream(SHIPPED)) {
                return new RulesCollector(new JmxCollector(shipped));
            }
        } catch (IOException | MalformedObjectNameException | RuntimeException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new IllegalArgumentException(
                    "rules file " + (file == null ? SHIPPED : file) + " is no JMX exporter configuration: " + reason,
                    e);
        }
    }

    @Override
    public List<MetricFamilySamples> collect() {
        List<MetricFamilySamples> families = new ArrayList<>();
        for (MetricFamilySamples family : rules.collect()) {
            if (family.name.equals(FAILED) && family.samples.get(0).value != 0) {
                throw new IllegalStateException("the JMX exporter's collector could not read the beans");
            }
            if (!ON_ITSELF.contains(family.name)) {
                families.add(tidy(family));
            }
        }
        return families;
    }

    private static MetricFamilySamples tidy(MetricFamilySamples family) {
        List<MetricFamilySamples.Sample> samples = family.samples.stream()
                .map(s -> new MetricFamilySamples.Sample(
                        s.name,
                        s.labelNames,
                        s.labelValues.stream().map(BeanNames::unquoted).toList(),
                        s.value,
                        s.timestampMs))
                .sorted(Comparator.comparing((MetricFamilySamples.Sample s) -> s.name)
                        .thenComparing(s -> s.labelValues.toString()))
                .toList();
        return new MetricFamilySamples(family.name, family.type, family.help, samples);
    }

    @Override
    public List<MetricFamilySamples> describe() {
        return List.of();
    }
}
