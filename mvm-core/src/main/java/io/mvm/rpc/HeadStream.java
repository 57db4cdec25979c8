package io.mvm.rpc;

import io.mvm.chain.BlockHash;
import io.mvm.chain.Header;
import io.mvm.rpc.Gate.Lane;
import io.mvm.rpc.RpcException.Kind;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Brings heads to one listener on a thread of its own: by subscription where that works, by polling where not and in the
 * meantime. Follows the pool from endpoint to endpoint.
 */
final class HeadStream implements AutoCloseable {
    /** A subscription silent for this many poll intervals is looked after. */
    private static final int SILENT_INTERVALS = 5;

    static final Duration SHORTEST_SILENCE = Duration.ofSeconds(30);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    /** A node that refuses subscriptions as such is asked again this much later. */
    private static final Duration REFUSED_PAUSE = Duration.ofMinutes(5);

    private static final long BEST = 1;
    private static final long FINALIZED = 2;
    private static final long ALL = 3;
    private static final String ALL_HEADS = "chain_subscribeAllHeads";

    private final HeadListener listener;
    private final EndpointPool pool;
    private final Failover failover;
    private final Supplier<RpcSettings> settings;
    private final HttpClient client;
    private final Clock clock;
    private final Duration shortestSilence;
    private final Thread thread;
    private final Runnable onSwitch = this::wake;
    private final BlockingQueue<HeadSocket.Event> queue = new LinkedBlockingQueue<>();
    private final Runnable onClose;
    private volatile boolean closed;

    private EndpointUrl connectedTo;
    private Endpoint lastTried;
    private long socketAt;
    private int socketFailures;
    private String noSocketBecause = "subscriptions are switched off";
    private boolean saidPolling;
    private boolean streaming;
    private Header lastBest;
    private BlockHash lastFinalized;

    HeadStream(
            HeadListener listener,
            EndpointPool pool,
            Failover failover,
            Supplier<RpcSettings> settings,
            HttpClient client,
            Clock clock,
            Duration shortestSilence,
            Runnable onClose) {
        this.listener = listener;
        this.pool = pool;
        this.failover = failover;
        this.settings = settings;
        this.client = client;
        this.clock = clock;
        this.shortestSilence = shortestSilence;
        this.onClose = onClose;
        this.thread = new Thread(this::run, "mvm-rpc-heads");
        this.thread.setDaemon(true);
    }

    void start() {
        pool.onSwitch(onSwitch);
        thread.start();
    }

    /** Ends the stream; when it returns, the listener is not called any more (unless it is the listener who closes). */
    @Override
    public void close() {
        closed = true;
        pool.removeOnSwitch(onSwitch);
        onClose.run();
        wake();
        thread.interrupt();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The poll interval changed: a wait in progress ends, so that the new one holds at once. */
    void changed() {
        wake();
    }

    private Duration silence() {
        Duration bySettings = settings.get().pollInterval().multipliedBy(SILENT_INTERVALS);
        return bySettings.compareTo(shortestSilence) > 0 ? bySettings : shortestSilence;
    }

    private void wake() {
        queue.add(new HeadSocket.Wake());
    }

    private void run() {
        while (!closed) {
            try {
                Endpoint endpoint = pool.active();
                if (endpoint != lastTried) {
                    lastTried = endpoint;
                    socketAt = 0;
                    socketFailures = 0;
                    saidPolling = false;
                }
                if (settings.get().websocket() == RpcSettings.WebSocketUse.AUTO && clock.millis() >= socketAt) {
                    subscribe(endpoint);
                }
                if (!closed && pool.active() == endpoint) {
                    pollUntilSocketIsDue(endpoint);
                }
            } catch (InterruptedException e) {
                // Only close() interrupts this thread, or a listener that wants it gone.
                return;
            }
        }
    }

    /** Returns when the subscription is over, for whatever reason, or did not come about. */
    private void subscribe(Endpoint endpoint) throws InterruptedException {
        HeadSocket socket = null;
        streaming = false;
        try {
            await(endpoint.ready(), endpoint);
            endpoint.forgetMethods();
            boolean all = await(endpoint.methods(), endpoint).contains(ALL_HEADS);
            queue.removeIf(event -> !(event instanceof HeadSocket.Wake));
            Duration configured = settings.get().timeout();
            Duration timeout = CONNECT_TIMEOUT.compareTo(configured) < 0 ? CONNECT_TIMEOUT : configured;
            socket = await(HeadSocket.open(client, endpoint.url(), timeout, queue), endpoint);
            List<String> requests = new ArrayList<>();
            requests.add(request(BEST, "chain_subscribeNewHeads"));
            requests.add(request(FINALIZED, "chain_subscribeFinalizedHeads"));
            if (all) {
                requests.add(request(ALL, ALL_HEADS));
            }
            await(socket.send(requests), endpoint);
            noSocketBecause = read(socket, endpoint);
        } catch (RpcException e) {
            socketLater(Failover.delay(settings.get(), socketFailures++));
            noSocketBecause = e.getMessage();
        } finally {
            if (socket != null) {
                socket.close();
            }
        }
        // Where polling went on all the while, a vain try at a subscription has broken nothing.
        if (streaming) {
            streaming = false;
            disconnected(noSocketBecause);
        }
    }

    /** Delivers what comes until the socket is of no more use; answers why. */
    private String read(HeadSocket socket, Endpoint endpoint) throws InterruptedException {
        Map<String, Long> subscriptions = new HashMap<>();
        while (!closed) {
            HeadSocket.Event event = queue.poll(silence().toMillis(), TimeUnit.MILLISECONDS);
            if (pool.active() != endpoint) {
                return "calls go to " + pool.active().url() + " now";
            }
            if (event == null) {
                if (missedAHead(endpoint)) {
                    socketLater(Failover.delay(settings.get(), socketFailures++));
                    return "the subscription was silent for " + HttpTransport.shown(silence())
                            + " while the node has newer heads";
                }
            } else if (event instanceof HeadSocket.Ended ended && ended.from() == socket) {
                socketLater(Failover.delay(settings.get(), socketFailures++));
                return endpoint.url().masked(ended.reason());
            } else if (event instanceof HeadSocket.Message message && message.from() == socket) {
                String refusal = message(message, subscriptions, endpoint);
                if (refusal != null) {
                    return refusal;
                }
                socket.taken();
            }
        }
        return "the stream was closed";
    }

    /** Answers why the socket is of no more use, or null. */
    private String message(HeadSocket.Message raw, Map<String, Long> subscriptions, Endpoint endpoint) {
        SocketMessage message;
        try {
            message = SocketMessage.read(raw.text());
        } catch (IOException e) {
            socketLater(Failover.delay(settings.get(), socketFailures++));
            return "a message cannot be used: " + endpoint.url().masked(e.getMessage());
        }
        if (message.id() != null || message.method() == null) {
            if (message.error() != null) {
                if (message.id() == null || message.id() != ALL) {
                    socketLater(REFUSED_PAUSE);
                    return "the subscription was refused: "
                            + endpoint.url().masked(message.error().shown());
                }
                return null;
            }
            if (message.subscription() != null && message.id() != null) {
                subscriptions.put(message.subscription(), message.id());
                if (message.id() == BEST) {
                    socketFailures = 0;
                    streaming = true;
                    saidPolling = false;
                    connected(endpoint.url());
                    RpcLog.streaming(endpoint.url());
                }
            }
            return null;
        }
        if (message.header() != null) {
            deliver(subscriptions.getOrDefault(message.subscription(), byMethod(message.method())), message.header());
        }
        return null;
    }

    private void deliver(long subscription, Header header) {
        if (subscription == BEST) {
            lastBest = header;
            tell(() -> listener.best(header));
        } else if (subscription == FINALIZED) {
            tell(() -> listener.finalized(header));
        } else if (subscription == ALL) {
            tell(() -> listener.imported(header));
        }
    }

    /** Whether the node, asked directly, is ahead of what the subscription brought. */
    private boolean missedAHead(Endpoint endpoint) throws InterruptedException {
        try {
            Header now = await(endpoint.demand("chain_getHeader", "[]", Decoders::header, Lane.URGENT), endpoint);
            return !now.equals(lastBest);
        } catch (RpcException e) {
            failover.blame(endpoint, e);
            return true;
        }
    }

    /** Polls at the interval until a subscription may be tried (again) or another endpoint is active. */
    private void pollUntilSocketIsDue(Endpoint endpoint) throws InterruptedException {
        while (!closed && pool.active() == endpoint) {
            try {
                poll(endpoint);
                if (!saidPolling) {
                    saidPolling = true;
                    RpcLog.polling(endpoint.url(), settings.get().pollInterval(), noSocketBecause);
                }
            } catch (RpcException e) {
                failover.blame(endpoint, e);
                disconnected(e.getMessage());
            }
            long wait = settings.get().pollInterval().toMillis();
            if (settings.get().websocket() == RpcSettings.WebSocketUse.AUTO) {
                wait = Math.min(wait, socketAt - clock.millis());
            }
            if (wait > 0) {
                // A wake-up ends the wait early: the loop's condition then says why.
                queue.poll(wait, TimeUnit.MILLISECONDS);
            }
            if (settings.get().websocket() == RpcSettings.WebSocketUse.AUTO && clock.millis() >= socketAt) {
                return;
            }
        }
        if (!closed) {
            disconnected("calls go to " + pool.active().url() + " now");
        }
    }

    private void poll(Endpoint endpoint) throws InterruptedException {
        await(endpoint.ready(), endpoint);
        Header best = await(endpoint.demand("chain_getHeader", "[]", Decoders::header, Lane.URGENT), endpoint);
        BlockHash hash = await(endpoint.demand("chain_getFinalizedHead", "[]", Decoders::hash, Lane.URGENT), endpoint);
        if (connectedTo == null) {
            connected(endpoint.url());
        }
        if (!best.equals(lastBest)) {
            lastBest = best;
            tell(() -> listener.best(best));
        }
        if (!hash.equals(lastFinalized)) {
            Header header = await(
                    endpoint.demand("chain_getHeader", Endpoint.quoted(hash), Decoders::header, Lane.URGENT), endpoint);
            lastFinalized = hash;
            tell(() -> listener.finalized(header));
        }
    }

    private void connected(EndpointUrl url) {
        connectedTo = url;
        tell(() -> listener.connected(url.toString()));
    }

    private void disconnected(String reason) {
        EndpointUrl from = connectedTo;
        if (from == null || closed) {
            return;
        }
        connectedTo = null;
        RpcLog.streamBroken(from, reason);
        tell(() -> listener.disconnected(from.toString(), reason));
    }

    private void tell(Runnable event) {
        if (closed) {
            return;
        }
        try {
            event.run();
        } catch (RuntimeException e) {
            RpcLog.listenerFailed(e);
        }
    }

    private void socketLater(Duration pause) {
        socketAt = clock.millis() + pause.toMillis();
    }

    private static String request(long id, String method) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":[]}";
    }

    private static long byMethod(String method) {
        return switch (method) {
            case "chain_newHead" -> BEST;
            case "chain_finalizedHead" -> FINALIZED;
            case "chain_allHead" -> ALL;
            default -> 0;
        };
    }

    private static <T> T await(CompletableFuture<T> call, Endpoint endpoint) throws InterruptedException {
        try {
            return call.get();
        } catch (ExecutionException e) {
            Throwable cause = HttpTransport.unwrap(e.getCause());
            if (cause instanceof RpcException known) {
                throw known;
            }
            throw new RpcException(
                    Kind.UNREACHABLE,
                    "the subscription at " + endpoint.url().socket().getScheme() + " of " + endpoint.url()
                            + " cannot be opened: " + HttpTransport.reason(cause),
                    cause);
        }
    }
}
