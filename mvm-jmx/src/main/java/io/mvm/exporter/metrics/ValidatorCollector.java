package io.mvm.exporter.metrics;

import io.prometheus.client.Collector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

/**
 * The validators' families. Thousands of like beans are walked, one bulk read each; names, types and help come from their
 * descriptors. Rules of regular expressions cost several times as much for the same result (docs/decisions/0002).
 */
final class ValidatorCollector extends Collector implements Collector.Describable {
    private static final List<String> LABELS = List.of("chain", "validator");
    private static final String OURS = "Ours";

    private final BeanReader reader;
    private final Limits limits;
    private Map<ObjectName, Series> known = Map.of();
    private List<Series> sorted = List.of();
    private int omitted;

    /** One validator's bean, with the labels that all its samples share. */
    private record Series(ObjectName name, List<String> labels) {}

    /** What was read of one validator. */
    private record Row(Series series, List<Object> values, boolean ours) {}

    ValidatorCollector(BeanReader reader, Limits limits) {
        this.reader = reader;
        this.limits = limits;
    }

    /** How many validators the last collection left out because of the limit. */
    int omitted() {
        return omitted;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        refresh();
        omitted = 0;
        BeanSpec spec = firstSpec();
        if (spec == null) {
            return List.of();
        }
        boolean all = limits.allValidators();
        List<Row> rows = within(limits.maxValidators(), rows(spec, all));
        List<MetricFamilySamples> families = new ArrayList<>();
        for (int i = 0; i < spec.attributes().size(); i++) {
            BeanSpec.Attribute attribute = spec.attributes().get(i);
            if (!attribute.metric().isEmpty()) {
                families.add(family(attribute, i, rows, all || !attribute.oursOnly()));
            }
        }
        if (!spec.infoMetric().isEmpty()) {
            families.add(info(spec, rows));
        }
        return families;
    }

    /** Keeps the order and the label lists of beans that stay; validators seldom come and go. */
    private void refresh() {
        Set<ObjectName> names = reader.server().queryNames(BeanNames.VALIDATORS, null);
        if (names.equals(known.keySet())) {
            return;
        }
        Map<ObjectName, Series> next = new HashMap<>(names.size() * 2);
        for (ObjectName name : names) {
            Series series = known.get(name);
            next.put(name, series != null ? series : series(name));
        }
        known = next;
        sorted = next.values().stream()
                .sorted(Comparator.comparing((Series s) -> s.labels.get(0)).thenComparing(s -> s.labels.get(1)))
                .toList();
    }

    private static Series series(ObjectName name) {
        String chain = BeanNames.property(name, "chain");
        String validator = BeanNames.property(name, "validator");
        return new Series(name, List.of(chain == null ? "" : chain, validator == null ? "" : validator));
    }

    private BeanSpec firstSpec() {
        for (Series series : sorted) {
            BeanSpec spec = reader.spec(series.name);
            if (spec != null) {
                return spec;
            }
        }
        return null;
    }

    /** Of others than ours, only what is exported of everybody is read: they are thousands. */
    private List<Row> rows(BeanSpec spec, boolean all) {
        String[] names = spec.names();
        int shared = all ? names.length : spec.shared();
        String[] first = Arrays.copyOf(names, shared);
        int ours = List.of(first).indexOf(OURS);
        List<Row> rows = new ArrayList<>(sorted.size());
        for (Series series : sorted) {
            List<Object> values = reader.read(series.name, first);
            boolean own = values != null && ours >= 0 && Boolean.TRUE.equals(values.get(ours));
            if (own && shared < names.length) {
                // Whole, so that all of it belongs to one snapshot.
                values = reader.read(series.name, names);
            }
            if (values != null) {
                rows.add(new Row(series, values, own));
            }
        }
        return rows;
    }

    /** Ours first, whatever their number, then others in the order of their keys, so that the same ones stay. */
    private List<Row> within(int max, List<Row> rows) {
        if (rows.size() <= max) {
            return rows;
        }
        List<Row> kept = new ArrayList<>(rows.stream().filter(Row::ours).toList());
        for (Row row : rows) {
            if (!row.ours && kept.size() < max) {
                kept.add(row);
            }
        }
        omitted = rows.size() - kept.size();
        return kept;
    }

    private static MetricFamilySamples family(BeanSpec.Attribute attribute, int index, List<Row> rows, boolean all) {
        List<MetricFamilySamples.Sample> samples = new ArrayList<>(rows.size());
        for (Row row : rows) {
            if (!all && !row.ours) {
                continue;
            }
            Object value = row.values.get(index);
            if (value instanceof TabularData table) {
                addRows(samples, attribute, row.series.labels, table);
                continue;
            }
            double number = BeanReader.number(value);
            if (!Double.isNaN(number)) {
                samples.add(new MetricFamilySamples.Sample(attribute.metric(), LABELS, row.series.labels, number));
            }
        }
        return new MetricFamilySamples(attribute.metric(), attribute.type(), attribute.help(), samples);
    }

    /** A sample for each row of a map, under one more label, in the order of the keys. */
    private static void addRows(
            List<MetricFamilySamples.Sample> samples,
            BeanSpec.Attribute attribute,
            List<String> identity,
            TabularData table) {
        List<String> names = List.of(LABELS.get(0), LABELS.get(1), attribute.keyLabel());
        Map<String, Double> rows = new TreeMap<>();
        for (Object row : table.values()) {
            CompositeData cells = (CompositeData) row;
            rows.put(String.valueOf(cells.get("key")), BeanReader.number(cells.get("value")));
        }
        rows.forEach((key, number) -> {
            if (!number.isNaN()) {
                List<String> labels = List.of(identity.get(0), identity.get(1), key);
                samples.add(new MetricFamilySamples.Sample(attribute.metric(), names, labels, number));
            }
        });
    }

    private static MetricFamilySamples info(BeanSpec spec, List<Row> rows) {
        List<MetricFamilySamples.Sample> samples = new ArrayList<>(rows.size());
        for (Row row : rows) {
            samples.add(InfoCollector.sample(spec, LABELS, row.series.labels, row.values));
        }
        return new MetricFamilySamples(spec.infoMetric(), Type.GAUGE, spec.infoHelp(), samples);
    }

    @Override
    public List<MetricFamilySamples> describe() {
        return List.of(); // names are known once there are validators
    }
}
