package io.mvm.rpc;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * How to reach the node.
 *
 * @param urls {@code http://} or {@code ws://} (or their TLS forms) endpoints, the preferred one first
 * @param timeout for one request, batch or not
 * @param maxRetries further tries after the first for what may be retried
 * @param retryInitialDelay wait before the first retry, doubled each time, with jitter
 * @param retryMaxDelay upper bound of that wait
 * @param websocket whether heads come by subscription
 * @param batchSize calls in one batch at the most
 * @param concurrency requests in flight at the most
 * @param pollInterval how often heads are asked for where there is no subscription
 * @param healthInterval how often every endpoint is checked
 * @param maxResponseBytes larger answers are an error; a node's own limit is 15 MB
 * @param slowCall a request that takes longer is named in the log
 * @param pages what is read besides, in Prometheus' text format
 */
public record RpcSettings(
        List<URI> urls,
        Duration timeout,
        int maxRetries,
        Duration retryInitialDelay,
        Duration retryMaxDelay,
        WebSocketUse websocket,
        int batchSize,
        int concurrency,
        Duration pollInterval,
        Duration healthInterval,
        long maxResponseBytes,
        Duration slowCall,
        PageSettings pages) {
    /** A node answers at most 15 MB; one byte more than twice that is no honest answer. */
    public static final long DEFAULT_MAX_RESPONSE_BYTES = 32L << 20;

    /** Most of a slot: an answer that takes longer may be of use no more. */
    public static final Duration DEFAULT_SLOW_CALL = Duration.ofSeconds(5);

    /** Whether heads come by subscription. */
    public enum WebSocketUse {
        /** Try, and poll where it is refused. */
        AUTO,
        /** Never; always poll. */
        OFF
    }

    public RpcSettings {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException(
                    "no RPC URL is configured, expected at least one such as http://localhost:9944");
        }
    }

    /** Without pages, with the usual patience. */
    public RpcSettings(
            List<URI> urls,
            Duration timeout,
            int maxRetries,
            Duration retryInitialDelay,
            Duration retryMaxDelay,
            WebSocketUse websocket,
            int batchSize,
            int concurrency,
            Duration pollInterval,
            Duration healthInterval,
            long maxResponseBytes) {
        this(
                urls,
                timeout,
                maxRetries,
                retryInitialDelay,
                retryMaxDelay,
                websocket,
                batchSize,
                concurrency,
                pollInterval,
                healthInterval,
                maxResponseBytes,
                DEFAULT_SLOW_CALL,
                PageSettings.NONE);
    }

    /** The same, with pages to be read besides. */
    public RpcSettings with(PageSettings read) {
        return new RpcSettings(
                urls,
                timeout,
                maxRetries,
                retryInitialDelay,
                retryMaxDelay,
                websocket,
                batchSize,
                concurrency,
                pollInterval,
                healthInterval,
                maxResponseBytes,
                slowCall,
                read);
    }

    /** How long one call may take with all its retries, at the most. */
    public Duration longestCall() {
        return timeout.multipliedBy(1L + maxRetries).plus(retryMaxDelay.multipliedBy(maxRetries));
    }

    /** The endpoints as messages, MBeans and metrics name them: without what gives access to them. */
    public List<String> shownUrls() {
        return EndpointUrl.all(urls).stream().map(EndpointUrl::toString).toList();
    }

    /** These, with what may change while running taken from others. */
    RpcSettings taking(RpcSettings next) {
        return new RpcSettings(
                urls,
                next.timeout,
                next.maxRetries,
                next.retryInitialDelay,
                next.retryMaxDelay,
                websocket,
                next.batchSize,
                next.concurrency,
                next.pollInterval,
                healthInterval,
                maxResponseBytes,
                next.slowCall,
                pages);
    }

    /** Defaults for one or more URLs. */
    public static RpcSettings of(URI... urls) {
        return new RpcSettings(
                List.of(urls),
                Duration.ofSeconds(30),
                3,
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                WebSocketUse.AUTO,
                200,
                4,
                Duration.ofSeconds(6),
                Duration.ofSeconds(5),
                DEFAULT_MAX_RESPONSE_BYTES);
    }
}
