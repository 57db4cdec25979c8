package io.mvm.jmx;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.management.DescriptorKey;

/**
 * What an MBean attribute means. Every getter of an {@code *MXBean} here carries it. The sentence becomes the attribute's
 * description; the rest becomes fields of its descriptor, so that a reader without these classes (JConsole, the exporter in
 * another class loader) has all of it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Described {
    /** One sentence with its full stop; also the metric's help text. */
    String value();

    /** How values behave over time. */
    @DescriptorKey("metricType")
    Kind kind() default Kind.GAUGE;

    /** Unit, such as {@code blocks} or {@code seconds}; empty for none. */
    @DescriptorKey("units")
    String unit() default "";

    /** Metric family that exports the attribute; empty if none does. */
    @DescriptorKey("metric")
    String metric() default "";

    /** Label of the bean's info metric whose value this attribute is; empty if it is none. */
    @DescriptorKey("infoLabel")
    String infoLabel() default "";

    /** For a map: label of the metric that takes the map's keys; empty for everything else. */
    @DescriptorKey("keyLabel")
    String keyLabel() default "";

    /** Exported for our own validators only, unless all are asked for. */
    @DescriptorKey("oursOnly")
    boolean oursOnly() default false;
}
