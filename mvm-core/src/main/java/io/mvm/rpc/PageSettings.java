package io.mvm.rpc;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Pages in Prometheus' text format that are read beside the calls.
 *
 * @param node the node's own; empty if it is not to be read
 * @param nodeConfirmed whether somebody said that it is there; a page that is only tried for and never answered is no failure
 * @param host node_exporter of the node's machine; empty if it is not to be read
 * @param timeout from asking to the last byte
 */
public record PageSettings(Optional<URI> node, boolean nodeConfirmed, Optional<URI> host, Duration timeout) {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    /** No pages. */
    public static final PageSettings NONE = of(Optional.empty(), false, Optional.empty());

    /** With the usual timeout. */
    public static PageSettings of(Optional<URI> node, boolean nodeConfirmed, Optional<URI> host) {
        return new PageSettings(node, nodeConfirmed, host, TIMEOUT);
    }
}
