package io.mvm.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Section {@code rpc}: how to reach the node.
 *
 * @param urls HTTP or WebSocket endpoints, the preferred one first; never empty
 * @param metricsUrl the node's own Prometheus page; empty when unset
 * @param nodeExporterUrl the host's node_exporter; empty when unset
 * @param timeout of one request
 * @param maxRetries further tries after the first
 * @param retryInitialDelay wait before the first retry
 * @param retryMaxDelay upper bound of that wait
 * @param websocket whether heads come by subscription
 */
public record RpcConfig(
        List<URI> urls,
        Optional<URI> metricsUrl,
        Optional<URI> nodeExporterUrl,
        Duration timeout,
        int maxRetries,
        Duration retryInitialDelay,
        Duration retryMaxDelay,
        WebSocket websocket) {
    private static final UrlForm ENDPOINT = new UrlForm(Set.of("http", "https", "ws", "wss"));

    /** Whether heads come by subscription. */
    public enum WebSocket {
        /** Try, and poll where it is refused. */
        AUTO,
        /** Never; always poll. */
        OFF
    }

    static RpcConfig read(Section in) {
        RpcConfig rpc = new RpcConfig(
                in.urls("urls", ENDPOINT),
                in.optionalUrl("metrics-url", UrlForm.HTTP),
                in.optionalUrl("node-exporter-url", UrlForm.HTTP),
                in.duration("timeout", Duration.ofMillis(100), Duration.ofMinutes(10)),
                (int) in.wholeNumber("max-retries", 0, 100),
                in.duration("retry-initial-delay", Duration.ofMillis(1), Duration.ofMinutes(10)),
                in.duration("retry-max-delay", Duration.ofMillis(1), Duration.ofHours(1)),
                in.choice("websocket", WebSocket.class));
        if (in.sound("retry-max-delay", "retry-initial-delay")
                && rpc.retryMaxDelay.compareTo(rpc.retryInitialDelay) < 0) {
            in.problem(
                    "retry-max-delay",
                    "is " + in.written("retry-max-delay") + ", expected at least rpc.retry-initial-delay, which is "
                            + in.written("retry-initial-delay"));
        }
        return rpc;
    }

    /** With passwords in URLs masked. */
    @Override
    public String toString() {
        return "RpcConfig[urls=" + urls.stream().map(Secrets::mask).toList() + ", metricsUrl="
                + metricsUrl.map(Secrets::mask) + ", nodeExporterUrl=" + nodeExporterUrl.map(Secrets::mask)
                + ", timeout=" + timeout + ", maxRetries=" + maxRetries + ", retryInitialDelay=" + retryInitialDelay
                + ", retryMaxDelay=" + retryMaxDelay + ", websocket=" + websocket + "]";
    }
}
