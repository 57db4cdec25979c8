package io.mvm.daemon.control;

import com.fasterxml.jackson.databind.node.NullNode;
import io.mvm.daemon.operation.ErrorCode;
import io.mvm.daemon.operation.OperationException;
import io.mvm.daemon.operation.Operations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers at the control socket, which only the daemon's own user and root can reach. One thread serves every client; what takes
 * time is done by two more, so that {@code ping} and {@code status} are answered whatever else goes on. No client can harm another
 * or the daemon. See docs/control.md for what is spoken.
 */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final int WORKERS = 2;
    /** How exactly time limits are kept. */
    private static final long TICK_MS = 250;
    /** Between two looks whether the socket's file is still there: whoever tidies up temporary files takes it away. */
    private static final long LOOK_MS = 2_000;
    /** What a request in progress is given when the daemon ends. */
    private static final long GRACE_MS = 1_000;

    private volatile SocketFile socket;
    private final Dispatcher dispatcher;
    private final ControlLimits limits;
    private final Selector selector;
    private SelectionKey listening;
    private long lookedNanos = System.nanoTime();
    private boolean cannotListen;
    private final Set<Connection> connections = new HashSet<>();
    private final Queue<Runnable> done = new ConcurrentLinkedQueue<>();
    private final ThreadPoolExecutor workers;
    private final Thread thread;
    private volatile boolean closing;

    private ControlServer(SocketFile socket, Operations operations, Clock clock, ControlLimits limits)
            throws IOException {
        this.socket = socket;
        this.dispatcher = new Dispatcher(operations, clock);
        this.limits = limits;
        this.selector = Selector.open();
        socket.channel().configureBlocking(false);
        this.listening = socket.channel().register(selector, SelectionKey.OP_ACCEPT);
        AtomicInteger number = new AtomicInteger();
        this.workers =
                new ThreadPoolExecutor(WORKERS, WORKERS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread worker = new Thread(task, "mvm-control-" + number.incrementAndGet());
                    worker.setDaemon(true);
                    return worker;
                });
        workers.allowCoreThreadTimeOut(true);
        this.thread = new Thread(this::run, "mvm-control");
        thread.setDaemon(true);
    }

    /**
     * Opens the socket and answers from now on.
     *
     * @param path where; its directory must exist
     * @param operations what is asked for there; called by several threads
     * @param clock the time
     * @throws ControlSocketException if it cannot be opened; nothing is left behind then
     */
    public static ControlServer open(Path path, Operations operations, Clock clock) {
        return open(path, operations, clock, ControlLimits.USUAL);
    }

    static ControlServer open(Path path, Operations operations, Clock clock, ControlLimits limits) {
        SocketFile socket = SocketFile.listen(path);
        try {
            ControlServer server = new ControlServer(socket, operations, clock, limits);
            server.thread.start();
            return server;
        } catch (IOException e) {
            socket.close();
            throw new ControlSocketException(
                    false, "control socket " + path + " cannot be served: " + e.getMessage(), e);
        }
    }

    private void run() {
        boolean failedBefore = false;
        while (!closing) {
            try {
                selector.select(this::ready, connections.isEmpty() && listening.interestOps() != 0 ? LOOK_MS : TICK_MS);
                failedBefore = false;
                finish();
                tidy();
                listenAnewIfGone();
            } catch (IOException | RuntimeException | Error e) {
                if (!failedBefore) {
                    LOG.error("control socket {} stumbled; it goes on", socket.path(), e);
                }
                failedBefore = true;
                rest();
            }
        }
        end();
    }

    /** What fails at once and always must not take a processor with it. */
    private void rest() {
        try {
            Thread.sleep(TICK_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing = true;
        }
    }

    private void ready(SelectionKey key) {
        if (key.equals(listening)) {
            accept();
        } else {
            ((Connection) key.attachment()).ready();
        }
    }

    private void accept() {
        SocketChannel channel;
        try {
            channel = socket.channel().accept();
        } catch (IOException e) {
            // Out of descriptors: the client waits in the system's queue until there are some.
            LOG.warn("a client of the control socket cannot be let in now, tried again: {}", e.toString());
            listening.interestOps(0);
            return;
        }
        if (channel == null) {
            return;
        }
        try {
            channel.configureBlocking(false);
            if (connections.size() >= limits.clients() && !makeRoom()) {
                refuse(channel);
                return;
            }
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            Connection connection = new Connection(channel, key, limits, this::handle);
            key.attach(connection);
            connections.add(connection);
        } catch (IOException e) {
            close(channel);
        }
    }

    /** Whoever has been silent longest goes, so that a heap of forgotten clients cannot lock an operator out. */
    private boolean makeRoom() {
        long now = System.nanoTime();
        return connections.stream()
                .max(Comparator.comparingLong(one -> one.waited(now)))
                .filter(one -> one.waited(now) > limits.patience().toNanos())
                .map(one -> {
                    one.close();
                    return connections.remove(one);
                })
                .orElse(false);
    }

    private void refuse(SocketChannel channel) throws IOException {
        // As short a line as this fits the system's own buffer.
        channel.write(ByteBuffer.wrap(Replies.error(
                NullNode.instance,
                new OperationException(
                        ErrorCode.TOO_MANY_CLIENTS,
                        limits.clients() + " clients are connected, which is the most; try again in "
                                + limits.patience().toSeconds() + " s"))));
        channel.close();
    }

    /** Called by a connection with each request. */
    private byte[] handle(Connection from, byte[] line) {
        try {
            Request request = Request.parse(line);
            ControlCommand command = Dispatcher.command(request);
            String by = from.who();
            if (command.immediate()) {
                return dispatcher.execute(command, request, by);
            }
            workers.execute(() -> {
                byte[] reply = dispatcher.execute(command, request, by);
                done.add(() -> from.reply(reply));
                selector.wakeup();
            });
            return null;
        } catch (Request.RefusedException e) {
            return Replies.error(e.id(), e.reason());
        } catch (RejectedExecutionException e) {
            return Replies.error(
                    NullNode.instance, new OperationException(ErrorCode.WRONG_STATE, "the daemon is ending"));
        }
    }

    private void finish() {
        Runnable next = done.poll();
        while (next != null) {
            next.run();
            next = done.poll();
        }
    }

    private void tidy() {
        long now = System.nanoTime();
        connections.forEach(one -> one.expire(now));
        connections.removeIf(one -> !one.isOpen());
        if (listening.isValid() && listening.interestOps() == 0) {
            listening.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    /** Without its file nobody can connect any more, and who asks would be told that no daemon runs. */
    private void listenAnewIfGone() throws IOException {
        long now = System.nanoTime();
        if (now - lookedNanos < TimeUnit.MILLISECONDS.toNanos(LOOK_MS)) {
            return;
        }
        lookedNanos = now;
        if (!socket.isGone()) {
            return;
        }
        try {
            SocketFile next = SocketFile.listen(socket.path());
            SocketFile former = socket;
            socket = next;
            former.channel().close();
            next.channel().configureBlocking(false);
            listening = next.channel().register(selector, SelectionKey.OP_ACCEPT);
            cannotListen = false;
            LOG.warn("control socket {} was removed by somebody; it is there again", next.path());
        } catch (ControlSocketException e) {
            if (!cannotListen) {
                cannotListen = true;
                LOG.warn(
                        "control socket {} was removed by somebody: {}; tried again every 2 s",
                        socket.path(),
                        e.getMessage());
            }
        }
    }

    /** Lets requests in progress end, hands out their replies, and closes everything. */
    private void end() {
        socket.close();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(GRACE_MS, TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        finish();
        connections.forEach(Connection::close);
        connections.clear();
        try {
            selector.close();
        } catch (IOException e) {
            LOG.warn("the control socket's selector cannot be closed, goes on: {}", e.toString());
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("a client's connection cannot be closed", e);
        }
    }

    /** Where it listens. */
    public Path path() {
        return socket.path();
    }

    /** Ends: the socket's file is gone, and no thread of it left, when this returns. May be called more than once. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
