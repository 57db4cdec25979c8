package io.mvm.rpc;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * All endpoints of a node, and which of them is active: the first usable one in configured order, but without flapping. A
 * preferred endpoint that was away becomes active again only after some good checks in a row; the active one is left at once
 * when it cannot be reached, and after some checks in a row that find it in major sync while another is not.
 */
final class EndpointPool {
    /** Good health checks in a row after which a preferred endpoint is trusted again. */
    static final int GOOD_BEFORE_RETURN = 3;

    private static final int SYNCING_BEFORE_LEAVING = 3;

    private final List<Endpoint> endpoints;
    private final List<Runnable> switchListeners = new CopyOnWriteArrayList<>();
    private volatile Endpoint active;

    EndpointPool(List<Endpoint> endpoints) {
        this.endpoints = List.copyOf(endpoints);
        this.active = endpoints.get(0);
    }

    List<Endpoint> endpoints() {
        return endpoints;
    }

    Endpoint active() {
        return active;
    }

    /** Runs {@code listener} after each change of the active endpoint, on the thread that brought it about. */
    void onSwitch(Runnable listener) {
        switchListeners.add(listener);
    }

    void removeOnSwitch(Runnable listener) {
        switchListeners.remove(listener);
    }

    /** The endpoint to ask next, the active one first; null if none is left that makes sense. */
    Endpoint next(Set<Endpoint> tried) {
        Endpoint preferred = active;
        if (!tried.contains(preferred) && !preferred.state().otherChain()) {
            return preferred;
        }
        boolean someUp = false;
        for (Endpoint endpoint : endpoints) {
            if (!endpoint.state().down() && !endpoint.state().otherChain()) {
                if (!tried.contains(endpoint)) {
                    return endpoint;
                }
                someUp = true;
            }
        }
        if (someUp) {
            return null;
        }
        // The checks may be behind the times: better one vain try at an endpoint that is down than none.
        for (Endpoint endpoint : endpoints) {
            if (!tried.contains(endpoint) && !endpoint.state().otherChain()) {
                return endpoint;
            }
        }
        return null;
    }

    /** A call or check found an endpoint out of reach. */
    void fell(Endpoint endpoint, String reason) {
        if (!endpoint.state().otherChain()) {
            endpoint.forget();
            if (endpoint.state().fell(reason)) {
                RpcLog.endpointDown(endpoint.url(), reason);
            }
        }
        reselect();
    }

    /** Chooses the active endpoint anew. */
    void reselect() {
        Endpoint from;
        Endpoint to;
        String why;
        synchronized (this) {
            from = active;
            EndpointState state = from.state();
            boolean unusable = state.down() || state.otherChain();
            if (unusable) {
                to = firstUp();
                why = state.otherChain() ? "it is of another chain" : "it is down";
            } else {
                to = preferredBefore(from);
                why = "the preferred endpoint is well again";
                if (to == null && state.syncingInARow() >= SYNCING_BEFORE_LEAVING) {
                    to = firstInSync();
                    why = "it is still syncing";
                }
            }
            if (to == null || to == from) {
                return;
            }
            active = to;
        }
        RpcLog.activeChanged(from.url(), to.url(), why);
        switchListeners.forEach(Runnable::run);
    }

    private Endpoint firstUp() {
        Endpoint inSync = firstInSync();
        if (inSync != null) {
            return inSync;
        }
        for (Endpoint endpoint : endpoints) {
            if (endpoint.state().up()) {
                return endpoint;
            }
        }
        return null;
    }

    private Endpoint firstInSync() {
        for (Endpoint endpoint : endpoints) {
            if (endpoint.state().up() && endpoint.state().goodInARow() > 0) {
                return endpoint;
            }
        }
        return null;
    }

    private Endpoint preferredBefore(Endpoint current) {
        for (Endpoint endpoint : endpoints) {
            if (endpoint == current) {
                return null;
            }
            if (endpoint.state().up() && endpoint.state().goodInARow() >= GOOD_BEFORE_RETURN) {
                return endpoint;
            }
        }
        return null;
    }
}
