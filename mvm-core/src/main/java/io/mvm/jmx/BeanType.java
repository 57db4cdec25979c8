package io.mvm.jmx;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.ReflectionException;
import javax.management.StandardMBean;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;

/**
 * An MXBean interface as JMX sees it, made once and shared by all its beans: thousands of validators hold one MBeanInfo.
 * Immutable.
 *
 * @param <I> the interface
 */
final class BeanType<I> {
    private final MBeanInfo info;
    private final BeanOperations operations;
    private final Map<String, Getter> getters = new HashMap<>();

    /** A getter and, where its value is a map, the table JMX shows in its place. */
    private record Getter(Method method, TabularType table) {}

    private BeanType(MBeanInfo info, BeanOperations operations, Class<I> type) throws NoSuchMethodException {
        this.info = info;
        this.operations = operations;
        for (MBeanAttributeInfo attribute : info.getAttributes()) {
            Method method = type.getMethod("get" + attribute.getName());
            // The interfaces are public, but a test's own need not be.
            method.setAccessible(true);
            Object openType = attribute.getDescriptor().getFieldValue("openType");
            getters.put(attribute.getName(), new Getter(method, openType instanceof TabularType table ? table : null));
        }
    }

    /**
     * Reads the annotations of an interface.
     *
     * @param notifications what its beans send, if anything
     * @throws IllegalArgumentException if a getter is not {@link Described}, another method no {@link DescribedOperation}, or
     *     something is of no type that JMX can show everywhere
     */
    static <I> BeanType<I> of(Class<I> type, MBeanNotificationInfo... notifications) {
        for (Method method : type.getMethods()) {
            if (!method.isAnnotationPresent(Described.class) && !method.isAnnotationPresent(DescribedOperation.class)) {
                throw new IllegalArgumentException(type.getSimpleName() + "." + method.getName()
                        + " is not described, expected @Described or @DescribedOperation");
            }
        }
        DescribedBean bean = type.getAnnotation(DescribedBean.class);
        if (bean == null) {
            throw new IllegalArgumentException(type.getSimpleName() + " is not described, expected @DescribedBean");
        }
        try {
            // The JDK's own introspection maps the types; the instance behind it is never asked for a value.
            Object nobody =
                    Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> null);
            MBeanInfo mapped = new StandardMBean(type.cast(nobody), type, true).getMBeanInfo();
            MBeanAttributeInfo[] attributes = new MBeanAttributeInfo[mapped.getAttributes().length];
            for (int i = 0; i < attributes.length; i++) {
                attributes[i] = described(mapped.getAttributes()[i], type);
            }
            Arrays.sort(attributes, Comparator.comparing(MBeanAttributeInfo::getName));
            BeanOperations operations = BeanOperations.of(type);
            MBeanInfo info = new MBeanInfo(
                    type.getName(),
                    bean.value(),
                    attributes,
                    null,
                    operations.infos(),
                    notifications,
                    mapped.getDescriptor());
            return new BeanType<>(info, operations, type);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type.getName() + " is no MXBean interface of getters", e);
        }
    }

    private static MBeanAttributeInfo described(MBeanAttributeInfo plain, Class<?> type) throws NoSuchMethodException {
        Described described = type.getMethod("get" + plain.getName()).getAnnotation(Described.class);
        return new MBeanAttributeInfo(
                plain.getName(), plain.getType(), described.value(), true, false, false, plain.getDescriptor());
    }

    MBeanInfo info() {
        return info;
    }

    /**
     * One attribute of one bean.
     *
     * @param bean null if nothing is known of what the bean stands for, which makes every attribute null
     * @throws AttributeNotFoundException if the interface has none of that name
     * @throws ReflectionException if its getter failed
     */
    Object read(I bean, String attribute) throws AttributeNotFoundException, ReflectionException {
        Getter getter = getters.get(attribute);
        if (getter == null) {
            throw new AttributeNotFoundException("no attribute '" + attribute + "' in " + info.getClassName());
        }
        if (bean == null) {
            return null;
        }
        try {
            Object value = getter.method.invoke(bean);
            return value != null && getter.table != null ? table((Map<?, ?>) value, getter.table) : value;
        } catch (InvocationTargetException e) {
            Exception cause = e.getCause() instanceof Exception exception ? exception : e;
            throw new ReflectionException(cause, "attribute '" + attribute + "' failed: " + cause);
        } catch (IllegalAccessException | OpenDataException e) {
            throw new ReflectionException(e, "attribute '" + attribute + "' cannot be read: " + e);
        }
    }

    /** Does an operation of one bean; see {@link BeanOperations#invoke}. */
    Object invoke(I bean, String operation, Object[] parameters, String[] signature)
            throws MBeanException, ReflectionException {
        return operations.invoke(bean, operation, parameters, signature);
    }

    /** A map as every MXBean shows one: a table of rows with key and value. */
    private static TabularDataSupport table(Map<?, ?> map, TabularType type) throws OpenDataException {
        TabularDataSupport table = new TabularDataSupport(type);
        String[] columns = {"key", "value"};
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            table.put(new CompositeDataSupport(
                    type.getRowType(), columns, new Object[] {entry.getKey(), entry.getValue()}));
        }
        return table;
    }
}
