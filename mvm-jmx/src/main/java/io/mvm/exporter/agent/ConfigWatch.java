package io.mvm.exporter.agent;

import io.mvm.exporter.metrics.BeanNames;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServer;
import javax.management.MBeanServerDelegate;
import javax.management.NotificationListener;
import javax.management.relation.MBeanServerNotificationFilter;

/** Waits for the Config bean to come and go. A host that never registers one costs a sleeping thread. */
final class ConfigWatch {
    private final MBeanServer server;
    private final BlockingQueue<Boolean> changes = new LinkedBlockingQueue<>();
    private boolean present;

    ConfigWatch(MBeanServer server) {
        this.server = server;
        MBeanServerNotificationFilter configOnly = new MBeanServerNotificationFilter();
        configOnly.enableObjectName(BeanNames.CONFIG);
        NotificationListener listener = (notification, handback) -> changes.add(true);
        try {
            server.addNotificationListener(MBeanServerDelegate.DELEGATE_NAME, listener, configOnly, null);
        } catch (InstanceNotFoundException e) {
            throw new IllegalStateException("an MBean server without its delegate", e);
        }
        changes.add(true); // it may be there already
    }

    /** Waits until the Config bean has come or gone since the last call. */
    void awaitChange() throws InterruptedException {
        do {
            changes.take();
        } while (!hasChanged());
    }

    /**
     * Waits until the Config bean has come or gone since the last call, or the time is over.
     *
     * @return whether it has come or gone
     */
    boolean awaitChange(Duration atMost) throws InterruptedException {
        // What comes and goes besides is rare: it may cut the wait short, and does no harm.
        return changes.poll(atMost.toMillis(), TimeUnit.MILLISECONDS) != null && hasChanged();
    }

    /** Whether it was there at the end of the last wait. */
    boolean present() {
        return present;
    }

    private boolean hasChanged() {
        boolean now = server.isRegistered(BeanNames.CONFIG);
        boolean changed = now != present;
        present = now;
        return changed;
    }
}
