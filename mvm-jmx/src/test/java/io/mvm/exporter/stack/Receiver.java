package io.mvm.exporter.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Takes what Alertmanager sends by HTTP, whatever the channel: the first part of the path names it. */
final class Receiver implements AutoCloseable {
    private final ObjectMapper json = new ObjectMapper();
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    /**
     * One message.
     *
     * @param channel such as {@code webhook}
     * @param atMs when it was here, Unix milliseconds
     * @param body what it said
     */
    record Message(String channel, long atMs, JsonNode body) {
        /** The alert of that name and status in Alertmanager's own JSON. */
        Optional<JsonNode> alert(String name, String status) {
            for (JsonNode alert : body.path("alerts")) {
                if (alert.at("/labels/alertname").asText().equals(name)
                        && alert.path("status").asText().equals(status)) {
                    return Optional.of(alert);
                }
            }
            return Optional.empty();
        }

        /** What Slack shows: title and text. */
        String slack() {
            JsonNode shown = body.path("attachments").path(0);
            return shown.path("title").asText() + "\n" + shown.path("text").asText();
        }
    }

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            messages.add(new Message(
                    exchange.getRequestURI().getPath().substring(1), System.currentTimeMillis(), json.readTree(body)));
            byte[] answer = "ok".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    /** Where a channel is to be sent to. */
    URI url(String channel) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + channel);
    }

    /** All messages so far, oldest first. */
    List<Message> messages() {
        return List.copyOf(messages);
    }

    /** The first message of a channel since a time that is as wanted; waits for it. */
    Message await(String what, Duration patience, long sinceMs, String channel, Predicate<Message> wanted) {
        return Awaitility.await(what)
                .atMost(patience)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> messages.stream()
                                .filter(one -> one.channel().equals(channel) && one.atMs() >= sinceMs)
                                .filter(wanted)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
