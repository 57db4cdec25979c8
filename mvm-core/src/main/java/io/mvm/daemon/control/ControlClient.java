package io.mvm.daemon.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Asks a running daemon, one thing after the other on one connection. Not safe for several threads.
 *
 * <pre>{@code
 * try (ControlClient daemon = ControlClient.connect(Path.of("mvm.db.sock"), Duration.ofSeconds(10))) {
 *     JsonNode status = daemon.ask("status", Map.of());
 * }
 * }</pre>
 */
public final class ControlClient implements AutoCloseable {
    /** Between two tries while the daemon has more callers than it can let in at once. */
    private static final long RETRY_MS = 20;

    private final Path socket;
    private final Object identity;
    private final Duration timeout;
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final ByteBuffer in = ByteBuffer.allocate(8 << 10).limit(0);
    private long lastId;

    private ControlClient(Path socket, Object identity, Duration timeout, SocketChannel channel) throws IOException {
        this.socket = socket;
        this.identity = identity;
        this.timeout = timeout;
        this.channel = channel;
        this.selector = Selector.open();
        this.key = channel.register(selector, 0);
    }

    /**
     * Calls the daemon that listens at a socket.
     *
     * @param timeout longest wait for each answer
     * @throws ControlException if none does, or it may not be called
     */
    public static ControlClient connect(Path socket, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            Object identity = identity(socket);
            while (true) {
                SocketChannel channel = call(socket, deadline);
                if (channel != null) {
                    return new ControlClient(socket, identity, timeout, channel);
                }
                Thread.sleep(RETRY_MS);
            }
        } catch (IOException e) {
            throw unreachable(socket, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlException("calling the daemon at " + socket + " was interrupted", e);
        }
    }

    /** Null if the daemon cannot let anybody in just now, as too many others wait for it. */
    private static SocketChannel call(Path socket, long deadline) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            if (channel.connect(UnixDomainSocketAddress.of(socket))) {
                return channel;
            }
        } catch (ConnectException | BindException e) {
            close(channel);
            throw e;
        } catch (SocketException e) {
            // The JDK has no class of its own for a queue that is full.
            if (System.nanoTime() > deadline || Files.notExists(socket, LinkOption.NOFOLLOW_LINKS)) {
                close(channel);
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            close(channel);
            throw e;
        }
        close(channel);
        return null;
    }

    private static Object identity(Path socket) throws IOException {
        BasicFileAttributes there = Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (there.isRegularFile() || there.isDirectory()) {
            throw new IOException("it is no socket");
        }
        return there.fileKey();
    }

    private static ControlException unreachable(Path socket, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new ControlException(
                    "no daemon runs here: there is no socket " + socket
                            + "\nstart one with 'mvm sync', or name the socket of one that uses another configuration"
                            + " or database: --config FILE, or --socket PATH",
                    e);
        }
        if (e instanceof ConnectException) {
            return new ControlException(
                    "no daemon runs here: nobody listens at " + socket + ", which one has left behind"
                            + "\nit must have been killed; start it again with 'mvm sync', which replaces the socket",
                    e);
        }
        if (e instanceof AccessDeniedException || e instanceof BindException) {
            return new ControlException(
                    "this user may not talk to the daemon at " + socket
                            + "\nonly the user it runs as may, and root: try 'sudo -u USER mvm ctl ..'" + owner(socket),
                    e);
        }
        return new ControlException("the daemon at " + socket + " cannot be called: " + e.getMessage(), e);
    }

    private static String owner(Path socket) {
        try {
            return " as " + Files.getOwner(socket).getName();
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Asks, and waits for the answer.
     *
     * @param arguments text, whole numbers and booleans by name
     * @return the reply's data
     * @throws RefusedException if the daemon says that it has not done it
     * @throws ControlException if it says nothing, or what nobody understands
     */
    public JsonNode ask(String command, Map<String, ?> arguments) {
        long deadline = System.nanoTime() + timeout.toNanos();
        lastId++;
        ObjectNode request = Json.object().put("id", lastId).put("command", command);
        ObjectNode args = request.putObject("args");
        arguments.forEach((name, value) -> {
            if (value instanceof Boolean flag) {
                args.put(name, flag);
            } else if (value instanceof Number number) {
                args.put(name, number.longValue());
            } else {
                args.put(name, value.toString());
            }
        });
        try {
            send(Json.write(request), command, deadline);
            return data(Json.read(line(command, deadline)), command);
        } catch (IOException e) {
            throw new ControlException(
                    "the daemon at " + socket + " has not answered '" + command + "': " + e.getMessage(), e);
        }
    }

    private JsonNode data(ObjectNode reply, String command) throws IOException {
        JsonNode error = reply.path("error");
        if (error.isObject()) {
            List<String> details = new ArrayList<>();
            error.path("details").forEach(detail -> details.add(detail.asText()));
            throw new RefusedException(
                    error.path("code").asInt(), error.path("message").asText(), details);
        }
        if (!reply.path("status").asText().equals("ok") || reply.path("id").asLong() != lastId) {
            throw new IOException("the reply is none to request " + lastId + " ('" + command + "')");
        }
        return reply.path("data");
    }

    private void send(byte[] line, String command, long deadline) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(line);
        while (out.hasRemaining()) {
            try {
                if (channel.write(out) == 0) {
                    await(SelectionKey.OP_WRITE, command, deadline);
                }
            } catch (IOException e) {
                // It may have said why before it hung up; then that is what is read next.
                return;
            }
        }
    }

    private byte[] line(String command, long deadline) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            while (in.hasRemaining()) {
                byte one = in.get();
                if (one == '\n') {
                    return line.toByteArray();
                }
                line.write(one);
            }
            in.clear();
            int read = channel.read(in);
            in.flip();
            if (read < 0) {
                throw new IOException("it hung up; it may be ending");
            }
            if (read == 0) {
                await(SelectionKey.OP_READ, command, deadline);
            }
        }
    }

    private void await(int operation, String command, long deadline) throws IOException {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new ControlException(
                    "the daemon at " + socket + " has not answered '" + command + "' within " + shown(timeout)
                            + "; what was asked may still be done. See 'mvm ctl status', or wait longer: --timeout 1m",
                    null);
        }
        key.interestOps(operation);
        selector.select(left);
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) {
            throw new IOException("interrupted");
        }
    }

    private static String shown(Duration timeout) {
        return timeout.toMillis() % 1_000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
    }

    /** Whether the daemon that was called has gone: its socket is no longer there, is another's, or nobody listens any more. */
    public boolean isGone() {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            if (!identity(socket).equals(identity)) {
                return true;
            }
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(socket));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Hangs up. */
    @Override
    public void close() {
        close(channel);
        try {
            selector.close();
        } catch (IOException e) {
            throw new ControlException("the connection to " + socket + " cannot be closed: " + e.getMessage(), e);
        }
    }

    private static void close(SocketChannel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            // The call is over, whichever way it ends.
        }
    }
}
