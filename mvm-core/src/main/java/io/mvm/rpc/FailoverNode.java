package io.mvm.rpc;

import com.codahale.metrics.MetricRegistry;
import io.mvm.chain.BlockHash;
import io.mvm.chain.BlockRef;
import io.mvm.chain.Header;
import io.mvm.chain.HeaderHash;
import io.mvm.chain.Hex;
import io.mvm.rpc.Gate.Lane;
import io.mvm.rpc.RpcException.Kind;
import io.mvm.validator.Candidates;
import io.mvm.validator.DParameter;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A {@link ChainNode} over one or more real endpoints: JSON-RPC by HTTP, heads by WebSocket or polling, with retries, health
 * checks and fail-over. It can be made while no endpoint is up; calls then fail with {@link Kind#UNREACHABLE} once their
 * retries are used up. Threads are its own daemons and end with {@link #close}.
 */
public final class FailoverNode implements ChainNode {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final String NEW_CANDIDATES = "systemParameters_getAriadneParameters";
    private static final String OLD_CANDIDATES = "sidechain_getAriadneParameters";

    private volatile RpcSettings settings;
    private final Clock clock;
    private final Duration shortestSilence;
    private final ThreadPoolExecutor executor;
    private final ScheduledThreadPoolExecutor timer;
    private final HttpTransport transport;
    private final ChainIdentity chain = new ChainIdentity();
    private final EndpointPool pool;
    private final Failover failover;
    private final Set<HeadStream> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Begins health checks at once and returns without waiting for them.
     *
     * @param settings where and how
     * @param metrics where requests, calls, times and errors are counted
     * @param clock for when a broken subscription is tried again
     * @throws IllegalArgumentException if a URL is no http, https, ws or wss URL with a host
     */
    public FailoverNode(RpcSettings settings, MetricRegistry metrics, Clock clock) {
        this(settings, metrics, clock, HeadStream.SHORTEST_SILENCE);
    }

    FailoverNode(RpcSettings settings, MetricRegistry metrics, Clock clock, Duration shortestSilence) {
        List<EndpointUrl> urls = EndpointUrl.all(settings.urls());
        this.settings = settings;
        this.clock = clock;
        this.shortestSilence = shortestSilence;
        // Grows as needed: what runs here is bounded by the requests in flight. After close() tasks are dropped.
        this.executor = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                daemons("mvm-rpc-"),
                new ThreadPoolExecutor.DiscardPolicy());
        this.timer = new ScheduledThreadPoolExecutor(1, daemons("mvm-rpc-timer-"));
        this.timer.setRemoveOnCancelPolicy(true);
        this.transport = new HttpTransport(
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(
                                settings.timeout().compareTo(CONNECT_TIMEOUT) < 0
                                        ? settings.timeout()
                                        : CONNECT_TIMEOUT)
                        .executor(executor)
                        .build(),
                settings.maxResponseBytes());
        RpcMeters meters = new RpcMeters(metrics);
        this.pool = new EndpointPool(urls.stream()
                .map(url -> new Endpoint(url, this::settings, transport, meters, chain, executor))
                .toList());
        HealthCheck health = new HealthCheck(pool, this::settings, timer, clock);
        this.failover = new Failover(pool, health, this::settings, timer, executor);
        health.start();
    }

    private RpcSettings settings() {
        return settings;
    }

    /**
     * Takes over timeout, retries, poll interval, batch size and concurrency, for what is asked from now on; what is under way
     * is finished as it was begun, and no stream is broken. URLs, the time to connect, and all else are those of the start
     * whatever is given.
     */
    public synchronized void reconfigure(RpcSettings next) {
        Duration interval = settings.pollInterval();
        settings = settings.taking(next);
        pool.endpoints().forEach(Endpoint::changed);
        if (!interval.equals(next.pollInterval())) {
            streams.forEach(HeadStream::changed);
        }
    }

    @Override
    public BlockHash genesisHash() {
        Optional<BlockHash> known = chain.genesis();
        return known.isPresent() ? known.get() : now("chain_getBlockHash", "[0]", Decoders::hash, Lane.URGENT);
    }

    @Override
    public CompletableFuture<List<Optional<BlockHash>>> blockHashes(long from, int count) {
        if (from < 0 || count < 0) {
            throw new IllegalArgumentException(
                    "heights from " + from + ", " + count + " of them: neither may be negative");
        }
        if (count == 0) {
            return CompletableFuture.completedFuture(List.of());
        }
        return new HashLookup(from, count).run(failover);
    }

    @Override
    public CompletableFuture<List<FetchedBlock>> blocks(List<BlockHash> hashes) {
        return new BlockLookup<>(
                        "chain_getBlock",
                        hashes,
                        Decoders::block,
                        Decoders.Body::header,
                        (hash, body) -> new FetchedBlock(hash, body.header(), body.extrinsics(), body.timestampMs()))
                .run(failover);
    }

    @Override
    public CompletableFuture<List<Header>> headers(List<BlockHash> hashes) {
        return new BlockLookup<>(
                        "chain_getHeader", hashes, Decoders::header, header -> header, (hash, header) -> header)
                .run(failover);
    }

    @Override
    public BlockRef best() {
        return await("the best head", endpoint -> {
            if (endpoint.hashesAreProven()) {
                return endpoint.demand("chain_getHeader", "[]", Decoders::header, Lane.URGENT)
                        .thenApply(header -> new BlockRef(header.number(), HeaderHash.of(header)));
            }
            return endpoint.demand("chain_getBlockHash", "[]", Decoders::hash, Lane.URGENT)
                    .thenCompose(hash -> numbered(endpoint, hash));
        });
    }

    @Override
    public BlockRef finalized() {
        return await(
                "the finalized head",
                endpoint -> endpoint.demand("chain_getFinalizedHead", "[]", Decoders::hash, Lane.URGENT)
                        .thenCompose(hash -> numbered(endpoint, hash)));
    }

    @Override
    public byte[] runtimeCall(String function, byte[] arguments, BlockHash at) {
        String params = "[\"" + function + "\",\"" + Hex.encode(arguments) + "\",\"" + at.hex() + "\"]";
        return now("state_call", params, Decoders::bytes, Lane.BULK);
    }

    @Override
    public RuntimeVersion runtimeVersion(BlockHash at) {
        return now("state_getRuntimeVersion", Endpoint.quoted(at), Decoders::runtimeVersion, Lane.BULK);
    }

    @Override
    public NodeIdentity identity() {
        CompletableFuture<Optional<String>> name = ifTold("system_name", Decoders::text);
        CompletableFuture<Optional<String>> version = ifTold("system_version", Decoders::text);
        CompletableFuture<Optional<String>> network = ifTold("system_chain", Decoders::text);
        CompletableFuture<Optional<List<String>>> roles = ifTold("system_nodeRoles", Decoders::texts);
        return new NodeIdentity(
                RpcFailures.await(name, "system_name").orElse(null),
                RpcFailures.await(version, "system_version").orElse(null),
                RpcFailures.await(network, "system_chain").orElse(null),
                RpcFailures.await(roles, "system_nodeRoles").orElse(null));
    }

    @Override
    public NodeHealth health() {
        return now("system_health", "[]", Decoders::health, Lane.URGENT);
    }

    @Override
    public Optional<SidechainStatus> sidechainStatus() {
        return RpcFailures.await(
                ifThere("sidechain_getStatus", "[]", Decoders::sidechainStatus), "sidechain_getStatus");
    }

    @Override
    public Optional<Candidates> candidates(long mainchainEpoch) {
        String params = "[" + mainchainEpoch + "]";
        Decoder<Candidates> decoder = new CandidatesDecoder(mainchainEpoch);
        if (offers(NEW_CANDIDATES)) {
            try {
                Optional<Candidates> found =
                        RpcFailures.await(ifThere(NEW_CANDIDATES, params, decoder), NEW_CANDIDATES);
                if (found.isPresent()) {
                    return found;
                }
            } catch (RpcException e) {
                if (!lacksRuntimeApi(e)) {
                    throw e;
                }
            }
        }
        return RpcFailures.await(ifThere(OLD_CANDIDATES, params, decoder), OLD_CANDIDATES);
    }

    @Override
    public Optional<Boolean> hasKey(String publicKey, String type) {
        String params = "[\"" + publicKey + "\",\"" + type + "\"]";
        return RpcFailures.await(
                failover.run(
                        "author_hasKey",
                        endpoint -> unless(
                                endpoint.ask("author_hasKey", params, json -> json.flag("answer"), Lane.URGENT), true)),
                "author_hasKey");
    }

    @Override
    public Optional<DParameter> dParameter() {
        String method = "systemParameters_getDParameter";
        return RpcFailures.await(ifThere(method, "[]", Decoders::dParameter), method);
    }

    @Override
    public Optional<RoundState> grandpaRoundState() {
        String method = "grandpa_roundState";
        try {
            return RpcFailures.await(
                    failover.run(
                            method,
                            endpoint -> unless(endpoint.ask(method, "[]", RoundStateDecoder::read, Lane.BULK), true)),
                    method);
        } catch (RpcException e) {
            if (e.kind() == Kind.ERROR
                    && e.getMessage().toLowerCase(Locale.ROOT).contains("not ready")) {
                return Optional.of(RoundState.NOT_RUNNING);
            }
            throw e;
        }
    }

    @Override
    public Optional<SyncTarget> syncState() {
        return RpcFailures.await(ifTold("system_syncState", Decoders::syncTarget), "system_syncState");
    }

    @Override
    public boolean offers(String method) {
        return await("rpc_methods", Endpoint::methods).contains(method);
    }

    @Override
    public AutoCloseable follow(HeadListener listener) {
        HeadStream[] self = new HeadStream[1];
        HeadStream stream = new HeadStream(
                listener,
                pool,
                failover,
                this::settings,
                transport.client(),
                clock,
                shortestSilence,
                () -> streams.remove(self[0]));
        self[0] = stream;
        streams.add(stream);
        stream.start();
        if (closed) {
            stream.close();
        }
        return stream;
    }

    @Override
    public List<EndpointStatus> endpoints() {
        Endpoint active = pool.active();
        return pool.endpoints().stream()
                .map(endpoint -> endpoint.state().status(endpoint.url().toString(), endpoint == active))
                .toList();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        timer.shutdownNow();
        failover.close();
        transport.close();
        List.copyOf(streams).forEach(HeadStream::close);
        executor.shutdown();
    }

    private static CompletableFuture<BlockRef> numbered(Endpoint endpoint, BlockHash hash) {
        return endpoint.demand("chain_getHeader", Endpoint.quoted(hash), Decoders::header, Lane.URGENT)
                .thenApply(header -> new BlockRef(header.number(), hash));
    }

    private <T> T now(String method, String params, Decoder<T> decoder, Lane lane) {
        return await(method, endpoint -> endpoint.demand(method, params, decoder, lane));
    }

    private <T> T await(String what, Function<Endpoint, CompletableFuture<T>> call) {
        return RpcFailures.await(failover.run(what, call), what);
    }

    /** Empty where the node has no such method, or refuses it. */
    private <T> CompletableFuture<Optional<T>> ifTold(String method, Decoder<T> decoder) {
        return failover.run(method, endpoint -> unless(endpoint.ask(method, "[]", decoder, Lane.URGENT), true));
    }

    /** Empty where the node has no such method; refusal is an error. */
    private <T> CompletableFuture<Optional<T>> ifThere(String method, String params, Decoder<T> decoder) {
        return failover.run(method, endpoint -> unless(endpoint.ask(method, params, decoder, Lane.BULK), false));
    }

    private static <T> CompletableFuture<Optional<T>> unless(CompletableFuture<Optional<T>> call, boolean orRefused) {
        return call.exceptionallyCompose(failure -> {
            Throwable cause = HttpTransport.unwrap(failure);
            boolean absent = cause instanceof RpcException known
                    && (known.kind() == Kind.METHOD_NOT_FOUND || (orRefused && known.kind() == Kind.REFUSED));
            return absent ? CompletableFuture.completedFuture(Optional.empty()) : CompletableFuture.failedFuture(cause);
        });
    }

    /** A node may offer the newer method while the runtime in force has no such API yet. */
    private static boolean lacksRuntimeApi(RpcException failure) {
        return failure.kind() == Kind.FUNCTION_NOT_FOUND
                || ((failure.kind() == Kind.ERROR || failure.kind() == Kind.INTERNAL)
                        && failure.getMessage().toLowerCase(Locale.ROOT).contains("runtime api error"));
    }

    private static ThreadFactory daemons(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
