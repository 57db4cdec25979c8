package io.mvm.daemon.control;

import java.time.Duration;

/**
 * What one client, and all of them, may use of the daemon.
 *
 * @param clients how many at once; above that whoever has been silent for {@code patience} makes room, or the new one is refused
 * @param patience see above
 * @param lineBytes longest request
 * @param idle time from one reply, or the beginning, to the end of the next request
 * @param writing time to take a reply
 */
record ControlLimits(int clients, Duration patience, int lineBytes, Duration idle, Duration writing) {
    /** An operator, some scripts and a monitoring agent need a handful; a request has some hundred bytes. */
    static final ControlLimits USUAL =
            new ControlLimits(64, Duration.ofSeconds(2), 64 << 10, Duration.ofSeconds(60), Duration.ofSeconds(10));
}
