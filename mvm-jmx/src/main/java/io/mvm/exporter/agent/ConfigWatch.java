package io.mvm.exporter.agent;

import io.mvm.exporter.metrics.BeanNames;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
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

    /**
     * Waits until the Config bean has come or gone since the last call.
     *
     * @return whether it is there now
     */
    boolean awaitChange() throws InterruptedException {
        while (true) {
            changes.take();
            boolean now = server.isRegistered(BeanNames.CONFIG);
            if (now != present) {
                present = now;
                return now;
            }
        }
    }
}
