package io.mvm.daemon.lifecycle;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where the process is in its life. */
public enum DaemonState {
    /** Made, nothing begun. */
    INIT,
    /** Parts are opened; the node has not answered yet, which may take as long as it likes. */
    STARTING,
    /** Following the chain. */
    RUNNING,
    /** A new configuration is being taken over; following goes on meanwhile. */
    RELOADING,
    /** Following, but something is wrong or was paused; the reason says what. */
    DEGRADED,
    /** The node was there and no endpoint answers now. */
    RECONNECTING,
    /** Asked to stop; what is in progress is finished. */
    STOPPING,
    /** Everything is closed. */
    STOPPED;

    /** States that may follow this one. */
    public Set<DaemonState> next() {
        return switch (this) {
            case INIT -> EnumSet.of(STARTING, STOPPING);
            case STARTING -> EnumSet.of(RUNNING, DEGRADED, RECONNECTING, RELOADING, STOPPING);
            case RUNNING, DEGRADED, RECONNECTING -> {
                Set<DaemonState> next = EnumSet.of(RUNNING, DEGRADED, RECONNECTING, RELOADING, STOPPING);
                next.remove(this);
                yield next;
            }
            case RELOADING -> EnumSet.of(STARTING, RUNNING, DEGRADED, RECONNECTING, STOPPING);
            case STOPPING -> EnumSet.of(STOPPED);
            case STOPPED -> EnumSet.noneOf(DaemonState.class);
        };
    }

    /** As it is shown: lower case. */
    public String shown() {
        return name().toLowerCase(Locale.ROOT);
    }
}
