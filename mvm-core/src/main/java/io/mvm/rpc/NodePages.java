package io.mvm.rpc;

import io.mvm.rpc.RpcException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads the node's Prometheus page and its machine's. Each read blocks until the page is there or the time is up, so not on
 * the loop's thread. Failures are values, said once each time they begin. Safe for one thread at a time.
 */
public final class NodePages {
    /** A node's page has some 200 kB, node_exporter's 100 kB. */
    static final long MAX_BYTES = 8L << 20;

    /**
     * One look at a page.
     *
     * @param up whether it answered with what it should; null if there is none, or none was promised and none ever came
     * @param page what it told; null if it is not up
     */
    public record Look<T>(Boolean up, T page) {}

    private final PageSettings settings;
    private final HttpClient client;
    private final Source<NodePage> node;
    private final Source<HostPage> host;

    /**
     * Asks nothing yet.
     *
     * @throws IllegalArgumentException if a URL is no http or https URL with a host
     */
    public NodePages(PageSettings settings) {
        this.settings = settings;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.node = new Source<>(
                settings.node(), settings.nodeConfirmed(), "a Substrate node", NodePage::wants, NodePage::of);
        this.host = new Source<>(settings.host(), true, "node_exporter", HostPage::wants, HostPage::of);
    }

    /** Reads the node's own page. */
    public Look<NodePage> node() {
        return node.look();
    }

    /** Reads the page of its machine's node_exporter. */
    public Look<HostPage> host() {
        return host.look();
    }

    private PageSamples read(EndpointUrl url, String whose, Predicate<String> wanted) {
        String what = "the page of " + whose + " at " + url;
        HttpRequest.Builder request = HttpRequest.newBuilder(url.http())
                .header("Accept", "text/plain")
                .GET();
        url.authorization().ifPresent(value -> request.header("Authorization", value));
        CompletableFuture<HttpResponse<LimitedBody.Bytes>> exchange = client.sendAsync(
                request.build(),
                info -> new LimitedBody(
                        MAX_BYTES,
                        info.headers().firstValueAsLong("Content-Length").orElse(-1)));
        HttpResponse<LimitedBody.Bytes> response = wait(exchange, what);
        if (response.statusCode() != 200) {
            throw new RpcException(
                    Kind.HTTP, what + " was answered with HTTP " + response.statusCode() + ", expected 200");
        }
        PageSamples samples;
        try {
            samples = PageSamples.read(response.body().array(), response.body().length(), wanted);
        } catch (IOException e) {
            throw new RpcException(Kind.MALFORMED, what + " cannot be used: " + e.getMessage(), e);
        }
        if (samples.isEmpty()) {
            throw new RpcException(
                    Kind.MALFORMED, what + " has nothing of what " + whose + " tells; it is another's page");
        }
        return samples;
    }

    private HttpResponse<LimitedBody.Bytes> wait(
            CompletableFuture<HttpResponse<LimitedBody.Bytes>> exchange, String what) {
        Duration timeout = settings.timeout();
        try {
            // The client's own timeout ends with the response headers; this one holds until the body is complete.
            return exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new RpcException(Kind.TIMEOUT, what + " did not come within " + HttpTransport.shown(timeout), e);
        } catch (ExecutionException e) {
            throw new RpcException(
                    Kind.UNREACHABLE, what + " cannot be read: " + HttpTransport.reason(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RpcException(Kind.UNREACHABLE, what + " was given up: this thread was interrupted", e);
        } finally {
            exchange.cancel(true);
        }
    }

    private final class Source<T> {
        private final Optional<EndpointUrl> url;
        private final String whose;
        private final Predicate<String> wanted;
        private final Function<PageSamples, T> reader;
        private boolean expected;
        private boolean failing;

        Source(
                Optional<URI> url,
                boolean expected,
                String whose,
                Predicate<String> wanted,
                Function<PageSamples, T> reader) {
            this.url = url.map(EndpointUrl::new);
            this.expected = expected;
            this.whose = whose;
            this.wanted = wanted;
            this.reader = reader;
        }

        Look<T> look() {
            if (url.isEmpty()) {
                return new Look<>(null, null);
            }
            try {
                T page = reader.apply(read(url.get(), whose, wanted));
                if (failing || !expected) {
                    RpcLog.pageUp(url.get(), whose);
                }
                expected = true;
                failing = false;
                return new Look<>(true, page);
            } catch (RpcException e) {
                if (!expected) {
                    return new Look<>(null, null);
                }
                if (!failing && !Thread.currentThread().isInterrupted()) {
                    failing = true;
                    RpcLog.pageDown(e.getMessage());
                }
                return new Look<>(false, null);
            }
        }
    }
}
