package io.mvm.exporter.metrics;

import java.util.List;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** Names of the monitor's beans, as one finds them by JMX; held equal to the core's by a test. */
public final class BeanNames {
    /** The process; sends a notification of type {@link #SNAPSHOT} after each new snapshot. */
    public static final ObjectName DAEMON = name("mvm:type=Daemon");

    /** Where to serve and how much. */
    public static final ObjectName CONFIG = name("mvm:type=Config");

    /** Progress of every chain. */
    public static final ObjectName SYNCS = name("mvm:type=Sync,*");

    /** Node of every chain. */
    public static final ObjectName NODES = name("mvm:type=Node,*");

    /** All validators. */
    public static final ObjectName VALIDATORS = name("mvm:type=Validator,*");

    /** Notification that values have changed. */
    public static final String SNAPSHOT = "mvm.snapshot";

    /** Everything but the validators: a handful of beans for each chain. */
    static final List<ObjectName> FEW = List.of(
            DAEMON,
            CONFIG,
            NODES,
            name("mvm:type=Endpoint,*"),
            SYNCS,
            name("mvm:type=Epoch,*"),
            name("mvm:type=Committee,*"),
            name("mvm:type=Network,*"),
            name("mvm:type=Finality,*"),
            name("mvm:type=Keys,*"),
            name("mvm:type=Host,*"),
            name("mvm:type=Store,*"));

    private BeanNames() {}

    /**
     * A key's value without the quotes a name may need.
     *
     * @return null if the name has no such key
     */
    public static String property(ObjectName name, String key) {
        String value = name.getKeyProperty(key);
        return value == null ? null : unquoted(value);
    }

    /** Text without the quotes and escapes of {@link ObjectName#quote}, or as it is if it has none. */
    static String unquoted(String value) {
        if (value.length() < 2 || value.charAt(0) != '"' || value.charAt(value.length() - 1) != '"') {
            return value;
        }
        try {
            return ObjectName.unquote(value);
        } catch (IllegalArgumentException e) {
            return value; // quotes that mean nothing to JMX
        }
    }

    private static ObjectName name(String text) {
        try {
            return new ObjectName(text);
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException("not an object name: " + text, e);
        }
    }
}
