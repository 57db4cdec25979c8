package io.mvm.jmx;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What an MBean operation does. Every method of an {@code *MXBean} here that is no getter carries it, and each of its parameters a
 * {@link DescribedParameter}. An operation changes something, answers a sentence for people, and fails with one.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface DescribedOperation {
    /** One or more sentences with their full stops: the operation's description. */
    String value();
}
