package io.mvm.exporter.metrics;

import java.util.Arrays;
import java.util.List;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;

/**
 * Reads whole beans and counts what they kept back: JMX leaves an attribute that failed out of a bulk read without a word. Used by
 * the render thread alone.
 */
final class BeanReader {
    private final MBeanServer server;
    private int dropped;

    BeanReader(MBeanServer server) {
        this.server = server;
    }

    MBeanServer server() {
        return server;
    }

    /** What a bean says of its attributes; null if it has gone or is broken. */
    BeanSpec spec(ObjectName name) {
        try {
            return BeanSpec.of(server.getMBeanInfo(name));
        } catch (InstanceNotFoundException e) {
            return null; // gone between the query and now, as validators may
        } catch (JMException | RuntimeMBeanException e) {
            dropped++;
            return null;
        }
    }

    /**
     * Attributes of one bean, read at once.
     *
     * @return values in the order of the names, null for unknown and for failed ones; null if the bean has gone
     */
    List<Object> read(ObjectName bean, String[] names) {
        AttributeList got;
        try {
            got = server.getAttributes(bean, names);
        } catch (InstanceNotFoundException e) {
            return null;
        } catch (JMException | RuntimeMBeanException e) {
            dropped += names.length;
            return Arrays.asList(new Object[names.length]);
        }
        Object[] values = new Object[names.length];
        List<Attribute> attributes = got.asList();
        int next = 0;
        for (Attribute attribute : attributes) {
            // Nearly always they come in the order they were asked for.
            if (next >= names.length || !names[next].equals(attribute.getName())) {
                next = Arrays.asList(names).indexOf(attribute.getName());
            }
            if (next >= 0) {
                values[next] = attribute.getValue();
            }
            next++;
        }
        dropped += Math.max(0, names.length - attributes.size());
        return Arrays.asList(values);
    }

    /** How many attributes failed since this was last asked. */
    int takeDropped() {
        int count = dropped;
        dropped = 0;
        return count;
    }

    /** A sample's value; NaN for what is no number. */
    static double number(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        return value instanceof Boolean yes ? (yes ? 1 : 0) : Double.NaN;
    }
}
