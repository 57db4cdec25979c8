package io.mvm.jmx;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a parameter of a {@link DescribedOperation} is. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface DescribedParameter {
    /** Its name, as JConsole shows it before the field to fill in. */
    String name();

    /** One sentence with its full stop: form and unit. */
    String value();
}
