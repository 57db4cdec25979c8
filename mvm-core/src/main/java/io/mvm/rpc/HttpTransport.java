package io.mvm.rpc;

import io.mvm.rpc.RpcException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Posts request bodies and brings back answers, for all endpoints of a node. Safe for any number of threads. */
final class HttpTransport implements AutoCloseable {
    private static final String CONTENT_TYPE = "application/json";

    /**
     * An answer of any status.
     *
     * @param status HTTP status
     * @param body its body
     */
    record Reply(int status, LimitedBody.Bytes body) {}

    private final HttpClient client;
    private final long maxResponseBytes;
    private final Set<Runnable> cancels = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    HttpTransport(HttpClient client, long maxResponseBytes) {
        this.client = client;
        this.maxResponseBytes = maxResponseBytes;
    }

    HttpClient client() {
        return client;
    }

    /**
     * Posts one body. Fails with an {@link RpcException} whose message starts with {@code what}.
     *
     * @param timeout from sending to the last byte of the answer
     */
    CompletableFuture<Reply> post(EndpointUrl url, byte[] body, Duration timeout, String what) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        attempt(url, body, timeout, what, true, reply);
        return reply;
    }

    @Override
    public void close() {
        closed = true;
        cancels.forEach(Runnable::run);
    }

    private void attempt(
            EndpointUrl url,
            byte[] body,
            Duration timeout,
            String what,
            boolean first,
            CompletableFuture<Reply> reply) {
        if (closed) {
            reply.completeExceptionally(
                    new RpcException(Kind.UNREACHABLE, what + " was not sent: the client is closed"));
            return;
        }
        AtomicBoolean answered = new AtomicBoolean();
        HttpRequest.Builder request = HttpRequest.newBuilder(url.http())
                .header("Content-Type", CONTENT_TYPE)
                .header("Accept", CONTENT_TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        url.authorization().ifPresent(value -> request.header("Authorization", value));
        CompletableFuture<HttpResponse<LimitedBody.Bytes>> exchange = client.sendAsync(request.build(), info -> {
            answered.set(true);
            return new LimitedBody(
                    maxResponseBytes,
                    info.headers().firstValueAsLong("Content-Length").orElse(-1));
        });
        Runnable cancel = () -> exchange.cancel(true);
        cancels.add(cancel);
        // The client's own timeout ends with the response headers; this one holds until the body is complete.
        CompletableFuture<HttpResponse<LimitedBody.Bytes>> timed =
                exchange.copy().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        var unused = timed.whenComplete((response, failure) -> {
            cancels.remove(cancel);
            if (failure == null) {
                reply.complete(new Reply(response.statusCode(), response.body()));
                return;
            }
            exchange.cancel(true);
            Throwable cause = unwrap(failure);
            if (first && !answered.get() && brokeWhileIdle(cause)) {
                // The node had closed a kept connection as we took it up again; all our calls only read.
                attempt(url, body, timeout, what, false, reply);
                return;
            }
            reply.completeExceptionally(describe(cause, what, timeout));
        });
        if (closed) {
            exchange.cancel(true);
        }
    }

    private RpcException describe(Throwable cause, String what, Duration timeout) {
        if (closed) {
            return new RpcException(Kind.UNREACHABLE, what + " was cut off: the client is closed", cause);
        }
        if (cause instanceof LimitedBody.TooLarge) {
            return new RpcException(Kind.TOO_LARGE, what + ": " + cause.getMessage(), cause);
        }
        if (cause instanceof HttpConnectTimeoutException) {
            return new RpcException(Kind.UNREACHABLE, what + " cannot be reached: connecting timed out", cause);
        }
        if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
            return new RpcException(Kind.TIMEOUT, what + " timed out after " + shown(timeout), cause);
        }
        if (isConnect(cause)) {
            return new RpcException(Kind.UNREACHABLE, what + " cannot be reached: " + reason(cause), cause);
        }
        return new RpcException(Kind.UNREACHABLE, what + " lost its connection: " + reason(cause), cause);
    }

    private static boolean brokeWhileIdle(Throwable cause) {
        return cause instanceof IOException
                && !isConnect(cause)
                && !(cause instanceof HttpTimeoutException)
                && !(cause instanceof LimitedBody.TooLarge);
    }

    private static boolean isConnect(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof UnknownHostException
                || cause instanceof UnresolvedAddressException;
    }

    /** The first message down the chain of causes; the JDK leaves the outer ones empty. */
    static String reason(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof UnresolvedAddressException) {
                return "the host name is unknown";
            }
            if (at.getMessage() != null && !at.getMessage().isBlank()) {
                return at.getMessage();
            }
        }
        return failure instanceof ConnectException
                ? "connection refused"
                : failure.getClass().getSimpleName();
    }

    static Throwable unwrap(Throwable failure) {
        Throwable at = failure;
        while (at instanceof CompletionException && at.getCause() != null) {
            at = at.getCause();
        }
        return at;
    }

    static String shown(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
