package io.mvm.exporter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.exporter.fixture.Golden;
import io.mvm.exporter.fixture.Network;
import io.mvm.exporter.fixture.PublishedNetwork;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.management.MBeanAttributeInfo;
import org.junit.jupiter.api.Test;

class RulesFileTest {
    private static final Path FILE = Path.of("src/main/resources/io/mvm/exporter/metrics/rules.yml");

    @Test
    void shippedRulesSayWhatTheDescriptorsSay() throws Exception {
        StringBuilder yaml = new StringBuilder("""
                # Rules of the JMX exporter for every bean but the validators, made from the beans' descriptors: do not edit, but renew by
                # mvn -pl mvm-jmx -am test -Dtest=RulesFileTest -Dsurefire.failIfNoSpecifiedTests=false -Dgolden.update=true
                includeObjectNames:
                """);
        StringBuilder rules = new StringBuilder("rules:\n");
        for (DescribedMetrics.Bean bean : DescribedMetrics.beans()) {
            if (bean.type().equals("Validator")
                    || DescribedMetrics.exported(bean).isEmpty()) {
                continue;
            }
            yaml.append("  - '").append(bean.pattern()).append("'\n");
            for (MBeanAttributeInfo attribute : DescribedMetrics.exported(bean)) {
                rules.append(rule(bean, attribute));
            }
        }
        Golden.check(FILE, yaml.append(rules).toString());
    }

    private static String rule(DescribedMetrics.Bean bean, MBeanAttributeInfo attribute) {
        StringBuilder pattern = new StringBuilder("mvm<type=" + bean.type());
        StringBuilder labels = new StringBuilder();
        int groups = 0;
        // Beans of the process belong to no chain.
        for (String property : List.of("chain", "url", "validator")) {
            if (bean.name().getKeyProperty(property) != null) {
                pattern.append(", ").append(property).append("=(.+)");
                labels.append(label(property.equals("url") ? "endpoint" : property, ++groups));
            }
        }
        if (bean.layer() != null) {
            pattern.append(", layer=").append(bean.layer());
        }
        String keyLabel = DescribedMetrics.field(attribute, "keyLabel");
        if (!keyLabel.isEmpty()) {
            pattern.append(", key=(.+)");
            labels.append(label(keyLabel, ++groups));
        }
        pattern.append("><>").append(attribute.getName()).append(':');
        return "  - pattern: '" + pattern + "'\n    name: " + DescribedMetrics.field(attribute, "metric")
                + "\n    type: "
                + DescribedMetrics.field(attribute, "metricType").toUpperCase(Locale.ROOT) + "\n    help: '"
                + attribute.getDescription().replace("'", "''") + "'\n" + (groups == 0 ? "" : "    labels:\n") + labels
                + "    cache: true\n";
    }

    private static String label(String name, int group) {
        return "      " + name + ": '$" + group + "'\n";
    }

    @Test
    void everyAttributeWithAMetricIsOnThePageUnderItsNameTypeAndHelp() throws Exception {
        Map<String, MetricFamilySamples> page = new TreeMap<>();
        try (PublishedNetwork network = new PublishedNetwork(Network.golden())) {
            for (MetricFamilySamples family :
                    new MetricsReader(network.server(), null).read().families()) {
                page.put(family.name, family);
            }
        }
        for (DescribedMetrics.Bean bean : DescribedMetrics.beans()) {
            for (MBeanAttributeInfo attribute : DescribedMetrics.exported(bean)) {
                String metric = DescribedMetrics.field(attribute, "metric");
                String type = DescribedMetrics.field(attribute, "metricType");
                MetricFamilySamples family =
                        page.get(type.equals("COUNTER") ? metric.replaceAll("_total$", "") : metric);
                assertThat(family).as("%s of %s", metric, bean.name()).isNotNull();
                assertThat(family.type.name()).as(metric).isEqualTo(type);
                assertThat(family.help).as(metric).isEqualTo(attribute.getDescription());
                assertThat(family.samples.get(0).name).isEqualTo(metric);
            }
            if (!bean.field("infoMetric").isEmpty()) {
                assertThat(page.get(bean.field("infoMetric")))
                        .as(bean.field("infoMetric"))
                        .isNotNull();
            }
        }
    }
}
