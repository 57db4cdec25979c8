package io.mvm.daemon.process;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A datagram socket of the Unix domain, which Java does not have. By JNA, which is loaded when the first one is opened; numbers
 * are Linux's. It costs 0.15 s and 12 MB once. The other way, a {@code systemd-notify} process of 10 ms for each message, is
 * neither installed everywhere nor believed by a manager that listens to the main process alone.
 */
final class DatagramSocket implements SystemdNotifier.Transport {
    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int MSG_DONTWAIT_NOSIGNAL = 0x40 | 0x4000;
    private static final int EINTR = 4;
    private static final int EAGAIN = 11;
    private static final int TRIES = 5;
    private static final int LONGEST_PATH = 108;

    /** The system's own. */
    interface LibC extends Library {
        int socket(int domain, int type, int protocol) throws LastErrorException;

        NativeLong sendto(int socket, byte[] data, NativeLong length, int flags, byte[] address, int addressLength)
                throws LastErrorException;
    }

    private final LibC libc;
    private final int socket;
    private final byte[] address;

    private DatagramSocket(LibC libc, int socket, byte[] address) {
        this.libc = libc;
        this.socket = socket;
        this.address = address;
    }

    /**
     * For the life of the process.
     *
     * @param path of the receiver; one of the abstract names if it begins with {@code @}
     */
    static SystemdNotifier.Transport open(String path) {
        try {
            LibC libc = Native.load("c", LibC.class);
            return new DatagramSocket(libc, libc.socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0), address(path));
        } catch (RuntimeException | UnsatisfiedLinkError e) {
            String why = "no datagram socket could be opened: " + e.getMessage();
            return datagram -> why;
        }
    }

    private static byte[] address(String path) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name.length >= LONGEST_PATH) {
            throw new IllegalArgumentException(
                    "the socket's name has " + name.length + " bytes, expected less than " + LONGEST_PATH);
        }
        boolean named = name[0] != '@';
        if (!named) {
            name[0] = 0;
        }
        // A path ends with a zero byte; an abstract name ends where the address does.
        return ByteBuffer.allocate(Short.BYTES + name.length + (named ? 1 : 0))
                .order(ByteOrder.nativeOrder())
                .putShort(AF_UNIX)
                .put(name)
                .array();
    }

    @Override
    public String send(byte[] datagram) {
        LastErrorException last = null;
        for (int i = 0; i < TRIES; i++) {
            try {
                libc.sendto(
                        socket,
                        datagram,
                        new NativeLong(datagram.length),
                        MSG_DONTWAIT_NOSIGNAL,
                        address,
                        address.length);
                return null;
            } catch (LastErrorException e) {
                last = e;
                if (e.getErrorCode() != EAGAIN && e.getErrorCode() != EINTR) {
                    break;
                }
                // Its buffer is full: a moment later it is not.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
        return last == null ? null : last.getMessage();
    }
}
