package io.mvm.exporter.metrics;

import io.mvm.exporter.fixture.Golden;
import io.prometheus.client.Collector;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanOperationInfo;
import javax.management.openmbean.ArrayType;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularType;
import org.junit.jupiter.api.Test;

/** The reference pages, made from what the beans say of themselves. */
class DocumentationTest {
    private static final String MADE =
            "<!-- Made from the code by DocumentationTest; renew it by -Dgolden.update=true instead of editing it. -->\n\n";

    @Test
    void mbeansPageSaysWhatTheBeansSay() throws Exception {
        StringBuilder page = new StringBuilder("# MBeans\n\n" + MADE);
        page.append("""
                Every bean is in domain `mvm`; attributes and operations are of types that any JMX client can show. An attribute that is null is
                unknown. An operation answers a sentence; if it could not be done, its exception's message says why, and nothing was changed.
                Numbers come from one snapshot: all attributes of a bean read in one call belong together. Dropwizard's timers,
                meters and counters are in domain `mvm.metrics`. A key of a validator that is known by its Aura key alone is quoted:
                `validator="aura:0x.."`; the URL of an endpoint always is.

                """);
        for (DescribedMetrics.Bean bean : DescribedMetrics.beans()) {
            page.append("## `").append(bean.pattern()).append("`\n\n");
            page.append(bean.info().getDescription()).append("\n\n");
            for (MBeanNotificationInfo notification : bean.info().getNotifications()) {
                page.append("Notification `")
                        .append(notification.getNotifTypes()[0])
                        .append("`: ");
                page.append(notification.getDescription()).append("\n\n");
            }
            page.append("| Attribute | Type | Kind | Unit | Metric | Meaning |\n|---|---|---|---|---|---|\n");
            for (MBeanAttributeInfo attribute : bean.info().getAttributes()) {
                page.append("| `").append(attribute.getName()).append("` | ").append(type(attribute));
                page.append(" | ")
                        .append(DescribedMetrics.field(attribute, "metricType").toLowerCase(Locale.ROOT));
                page.append(" | ").append(DescribedMetrics.field(attribute, "units"));
                page.append(" | ").append(metric(bean, attribute));
                page.append(" | ").append(attribute.getDescription()).append(" |\n");
            }
            page.append('\n');
            operations(page, bean);
        }
        Golden.check(Golden.ROOT.resolve("docs/mbeans.md"), page.toString().stripTrailing() + "\n");
    }

    private static void operations(StringBuilder page, DescribedMetrics.Bean bean) {
        if (bean.info().getOperations().length == 0) {
            return;
        }
        page.append("| Operation | Parameters | Does |\n|---|---|---|\n");
        for (MBeanOperationInfo operation : bean.info().getOperations()) {
            page.append("| `").append(operation.getName()).append("` | ");
            page.append(Arrays.stream(operation.getSignature())
                    .map(parameter -> "`" + parameter.getName() + "` ("
                            + parameter.getType().substring(parameter.getType().lastIndexOf('.') + 1) + "): "
                            + parameter.getDescription())
                    .collect(Collectors.joining(" ")));
            page.append(" | ").append(operation.getDescription()).append(" |\n");
        }
        page.append('\n');
    }

    private static String type(MBeanAttributeInfo attribute) {
        OpenType<?> type = (OpenType<?>) attribute.getDescriptor().getFieldValue("openType");
        if (type instanceof TabularType table) {
            return "table of names and " + word(table.getRowType().getType("value"));
        }
        if (type instanceof ArrayType<?> array) {
            return "list of " + word(array.getElementOpenType());
        }
        return type.getClassName().substring(type.getClassName().lastIndexOf('.') + 1);
    }

    private static String word(OpenType<?> type) {
        return type.equals(SimpleType.STRING) ? "words" : type.equals(SimpleType.BOOLEAN) ? "booleans" : "numbers";
    }

    private static String metric(DescribedMetrics.Bean bean, MBeanAttributeInfo attribute) {
        String infoLabel = DescribedMetrics.field(attribute, "infoLabel");
        if (!infoLabel.isEmpty()) {
            return "`" + bean.field("infoMetric") + "{" + infoLabel + "}`";
        }
        String metric = DescribedMetrics.field(attribute, "metric");
        return metric.isEmpty() ? "" : "`" + metric + "`";
    }

    @Test
    void metricsPageSaysWhatIsExported() throws Exception {
        Map<String, String> rows = new TreeMap<>();
        for (DescribedMetrics.Bean bean : DescribedMetrics.beans()) {
            for (MBeanAttributeInfo attribute : DescribedMetrics.exported(bean)) {
                boolean ours = Boolean.TRUE.equals(attribute.getDescriptor().getFieldValue("oursOnly"));
                row(
                        rows,
                        DescribedMetrics.field(attribute, "metric"),
                        joined(labels(bean), DescribedMetrics.field(attribute, "keyLabel")),
                        DescribedMetrics.field(attribute, "metricType").toLowerCase(Locale.ROOT),
                        DescribedMetrics.field(attribute, "units"),
                        attribute.getDescription() + (ours ? " Ours only, unless `exporter.all-validators`." : ""));
            }
            if (!bean.field("infoMetric").isEmpty()) {
                TreeSet<String> labels = new TreeSet<>();
                for (MBeanAttributeInfo attribute : bean.info().getAttributes()) {
                    labels.add(DescribedMetrics.field(attribute, "infoLabel"));
                }
                labels.remove("");
                String all = joined(labels(bean), String.join(", ", labels));
                row(rows, bean.field("infoMetric"), all, "gauge", "", bean.field("infoHelp"));
            }
        }
        for (TimerCollector.Family family : TimerCollector.FAMILIES) {
            String type = family.type() == Collector.Type.SUMMARY ? "summary" : "counter";
            String unit = family.type() == Collector.Type.SUMMARY ? "seconds" : "";
            row(
                    rows,
                    family.metric(),
                    String.join(", ", new TreeSet<>(family.labels().keySet())),
                    type,
                    unit,
                    family.help());
        }
        for (SelfFamilies.Family family : SelfFamilies.ALL) {
            row(
                    rows,
                    family.metric(),
                    "",
                    "gauge",
                    family.metric().endsWith("_seconds") ? "seconds" : "",
                    family.help());
        }
        StringBuilder page = new StringBuilder("# Metrics\n\n" + MADE);
        page.append("""
                Served at `/metrics` as Prometheus text or OpenMetrics, compressed on request. What is unknown has no sample. Times are in
                seconds since 1970; booleans are 1 or 0. The page is made once for each snapshot and every five seconds besides: compare
                `mvm_scrape_rendered_timestamp_seconds` with the time to see that it is. With more than `exporter.max-validators`
                validators, ours and then the first ones by key are exported. `mvm_rpc_*` and `mvm_store_commit_seconds` are of the whole
                process; so are `jvm_*` and `process_*`, which are those of Prometheus' simpleclient for Java.

                | Family | Labels | Type | Unit | Meaning |
                |---|---|---|---|---|
                """);
        rows.values().forEach(page::append);
        Golden.check(Golden.ROOT.resolve("docs/metrics.md"), page.toString());
    }

    private static String labels(DescribedMetrics.Bean bean) {
        return switch (bean.type()) {
            case "Daemon", "Config" -> "";
            case "Endpoint" -> "chain, endpoint";
            case "Validator", "Keys" -> "chain, validator";
            default -> "chain";
        };
    }

    private static String joined(String some, String others) {
        return some + (some.isEmpty() || others.isEmpty() ? "" : ", ") + others;
    }

    private static void row(
            Map<String, String> rows, String metric, String labels, String type, String unit, String meaning) {
        rows.put(metric, "| `" + metric + "` | " + labels + " | " + type + " | " + unit + " | " + meaning + " |\n");
    }
}
