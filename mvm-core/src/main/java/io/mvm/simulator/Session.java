package io.mvm.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

/** One connection: its subscriptions and its share of calls. Used by the node's event loop alone. */
final class Session {
    private static final long MINUTE_NANOS = 60_000_000_000L;

    /** What may be subscribed to. */
    enum Topic {
        NEW_HEADS("chain_newHead"),
        FINALIZED_HEADS("chain_finalizedHead"),
        ALL_HEADS("chain_allHead");

        private final String notification;

        Topic(String notification) {
            this.notification = notification;
        }

        String notification() {
            return notification;
        }
    }

    private final boolean canSubscribe;
    private final Map<String, Topic> subscriptions = new LinkedHashMap<>();
    private final Map<String, Topic> fresh = new LinkedHashMap<>();
    private long minuteStart;
    private int callsThisMinute;

    Session(boolean canSubscribe) {
        this.canSubscribe = canSubscribe;
    }

    boolean canSubscribe() {
        return canSubscribe;
    }

    /** By id, in the order in which they were made. */
    Map<String, Topic> subscriptions() {
        return subscriptions;
    }

    void subscribe(String id, Topic topic) {
        subscriptions.put(id, topic);
        fresh.put(id, topic);
    }

    boolean unsubscribe(String id) {
        fresh.remove(id);
        return subscriptions.remove(id) != null;
    }

    /** Subscriptions whose first event, the current head, was not sent yet; each is answered once. */
    Map<String, Topic> takeFresh() {
        Map<String, Topic> taken = new LinkedHashMap<>(fresh);
        fresh.clear();
        return taken;
    }

    /** Whether one more call is within the limit. */
    boolean mayCall(int callsPerMinute, long nowNanos) {
        if (callsThisMinute == 0 || nowNanos - minuteStart >= MINUTE_NANOS) {
            minuteStart = nowNanos;
            callsThisMinute = 0;
        }
        callsThisMinute++;
        return callsPerMinute == 0 || callsThisMinute <= callsPerMinute;
    }
}
