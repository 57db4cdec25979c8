package io.mvm.exporter.metrics;

import io.prometheus.client.Collector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.management.Descriptor;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;

/**
 * What a bean's descriptors say about its metrics.
 *
 * @param infoMetric metric of constant 1 whose labels are attributes; empty if there is none
 * @param infoHelp its help text
 * @param attributes all readable attributes in the order of the MBeanInfo, those for our own validators only behind the others
 */
record BeanSpec(String infoMetric, String infoHelp, List<Attribute> attributes) {
    /**
     * One attribute.
     *
     * @param name as JMX has it
     * @param help its description
     * @param metric family that exports it; empty if none does
     * @param type type of that family
     * @param infoLabel label of the info metric; empty if it is none
     * @param keyLabel label that takes the keys of a map; empty if the value is none
     * @param oursOnly whether it is exported for our own validators only
     */
    record Attribute(
            String name,
            String help,
            String metric,
            Collector.Type type,
            String infoLabel,
            String keyLabel,
            boolean oursOnly) {}

    static BeanSpec of(MBeanInfo info) {
        List<Attribute> attributes = new ArrayList<>();
        for (MBeanAttributeInfo attribute : info.getAttributes()) {
            if (!attribute.isReadable()) {
                continue;
            }
            Descriptor descriptor = attribute.getDescriptor();
            attributes.add(new Attribute(
                    attribute.getName(),
                    attribute.getDescription(),
                    text(descriptor, "metric"),
                    text(descriptor, "metricType").equalsIgnoreCase("counter")
                            ? Collector.Type.COUNTER
                            : Collector.Type.GAUGE,
                    text(descriptor, "infoLabel"),
                    text(descriptor, "keyLabel"),
                    Boolean.TRUE.equals(descriptor.getFieldValue("oursOnly"))));
        }
        attributes.sort(Comparator.comparing(Attribute::oursOnly));
        Descriptor descriptor = info.getDescriptor();
        return new BeanSpec(text(descriptor, "infoMetric"), text(descriptor, "infoHelp"), List.copyOf(attributes));
    }

    /** Names of all attributes, for a bulk read. */
    String[] names() {
        return attributes.stream().map(Attribute::name).toArray(String[]::new);
    }

    /** How many of them, from the first, are not for our own validators only. */
    int shared() {
        return (int) attributes.stream().filter(a -> !a.oursOnly()).count();
    }

    private static String text(Descriptor descriptor, String field) {
        Object value = descriptor.getFieldValue(field);
        return value == null ? "" : value.toString();
    }
}
