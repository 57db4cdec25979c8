package io.mvm.jmx;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beans this process has registered, and no others: a name somebody else holds is neither taken nor given up. What goes wrong
 * with one bean is logged once and does not touch the rest. Not safe for several threads.
 */
final class Registry {
    private static final Logger LOG = LoggerFactory.getLogger(Registry.class);

    private final MBeanServer server;
    private final Set<ObjectName> registered = new LinkedHashSet<>();
    /** Told once already; tried again with each snapshot, for the name may become free. */
    private final Set<ObjectName> failed = new HashSet<>();

    Registry(MBeanServer server) {
        this.server = server;
    }

    /** Registers a bean, unless it is registered or its name is taken. */
    void add(ObjectName name, SnapshotBean<?> bean) {
        if (registered.contains(name)) {
            return;
        }
        try {
            server.registerMBean(bean, name);
            registered.add(name);
            failed.remove(name);
        } catch (JMException | RuntimeException e) {
            if (failed.add(name)) {
                LOG.warn("MBean {} cannot be registered, goes on without it: {}", name, e.toString());
            }
        }
    }

    boolean has(ObjectName name) {
        return registered.contains(name);
    }

    /** Unregisters a bean of ours; no harm if somebody has done so before. */
    void remove(ObjectName name) {
        failed.remove(name);
        if (!registered.remove(name)) {
            return;
        }
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            LOG.debug("MBean {} was gone already", name);
        } catch (JMException | RuntimeException e) {
            LOG.warn("MBean {} cannot be unregistered, goes on: {}", name, e.toString());
        }
    }

    /** Unregisters all. */
    void clear() {
        for (ObjectName name : Set.copyOf(registered)) {
            remove(name);
        }
    }

    int size() {
        return registered.size();
    }
}
