package io.mvm.jmx;

import java.util.function.Supplier;
import javax.management.ListenerNotFoundException;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.NotificationEmitter;
import javax.management.NotificationFilter;
import javax.management.NotificationListener;

/** A bean that also sends notifications, on the thread that has something to tell: listeners must be quick. */
final class NotifyingBean<I> extends SnapshotBean<I> implements NotificationEmitter {
    private final NotificationBroadcasterSupport listeners;

    NotifyingBean(BeanType<I> type, Supplier<? extends I> values) {
        super(type, values);
        listeners = new NotificationBroadcasterSupport(type.info().getNotifications());
    }

    void send(Notification notification) {
        listeners.sendNotification(notification);
    }

    @Override
    public void addNotificationListener(NotificationListener listener, NotificationFilter filter, Object handback) {
        listeners.addNotificationListener(listener, filter, handback);
    }

    @Override
    public void removeNotificationListener(NotificationListener listener) throws ListenerNotFoundException {
        listeners.removeNotificationListener(listener);
    }

    @Override
    public void removeNotificationListener(NotificationListener listener, NotificationFilter filter, Object handback)
            throws ListenerNotFoundException {
        listeners.removeNotificationListener(listener, filter, handback);
    }

    @Override
    public MBeanNotificationInfo[] getNotificationInfo() {
        return listeners.getNotificationInfo();
    }
}
