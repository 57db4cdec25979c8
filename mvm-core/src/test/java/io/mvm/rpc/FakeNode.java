package io.mvm.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mvm.chain.Header;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A node over real sockets, honest unless told otherwise: it can cut, stall, lie, refuse and go away. HTTP and WebSocket on
 * one port, as a real node has them.
 */
final class FakeNode implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** What to do with one HTTP request. */
    interface Reply {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    /** One request as it came. */
    record Request(String body, Map<String, String> headers, JsonNode json) {
        boolean isBatch() {
            return json.isArray();
        }

        String method() {
            return (isBatch() ? json.get(0) : json).get("method").asText();
        }
    }

    final TestChain chain;
    final List<Request> requests = new CopyOnWriteArrayList<>();
    final Set<Socket> webSockets = ConcurrentHashMap.newKeySet();
    final AtomicInteger handshakes = new AtomicInteger();
    final AtomicInteger inFlight = new AtomicInteger();
    final AtomicInteger mostInFlight = new AtomicInteger();
    volatile boolean acceptsSockets = true;
    volatile int finalizedBehind = 2;

    private final Map<String, Function<JsonNode, String>> answers = new ConcurrentHashMap<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Function<Request, Reply> intercept = request -> null;
    private volatile ServerSocket server;
    private int port;

    FakeNode(TestChain chain) {
        this.chain = chain;
        answers.put("chain_getBlockHash", this::blockHash);
        answers.put("chain_getHeader", params -> {
            int height =
                    params.isEmpty() ? chain.top() : chain.height(params.get(0).asText());
            return result(height < 0 ? "null" : TestChain.json(chain.header(height)));
        });
        answers.put("chain_getBlock", params -> {
            int height = chain.height(params.get(0).asText());
            return result(height < 0 ? "null" : TestChain.block(chain.header(height), 200));
        });
        answers.put(
                "chain_getFinalizedHead",
                params -> result("\"" + chain.hash(Math.max(0, chain.top() - finalizedBehind)) + "\""));
        answers.put("system_health", params -> result("{\"peers\":3,\"isSyncing\":false,\"shouldHavePeers\":true}"));
        answers.put("rpc_methods", params -> result("{\"methods\":[\"chain_getHeader\",\"chain_subscribeAllHeads\"]}"));
        start();
    }

    void start() {
        try {
            ServerSocket opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            server = opened;
            port = opened.getLocalPort();
            thread(() -> accept(opened));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes the port and every connection; {@link #start} opens the same port again. */
    void stop() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Answers a method by a function from its parameters to {@code "result":...} or {@code "error":...}. */
    void answer(String method, Function<JsonNode, String> answer) {
        answers.put(method, answer);
    }

    /** Looks at each HTTP request first; null lets it pass. */
    void intercept(Function<Request, Reply> with) {
        intercept = with;
    }

    long count(String method) {
        return requests.stream()
                .filter(request -> request.method().equals(method))
                .count();
    }

    /** Sends a header to every subscriber. */
    void announce(String notification, String subscription, Header header) {
        String text = "{\"jsonrpc\":\"2.0\",\"method\":\"" + notification + "\",\"params\":{\"subscription\":\""
                + subscription + "\",\"result\":" + TestChain.json(header) + "}}";
        for (Socket socket : List.copyOf(webSockets)) {
            try {
                frame(socket.getOutputStream(), text);
            } catch (IOException e) {
                webSockets.remove(socket);
            }
        }
    }

    void cutWebSockets() throws IOException {
        for (Socket socket : List.copyOf(webSockets)) {
            webSockets.remove(socket);
            socket.close();
        }
    }

    static String result(String json) {
        return "\"result\":" + json;
    }

    static String error(int code, String message) {
        return "\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\"}";
    }

    static Reply status(int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return out -> {
            out.write(("HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.flush();
        };
    }

    /** Promises the whole body, sends a part of it and cuts the connection. */
    static Reply cut(String body, int after) {
        return out -> {
            out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body.substring(0, after))
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            throw new IOException("cut");
        };
    }

    /** Says nothing until the connection is closed. */
    static Reply stall() {
        return out -> Thread.sleep(60_000);
    }

    /** The honest answer to a request. */
    String respond(Request request) {
        if (!request.isBatch()) {
            return respond(request.json);
        }
        List<String> parts = new ArrayList<>();
        request.json.forEach(call -> parts.add(respond(call)));
        return "[" + String.join(",", parts) + "]";
    }

    String respond(JsonNode call) {
        Function<JsonNode, String> answer = answers.get(call.get("method").asText());
        return "{\"jsonrpc\":\"2.0\",\"id\":" + call.get("id") + ","
                + (answer == null ? error(-32601, "Method not found") : answer.apply(call.get("params"))) + "}";
    }

    private String blockHash(JsonNode params) {
        if (params.isEmpty()) {
            return result("\"" + chain.hash(chain.top()) + "\"");
        }
        if (params.get(0).isArray()) {
            List<String> hashes = new ArrayList<>();
            params.get(0).forEach(height -> hashes.add(hashOrNull(height.asInt())));
            return result("[" + String.join(",", hashes) + "]");
        }
        return result(hashOrNull(params.get(0).asInt()));
    }

    private String hashOrNull(int height) {
        return height > chain.top() ? "null" : "\"" + chain.hash(height) + "\"";
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket socket = from.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                if (from.isClosed()) {
                    // Accepted just before stop() went through the list.
                    socket.close();
                }
                thread(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            while (true) {
                String line = line(in);
                Map<String, String> headers = new TreeMap<>();
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    int colon = header.indexOf(':');
                    headers.put(
                            header.substring(0, colon).toLowerCase(Locale.ROOT),
                            header.substring(colon + 1).strip());
                }
                if (headers.containsKey("upgrade") && line.startsWith("GET")) {
                    webSocket(socket, in, headers);
                    return;
                }
                byte[] body = new byte[Integer.parseInt(headers.getOrDefault("content-length", "0"))];
                in.readFully(body);
                http(socket.getOutputStream(), new String(body, StandardCharsets.UTF_8), headers);
            }
        } catch (IOException | InterruptedException e) {
            // The connection has ended, as told or by the client.
            sockets.remove(socket);
        }
    }

    private void http(OutputStream out, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        Request request = new Request(body, headers, MAPPER.readTree(body));
        requests.add(request);
        int now = inFlight.incrementAndGet();
        mostInFlight.accumulateAndGet(now, Math::max);
        try {
            Reply reply = intercept.apply(request);
            String answer = reply == null ? respond(request) : null;
            inFlight.decrementAndGet();
            now = -1;
            (reply == null ? status(200, answer) : reply).write(out);
        } finally {
            if (now >= 0) {
                inFlight.decrementAndGet();
            }
        }
    }

    private void webSocket(Socket socket, DataInputStream in, Map<String, String> headers) throws IOException {
        handshakes.incrementAndGet();
        OutputStream out = socket.getOutputStream();
        if (!acceptsSockets) {
            out.write("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return;
        }
        out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + accept(headers.get("sec-websocket-key")) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        int subscribed = 0;
        while (true) {
            int first = in.readUnsignedByte();
            int length = in.readUnsignedByte() & 0x7f;
            if (length == 126) {
                length = in.readUnsignedShort();
            }
            byte[] mask = new byte[4];
            in.readFully(mask);
            byte[] data = new byte[length];
            in.readFully(data);
            for (int i = 0; i < data.length; i++) {
                data[i] ^= mask[i % 4];
            }
            if ((first & 0xf) != 1) {
                continue;
            }
            JsonNode call = MAPPER.readTree(new String(data, StandardCharsets.UTF_8));
            Function<JsonNode, String> told = answers.get(call.get("method").asText());
            String name = call.get("method").asText().replace("chain_subscribe", "");
            frame(
                    out,
                    "{\"jsonrpc\":\"2.0\",\"id\":" + call.get("id") + ","
                            + (told == null ? result("\"" + name + "\"") : told.apply(call.get("params"))) + "}");
            if (++subscribed == 3) {
                webSockets.add(socket);
            }
        }
    }

    private static synchronized void frame(OutputStream out, String text) throws IOException {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        byte[] head = data.length < 126
                ? new byte[] {(byte) 0x81, (byte) data.length}
                : new byte[] {(byte) 0x81, 126, (byte) (data.length >> 8), (byte) data.length};
        out.write(head);
        out.write(data);
        out.flush();
    }

    private static String accept(String key) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1")
                            .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                                    .getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "fake-node");
        thread.setDaemon(true);
        thread.start();
    }
}
