package io.mvm.jmx;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.management.DescriptorKey;

/** What an MBean is, as {@link Described} is for an attribute. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface DescribedBean {
    /** One sentence with its full stop: the MBean's description. */
    String value();

    /** Metric of constant value 1 whose labels are attributes of the bean; empty if there is none. */
    @DescriptorKey("infoMetric")
    String infoMetric() default "";

    /** Help text of that metric. */
    @DescriptorKey("infoHelp")
    String infoHelp() default "";
}
