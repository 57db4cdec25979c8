package io.mvm.exporter.metrics;

import com.codahale.metrics.MetricRegistry;
import io.prometheus.client.Collector;
import io.prometheus.client.dropwizard.DropwizardExports;
import io.prometheus.client.dropwizard.samplebuilder.CustomMappingSampleBuilder;
import io.prometheus.client.dropwizard.samplebuilder.MapperConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The core's Dropwizard timers and counters as families of the contract. In the relocated build Dropwizard is another one than the
 * host's, and there is nothing to export.
 */
final class TimerCollector extends Collector implements Collector.Describable {
    /** Name of the shared registry that the core writes to. */
    static final String REGISTRY = "mvm";

    /** A family and the Dropwizard name it is made of. */
    record Family(String match, String metric, Type type, String help, Map<String, String> labels) {}

    /** All families made here. */
    static final List<Family> FAMILIES = List.of(
            new Family(
                    "rpc.request.*",
                    "mvm_rpc_request_seconds",
                    Type.SUMMARY,
                    "Time of RPC requests, by method.",
                    Map.of("method", "${0}")),
            new Family(
                    "rpc.errors.*.*",
                    "mvm_rpc_errors_total",
                    Type.COUNTER,
                    "RPC requests that failed, by method and kind of failure.",
                    Map.of("method", "${0}", "kind", "${1}")),
            new Family(
                    "store.commit", "mvm_store_commit_seconds", Type.SUMMARY, "Time of database commits.", Map.of()));

    private final DropwizardExports exports;

    TimerCollector(MetricRegistry registry) {
        List<MapperConfig> mapping = FAMILIES.stream()
                .map(f -> new MapperConfig(f.match, f.metric, new TreeMap<>(f.labels))) // one order in every JVM
                .toList();
        exports = new DropwizardExports(
                registry, (name, metric) -> isMapped(name), new CustomMappingSampleBuilder(mapping));
    }

    private static boolean isMapped(String name) {
        return name.startsWith("rpc.request.") || name.startsWith("rpc.errors.") || name.equals("store.commit");
    }

    @Override
    public List<MetricFamilySamples> collect() {
        List<MetricFamilySamples> families = new ArrayList<>();
        for (MetricFamilySamples family : exports.collect()) {
            for (Family known : FAMILIES) {
                if (known.metric.equals(family.name)) {
                    // Dropwizard's counters may go down, so they came as gauges; ours do not.
                    families.add(new MetricFamilySamples(known.metric, known.type, known.help, family.samples));
                }
            }
        }
        return families;
    }

    @Override
    public List<MetricFamilySamples> describe() {
        return List.of();
    }
}
