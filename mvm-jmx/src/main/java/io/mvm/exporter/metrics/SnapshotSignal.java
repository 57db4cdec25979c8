package io.mvm.exporter.metrics;

import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerDelegate;
import javax.management.MBeanServerNotification;
import javax.management.NotificationListener;
import javax.management.relation.MBeanServerNotificationFilter;

/**
 * Calls a hook whenever the Daemon bean tells of a snapshot, however often that bean comes and goes. The hook runs on the monitor's
 * own thread and must return at once.
 */
public final class SnapshotSignal implements AutoCloseable {
    private final MBeanServer server;
    private final NotificationListener onSnapshot;
    private final NotificationListener onRegistered = (notification, handback) -> {
        if (notification.getType().equals(MBeanServerNotification.REGISTRATION_NOTIFICATION)) {
            listen();
        }
    };

    /** Listens from now on; a Daemon bean need not be there yet. */
    public SnapshotSignal(MBeanServer server, Runnable hook) {
        this.server = server;
        this.onSnapshot = (notification, handback) -> {
            if (notification.getType().equals(BeanNames.SNAPSHOT)) {
                hook.run();
            }
        };
        MBeanServerNotificationFilter daemonOnly = new MBeanServerNotificationFilter();
        daemonOnly.enableObjectName(BeanNames.DAEMON);
        try {
            server.addNotificationListener(MBeanServerDelegate.DELEGATE_NAME, onRegistered, daemonOnly, null);
        } catch (InstanceNotFoundException e) {
            throw new IllegalStateException("an MBean server without its delegate", e);
        }
        listen();
    }

    private synchronized void listen() {
        stopListening(); // never twice to the same bean
        try {
            server.addNotificationListener(BeanNames.DAEMON, onSnapshot, null, null);
        } catch (InstanceNotFoundException | RuntimeException e) {
            // Not there, or of a kind that tells nothing: pages are rendered by time alone until it is.
            return;
        }
    }

    private void stopListening() {
        try {
            server.removeNotificationListener(BeanNames.DAEMON, onSnapshot);
        } catch (JMException | RuntimeException e) {
            return; // was not listening
        }
    }

    @Override
    public synchronized void close() {
        try {
            server.removeNotificationListener(MBeanServerDelegate.DELEGATE_NAME, onRegistered);
        } catch (JMException e) {
            return; // was closed before
        } finally {
            stopListening();
        }
    }
}
