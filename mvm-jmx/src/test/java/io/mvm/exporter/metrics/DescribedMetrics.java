package io.mvm.exporter.metrics;

import io.mvm.exporter.fixture.Network;
import io.mvm.exporter.fixture.PublishedNetwork;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.ObjectName;

/** What the real beans' descriptors say, for all that is made from them: rules, documentation, checks. */
final class DescribedMetrics {
    /** One sort of bean, by an example of its name. */
    record Bean(ObjectName name, MBeanInfo info) {
        String type() {
            return name.getKeyProperty("type");
        }

        /** The name with its variable parts blanked out, such as {@code mvm:type=Epoch,chain=*,layer=sidechain}. */
        String pattern() {
            StringBuilder text = new StringBuilder("mvm:type=" + type());
            for (String key : List.of("chain", "url", "validator")) {
                text.append(name.getKeyProperty(key) == null ? "" : "," + key + "=*");
            }
            return text + (layer() == null ? "" : ",layer=" + layer());
        }

        String layer() {
            return name.getKeyProperty("layer");
        }

        String field(String name) {
            return String.valueOf(info.getDescriptor().getFieldValue(name));
        }
    }

    private DescribedMetrics() {}

    /** One bean of every sort, sorted by pattern. */
    static List<Bean> beans() throws JMException {
        Map<String, Bean> beans = new TreeMap<>();
        try (PublishedNetwork network = new PublishedNetwork(Network.golden())) {
            for (ObjectName name : network.server().queryNames(new ObjectName("mvm:*"), null)) {
                Bean bean = new Bean(name, network.server().getMBeanInfo(name));
                beans.put(bean.pattern(), bean);
            }
        }
        return List.copyOf(beans.values());
    }

    /** Attributes that a metric exports, sorted by metric. */
    static List<MBeanAttributeInfo> exported(Bean bean) {
        List<MBeanAttributeInfo> attributes = new ArrayList<>();
        for (MBeanAttributeInfo attribute : bean.info().getAttributes()) {
            if (!field(attribute, "metric").isEmpty()) {
                attributes.add(attribute);
            }
        }
        attributes.sort(Comparator.comparing(a -> field(a, "metric")));
        return attributes;
    }

    static String field(MBeanAttributeInfo attribute, String name) {
        return String.valueOf(attribute.getDescriptor().getFieldValue(name));
    }
}
