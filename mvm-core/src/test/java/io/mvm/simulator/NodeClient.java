package io.mvm.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mvm.chain.BlockHash;
import io.mvm.chain.Digest;
import io.mvm.chain.DigestItem;
import io.mvm.chain.Header;
import io.mvm.chain.Hex;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The plainest client there is: what a test sees of a node is what came over the socket. */
final class NodeClient {
    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI url;

    NodeClient(SimulatedNode node) {
        url = node.url();
    }

    static String request(Object id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}";
    }

    HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return post(body, Duration.ofSeconds(10));
    }

    HttpResponse<String> post(String body, Duration timeout) throws IOException, InterruptedException {
        return http.send(message(body, timeout), HttpResponse.BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> postAsync(String body) {
        return http.sendAsync(message(body, Duration.ofSeconds(10)), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest message(String body, Duration timeout) {
        return HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(url.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    JsonNode answer(String method, String params) throws IOException, InterruptedException {
        return JSON.readTree(post(request(1, method, params)).body());
    }

    /** The result; a JSON null is a null node. */
    JsonNode result(String method, String params) throws IOException, InterruptedException {
        JsonNode answer = answer(method, params);
        if (!answer.has("result")) {
            throw new AssertionError(method + params + " answered " + answer);
        }
        return answer.get("result");
    }

    JsonNode error(String method, String params) throws IOException, InterruptedException {
        JsonNode answer = answer(method, params);
        if (!answer.has("error") || answer.has("result")) {
            throw new AssertionError(method + params + " should fail but answered " + answer);
        }
        return answer.get("error");
    }

    byte[] bytes(String method, String params) throws IOException, InterruptedException {
        return Hex.decode(result(method, params).textValue());
    }

    static Header header(JsonNode json) {
        List<DigestItem> logs = new ArrayList<>();
        for (JsonNode log : json.at("/digest/logs")) {
            logs.add(DigestItem.of(Hex.decode(log.textValue())));
        }
        return new Header(
                Long.parseLong(json.get("number").textValue().substring(2), 16),
                BlockHash.parse(json.get("parentHash").textValue()),
                BlockHash.parse(json.get("stateRoot").textValue()),
                BlockHash.parse(json.get("extrinsicsRoot").textValue()),
                new Digest(logs));
    }

    Socket socket(SimulatedNode node) {
        return new Socket(node.webSocketUrl());
    }

    /** A WebSocket whose messages wait in a queue. */
    final class Socket implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final StringBuilder partial = new StringBuilder();
        private final WebSocket socket;
        private volatile boolean closed;

        Socket(URI uri) {
            socket = http.newWebSocketBuilder().buildAsync(uri, this).join();
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                messages.add(partial.toString());
                partial.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closed = true;
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed = true;
        }

        boolean closed() {
            return closed;
        }

        void send(String text) {
            socket.sendText(text, true).join();
        }

        boolean sends(String text) {
            return !socket.sendText(text, true)
                    .handle((sent, failure) -> failure != null)
                    .join();
        }

        JsonNode next() throws InterruptedException, IOException {
            String message = messages.poll(10, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("nothing came within 10 s");
            }
            return JSON.readTree(message);
        }

        /** Subscribes; answers the subscription's id. */
        String subscribe(String topic) throws InterruptedException, IOException {
            send(request(9, "chain_subscribe" + topic, "[]"));
            JsonNode answer = next();
            return answer.get("result").textValue();
        }

        /** The header of the next message, which must be of that subscription. */
        Header head(String notification, String subscription) throws InterruptedException, IOException {
            JsonNode message = next();
            if (!notification.equals(message.path("method").asText())
                    || !subscription.equals(message.at("/params/subscription").asText())) {
                throw new AssertionError("expected " + notification + " of " + subscription + " but got " + message);
            }
            return header(message.at("/params/result"));
        }

        boolean silent() {
            return messages.isEmpty();
        }
    }
}
