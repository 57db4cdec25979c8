package io.mvm.jmx;

import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.ReflectionException;

/**
 * One registered MBean: two references, whatever its number of attributes. All attributes of one call come from one snapshot.
 * Safe for any number of threads.
 *
 * @param <I> its MXBean interface
 */
class SnapshotBean<I> implements DynamicMBean {
    private final BeanType<I> type;
    private final Supplier<? extends I> values;

    /**
     * Over whatever values say at the time of each call.
     *
     * @param values the bean as of now; null while nothing is known
     */
    SnapshotBean(BeanType<I> type, Supplier<? extends I> values) {
        this.type = type;
        this.values = values;
    }

    @Override
    public Object getAttribute(String attribute) throws AttributeNotFoundException, ReflectionException {
        return type.read(values.get(), attribute);
    }

    @Override
    public AttributeList getAttributes(String[] attributes) {
        I bean = values.get();
        AttributeList list = new AttributeList(attributes.length);
        for (String attribute : attributes) {
            try {
                list.add(new Attribute(attribute, type.read(bean, attribute)));
            } catch (AttributeNotFoundException | ReflectionException e) {
                // JMX tells a failed attribute of a bulk read by leaving it out; asked for alone, it tells why.
            }
        }
        return list;
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException("attribute '" + attribute.getName() + "' cannot be written");
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }

    @Override
    public Object invoke(String operation, Object[] parameters, String[] signature)
            throws MBeanException, ReflectionException {
        return type.invoke(values.get(), operation, parameters, signature);
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        return type.info();
    }
}
