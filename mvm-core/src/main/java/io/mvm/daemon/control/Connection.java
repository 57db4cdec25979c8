package io.mvm.daemon.control;

import com.fasterxml.jackson.databind.node.NullNode;
import io.mvm.daemon.operation.ErrorCode;
import io.mvm.daemon.operation.OperationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.security.Principal;
import java.util.Arrays;
import jdk.net.ExtendedSocketOptions;

/**
 * One client: takes a request, and reads no further until its reply is taken, so that nobody can pile up anything here. All on the
 * server's thread.
 */
final class Connection {
    private static final int FIRST_BYTES = 1 << 10;

    /** What a request is handed to. */
    interface Handler {
        /** Answers now, or null and calls {@link Connection#reply} later on the server's thread. */
        byte[] handle(Connection from, byte[] line);
    }

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ControlLimits limits;
    private final Handler handler;
    private ByteBuffer in = ByteBuffer.allocate(FIRST_BYTES);
    /** So many bytes of it are known to hold no end of a line. */
    private int searched;

    private ByteBuffer out;
    private boolean working;
    private boolean ended;
    private boolean open = true;
    /** By {@link System#nanoTime}. */
    private long since = System.nanoTime();

    Connection(SocketChannel channel, SelectionKey key, ControlLimits limits, Handler handler) {
        this.channel = channel;
        this.key = key;
        this.limits = limits;
        this.handler = handler;
    }

    /** Who it is, for the log: {@code ctl (user root)}. */
    String who() {
        try {
            Principal user =
                    channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
            return "ctl (user " + user.getName() + ")";
        } catch (IOException | UnsupportedOperationException e) {
            return "ctl";
        }
    }

    boolean isOpen() {
        return open;
    }

    /** Goes on with what the channel is ready for. */
    void ready() {
        try {
            if (key.isValid() && key.isWritable()) {
                write();
            }
            if (key.isValid() && key.isReadable()) {
                read();
            }
        } catch (IOException e) {
            // Reset by the client: nothing to tell anybody.
            close();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void read() throws IOException {
        if (!in.hasRemaining()) {
            in = ByteBuffer.allocate(Math.min(in.capacity() * 2, limits.lineBytes() + 1))
                    .put(in.flip());
        }
        if (channel.read(in) < 0) {
            ended = true;
        }
        next();
    }

    /** Hands on the next request that is there, if the one before is done with. */
    private void next() throws IOException {
        while (open && !working && out == null) {
            byte[] line = line();
            if (line == null) {
                if (ended) {
                    close();
                } else if (in.position() > limits.lineBytes()) {
                    ended = true;
                    in.clear();
                    searched = 0;
                    start(Replies.error(
                            NullNode.instance,
                            new OperationException(
                                    ErrorCode.REQUEST_TOO_LONG,
                                    "the request has more than " + limits.lineBytes()
                                            + " bytes; the connection is closed")));
                    continue;
                }
                break;
            }
            if (isBlank(line)) {
                continue;
            }
            byte[] reply = handler.handle(this, line);
            if (reply == null) {
                working = true;
            } else {
                start(reply);
            }
        }
        if (open) {
            key.interestOps(out != null ? SelectionKey.OP_WRITE : working ? 0 : SelectionKey.OP_READ);
        }
    }

    /** The first whole line, taken out; null if there is none. */
    private byte[] line() {
        for (int i = searched; i < in.position(); i++) {
            if (in.get(i) == '\n') {
                searched = 0;
                byte[] line = Arrays.copyOf(in.array(), i);
                in.flip().position(i + 1);
                in.compact();
                return line;
            }
        }
        searched = in.position();
        return null;
    }

    private static boolean isBlank(byte[] line) {
        for (byte one : line) {
            if (one != ' ' && one != '\r' && one != '\t') {
                return false;
            }
        }
        return true;
    }

    /** Sends the reply to the request at work. */
    void reply(byte[] line) {
        working = false;
        if (!open) {
            return;
        }
        try {
            start(line);
            next();
        } catch (IOException e) {
            close();
        }
    }

    private void start(byte[] line) throws IOException {
        out = ByteBuffer.wrap(line);
        since = System.nanoTime();
        flush();
    }

    private void write() throws IOException {
        flush();
        next();
    }

    private void flush() throws IOException {
        if (out != null) {
            channel.write(out);
            if (!out.hasRemaining()) {
                out = null;
                since = System.nanoTime();
            }
        }
    }

    /** How long it has kept the server waiting, in ns; 0 while the server works for it. */
    long waited(long nanoTime) {
        return working ? 0 : nanoTime - since;
    }

    /** Closes it if it has taken too long. */
    void expire(long nanoTime) {
        long limit = (out == null ? limits.idle() : limits.writing()).toNanos();
        if (waited(nanoTime) > limit) {
            close();
        }
    }

    void close() {
        open = false;
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            // The system has taken it back whatever it said.
        }
    }
}
