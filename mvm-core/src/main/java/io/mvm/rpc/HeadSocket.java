package io.mvm.rpc;

import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A WebSocket on which heads are subscribed to. What arrives goes into a queue and no further is asked for until the reader
 * takes it, so that a slow reader slows the node down instead of filling memory.
 */
final class HeadSocket implements WebSocket.Listener {
    /** Messages underway to the reader. */
    private static final int WINDOW = 8;
    /** A header with 10,000 new authorities takes under a megabyte. */
    private static final int LARGEST_MESSAGE = 8 << 20;

    /** What the reader finds in its queue. */
    sealed interface Event {}

    /** A whole message of one socket. */
    record Message(HeadSocket from, String text) implements Event {}

    /** One socket has ended. */
    record Ended(HeadSocket from, String reason) implements Event {}

    /** Something else has changed: look again. */
    record Wake() implements Event {}

    private final BlockingQueue<Event> queue;
    private final StringBuilder partial = new StringBuilder();
    private volatile WebSocket socket;
    private volatile boolean closed;

    private HeadSocket(BlockingQueue<Event> queue) {
        this.queue = queue;
    }

    /** Connects; the future fails if the node refuses or cannot be reached. */
    static CompletableFuture<HeadSocket> open(
            HttpClient client, EndpointUrl url, Duration timeout, BlockingQueue<Event> queue) {
        HeadSocket listener = new HeadSocket(queue);
        WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(timeout);
        url.authorization().ifPresent(value -> builder.header("Authorization", value));
        return builder.buildAsync(url.socket(), listener).thenApply(socket -> {
            listener.socket = socket;
            if (listener.closed) {
                socket.abort();
            }
            return listener;
        });
    }

    /** Sends requests one after the other. */
    CompletableFuture<Void> send(List<String> requests) {
        CompletableFuture<Void> sent = CompletableFuture.completedFuture(null);
        for (String request : requests) {
            sent = sent.thenCompose(done -> socket.sendText(request, true)).thenAccept(done -> {});
        }
        return sent;
    }

    /** Asks for one more message, after one was taken from the queue. */
    void taken() {
        socket.request(1);
    }

    /** Ends it at once, without farewell. */
    void close() {
        closed = true;
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        opened.request(WINDOW);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        if (partial.length() + data.length() > LARGEST_MESSAGE) {
            end("a message has more than " + LARGEST_MESSAGE + " characters");
            from.abort();
            return null;
        }
        partial.append(data);
        if (last) {
            queue.add(new Message(this, partial.toString()));
            partial.setLength(0);
        } else {
            from.request(1);
        }
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        end("the node closed it with status " + status + (reason.isEmpty() ? "" : ", " + Json.shorten(reason)));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        end("the connection broke: " + HttpTransport.reason(failure));
    }

    private void end(String reason) {
        queue.add(new Ended(this, reason));
    }
}
