package io.mvm.rpc;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * All endpoints of a node, and which of them is active: the first usable one in configured order, but without flapping. A
 * preferred endpoint that was away becomes active again only after some good checks in a row; the active one is left at once
 * when it cannot be reached, and after some checks in a row that find it in major sync while another is not, or far behind
 * another: a node can answer everything and yet have stopped to hear of new blocks.
 */
final class EndpointPool {
    /** Good health checks in a row after which a preferred endpoint is trusted again. */
    static final int GOOD_BEFORE_RETURN = 3;

    private static final int SYNCING_BEFORE_LEAVING = 3;

    /** Rounds of checks in a row that find the active endpoint far behind another before it is left. */
    private static final int BEHIND_BEFORE_LEAVING = 2;
    /** Blocks; heads that are told seconds apart differ by one or two. */
    private static final long FAR_BEHIND = 3;

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
                if (to == null && state.behindInARow() >= BEHIND_BEFORE_LEAVING) {
                    to = firstInSync();
                    why = "it is far behind";
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

    /** After a round of checks: notes who is far behind whom, and leaves the active endpoint if it is that for long. */
    void compareHeights() {
        long highest = -1;
        for (Endpoint endpoint : endpoints) {
            EndpointState state = endpoint.state();
            // One that is on another fork is no measure for the others.
            if (state.up() && state.height() != null && !disagrees(endpoint)) {
                highest = Math.max(highest, state.height());
            }
        }
        for (Endpoint endpoint : endpoints) {
            EndpointState state = endpoint.state();
            if (state.up() && state.height() != null) {
                state.compared(highest - state.height() > FAR_BEHIND);
            }
        }
        reselect();
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
            if (endpoint.state().up() && endpoint.state().goodInARow() > 0 && !disagrees(endpoint)) {
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
            if (endpoint.state().up() && endpoint.state().goodInARow() >= GOOD_BEFORE_RETURN && !disagrees(endpoint)) {
                return endpoint;
            }
        }
        return null;
    }

    /** Its chain is not the active endpoint's. Who is right cannot be told, so nothing is gained by going there. */
    private static boolean disagrees(Endpoint endpoint) {
        return Boolean.FALSE.equals(endpoint.state().agrees());
    }
}
