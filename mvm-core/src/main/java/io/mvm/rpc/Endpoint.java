package io.mvm.rpc;

import com.codahale.metrics.Timer;
import io.mvm.chain.BlockHash;
import io.mvm.chain.Header;
import io.mvm.chain.HeaderHash;
import io.mvm.rpc.Answers.Answer;
import io.mvm.rpc.Gate.Lane;
import io.mvm.rpc.RpcException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * One configured node: sends requests to it and remembers what it has shown of itself. Knows no other endpoint and makes no
 * second try. Futures fail with {@link RpcException}, possibly wrapped. Safe for any number of threads.
 */
final class Endpoint {
    private static final Duration LONGEST_URGENT = Duration.ofSeconds(10);

    private enum Hashing {
        UNKNOWN,
        PROVEN,
        OTHER
    }

    private final EndpointUrl url;
    private final Supplier<RpcSettings> settings;
    private final HttpTransport transport;
    private final RpcMeters meters;
    private final ChainIdentity chain;
    private final Executor executor;
    private final Gate gate;
    private final AtomicLong ids = new AtomicLong(1);
    private final EndpointState state = new EndpointState();
    private final BatchLimit batchLimit;
    private volatile boolean listsRefused;
    private volatile Hashing hashing = Hashing.UNKNOWN;
    private volatile Set<String> methods;
    private final SlowCalls slowCalls = new SlowCalls(System::nanoTime);
    private boolean saidNotChecked;
    private boolean identified;
    private CompletableFuture<Void> identifying;

    Endpoint(
            EndpointUrl url,
            Supplier<RpcSettings> settings,
            HttpTransport transport,
            RpcMeters meters,
            ChainIdentity chain,
            Executor executor) {
        this.url = url;
        this.settings = settings;
        this.transport = transport;
        this.meters = meters;
        this.chain = chain;
        this.executor = executor;
        this.gate = new Gate(settings.get().concurrency(), executor);
        this.batchLimit = new BatchLimit(settings.get().batchSize());
    }

    /** The settings changed; requests under way are finished as they were begun. */
    void changed() {
        gate.resize(settings.get().concurrency());
        batchLimit.configure(settings.get().batchSize());
    }

    EndpointUrl url() {
        return url;
    }

    EndpointState state() {
        return state;
    }

    BatchLimit batchLimit() {
        return batchLimit;
    }

    boolean takesLists() {
        return !listsRefused;
    }

    void refusesLists() {
        listsRefused = true;
    }

    /** Whether a header from here must hash to the hash it was asked by. */
    boolean hashesAreProven() {
        return hashing == Hashing.PROVEN;
    }

    /** Completes once it is known to be of our chain; fails if it is not, or cannot be asked. */
    synchronized CompletableFuture<Void> ready() {
        if (identified) {
            return CompletableFuture.completedFuture(null);
        }
        if (identifying == null || identifying.isDone()) {
            identifying = identify();
        }
        return identifying;
    }

    /** Forgets what it has shown: it was away, and another program may answer there now. */
    synchronized void forget() {
        identified = false;
        batchLimit.forget();
        listsRefused = false;
        methods = null;
        hashing = Hashing.UNKNOWN;
    }

    /** Asks for the method list again at the next need. */
    void forgetMethods() {
        methods = null;
    }

    /** Names in {@code rpc_methods}; empty if the node does not tell. */
    CompletableFuture<Set<String>> methods() {
        Set<String> known = methods;
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        return ask("rpc_methods", "[]", Decoders::methods, Lane.URGENT).handle((found, failure) -> {
            if (failure != null) {
                RpcException why = RpcFailures.of(failure, "rpc_methods");
                if (why.kind() != Kind.METHOD_NOT_FOUND && why.kind() != Kind.REFUSED) {
                    throw why;
                }
                methods = Set.of();
            } else {
                methods = found.orElse(Set.of());
            }
            return methods;
        });
    }

    /** One call; empty if the result is {@code null}. */
    <T> CompletableFuture<Optional<T>> ask(String method, String params, Decoder<T> decoder, Lane lane) {
        return answered(method, params, decoder, lane).thenApply(answer -> Optional.ofNullable(answer.value()));
    }

    /** One call whose result must not be {@code null}. */
    <T> CompletableFuture<T> demand(String method, String params, Decoder<T> decoder, Lane lane) {
        return answered(method, params, decoder, lane)
                .thenApply(answer ->
                        Optional.ofNullable(answer.value()).orElseThrow(() -> nothing(method, params, answer.id())));
    }

    private <T> CompletableFuture<Answer<T>> answered(String method, String params, Decoder<T> decoder, Lane lane) {
        return call(method, params, decoder, lane).thenApply(answer -> {
            if (answer.error() != null) {
                throw failure(method, params, answer.error(), answer.id());
            }
            return answer;
        });
    }

    /** One call, its error not yet thrown. */
    <T> CompletableFuture<Answer<T>> call(String method, String params, Decoder<T> decoder, Lane lane) {
        long id = ids.getAndIncrement();
        StringBuilder body = new StringBuilder(64 + method.length() + params.length());
        request(body, id, method, params);
        String what = describe(method, params, id);
        return send(method, what, body, 1, lane)
                .thenApplyAsync(
                        reply -> read(method, what, reply, (text, length) -> Answers.one(text, length, id, decoder)),
                        executor);
    }

    /**
     * Several calls of one method in one request, answers in the order of the calls. Fails with {@link BatchRejection} if
     * the endpoint answers the whole with one error.
     */
    <T> CompletableFuture<List<Answer<T>>> batch(String method, List<String> params, Decoder<T> decoder) {
        int count = params.size();
        long firstId = ids.getAndAdd(count);
        StringBuilder body =
                new StringBuilder(count * (64 + method.length() + params.get(0).length()));
        for (int i = 0; i < count; i++) {
            body.append(i == 0 ? '[' : ',');
            request(body, firstId + i, method, params.get(i));
        }
        body.append(']');
        String what = "a batch of " + count + " " + method + " at " + url + " (requests " + firstId + " to "
                + (firstId + count - 1) + ")";
        return send(method, what, body, count, Lane.BULK)
                .thenApplyAsync(
                        reply -> read(
                                method,
                                what,
                                reply,
                                (text, length) -> Answers.batch(text, length, firstId, count, decoder)),
                        executor);
    }

    /**
     * The failure that an error object stands for, counted.
     *
     * @param id of the call; null if it is not known
     */
    RpcException failure(String method, String params, ErrorObject error, Long id) {
        return counted(
                method,
                new RpcException(error.kind(), describe(method, params, id) + " failed: " + url.masked(error.shown())));
    }

    /** The failure that a {@code null} result stands for, where the asked-for block should have been. */
    RpcException nothing(String method, String params, Long id) {
        return counted(
                method,
                new RpcException(
                        Kind.UNKNOWN_BLOCK,
                        describe(method, params, id) + " found nothing: the node has no such block"));
    }

    RpcException malformed(String method, String params, Long id, String reason) {
        return counted(method, new RpcException(Kind.MALFORMED, describe(method, params, id) + ": " + reason));
    }

    RpcException counted(String method, RpcException failure) {
        meters.failed(method, failure.kind());
        return failure;
    }

    private CompletableFuture<Void> identify() {
        return demand("chain_getBlockHash", "[0]", Decoders::hash, Lane.URGENT)
                .thenCompose(genesis -> {
                    if (!chain.accepts(genesis)) {
                        String reason = "it is of another chain: its genesis hash is " + genesis + ", expected "
                                + chain.genesis().orElseThrow();
                        if (state.isOfOtherChain(reason)) {
                            RpcLog.otherChain(url, reason);
                        }
                        throw new RpcException(Kind.UNREACHABLE, url + " is not used: " + reason);
                    }
                    return probeHashing();
                })
                .thenRun(() -> {
                    synchronized (this) {
                        identified = true;
                    }
                });
    }

    /** Compares the finalized head's own hash with the one the node gives it; a failure leaves it unknown. */
    private CompletableFuture<Void> probeHashing() {
        return demand("chain_getFinalizedHead", "[]", Decoders::hash, Lane.URGENT)
                .thenCompose(hash -> demand("chain_getHeader", quoted(hash), Decoders::header, Lane.URGENT)
                        .thenAccept(header -> compare(hash, header)))
                .exceptionally(failure -> null);
    }

    private void compare(BlockHash hash, Header header) {
        boolean same = HeaderHash.of(header).equals(hash);
        hashing = same ? Hashing.PROVEN : Hashing.OTHER;
        if (!same && !saidNotChecked) {
            saidNotChecked = true;
            RpcLog.headersNotChecked(url);
        }
    }

    private CompletableFuture<HttpTransport.Reply> send(
            String method, String what, StringBuilder body, int calls, Lane lane) {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        Duration configured = settings.get().timeout();
        Duration timeout =
                lane == Lane.URGENT && configured.compareTo(LONGEST_URGENT) > 0 ? LONGEST_URGENT : configured;
        return gate.enter(lane).thenCompose(place -> {
            meters.sent(calls);
            Timer.Context timer = meters.started(method);
            return transport.post(url, bytes, timeout, what).whenComplete((ok, failure) -> {
                long took = timer.stop();
                gate.leave();
                if (failure == null) {
                    RpcLog.answered(what, took, ok.status(), ok.body().length());
                }
                slowCalls.took(method, what, took, settings.get().slowCall());
                if (failure != null) {
                    counted(method, RpcFailures.of(failure, what));
                }
            });
        });
    }

    /** Reads an answer by its status and body. */
    private <T> T read(String method, String what, HttpTransport.Reply reply, BodyReader<T> reader) {
        int status = reply.status();
        Kind byStatus = statusKind(status);
        if (byStatus == Kind.TOO_LARGE || byStatus == Kind.BUSY || (byStatus == Kind.HTTP && status != 500)) {
            throw counted(method, new RpcException(byStatus, what + " was answered with HTTP " + status));
        }
        try {
            return reader.read(reply.body().array(), reply.body().length());
        } catch (Answers.BatchRejected e) {
            throw new BatchRejection(
                    e.error(), what + " failed: " + url.masked(e.error().shown()));
        } catch (IOException | RuntimeException e) {
            if (byStatus != null) {
                throw counted(
                        method,
                        new RpcException(byStatus, what + " was answered with HTTP " + status + " and no JSON-RPC", e));
            }
            throw counted(
                    method,
                    new RpcException(
                            Kind.MALFORMED,
                            what + " was answered with " + reply.body().length() + " bytes that cannot be used: "
                                    + url.masked(e.getMessage()),
                            e));
        }
    }

    /** What a status says of a body that is no JSON-RPC; null for success. */
    private static Kind statusKind(int status) {
        if (status / 100 == 2) {
            return null;
        }
        return switch (status) {
            case 413 -> Kind.TOO_LARGE;
            case 429 -> Kind.BUSY;
            default -> status >= 500 ? Kind.HTTP : Kind.ERROR;
        };
    }

    private String describe(String method, String params, Long id) {
        String inner = params.substring(1, params.length() - 1);
        return method + "(" + (inner.length() <= 80 ? inner : inner.substring(0, 77) + "...") + ") at " + url
                + (id == null ? "" : " (request " + id + ")");
    }

    private static void request(StringBuilder body, long id, String method, String params) {
        body.append("{\"jsonrpc\":\"2.0\",\"id\":")
                .append(id)
                .append(",\"method\":\"")
                .append(method)
                .append("\",\"params\":")
                .append(params)
                .append('}');
    }

    /** Parameters that are one hash. */
    static String quoted(BlockHash hash) {
        return "[\"" + hash.hex() + "\"]";
    }

    @FunctionalInterface
    private interface BodyReader<T> {
        T read(byte[] text, int length) throws IOException;
    }

    /** One error answered a whole batch; never leaves the room. */
    static final class BatchRejection extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient ErrorObject error;

        BatchRejection(ErrorObject error, String message) {
            super(message);
            this.error = error;
        }

        ErrorObject error() {
            return error;
        }
    }
}
