package io.mvm.daemon.process;

import io.mvm.daemon.lifecycle.ServiceNotifier;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Tells the service manager that started the process, such as systemd, how it is: datagrams to the socket that it names in
 * {@code NOTIFY_SOCKET}, see sd_notify(3). Safe for any thread.
 */
public final class SystemdNotifier implements ServiceNotifier {
    /** Sends one datagram. */
    @FunctionalInterface
    interface Transport {
        /**
         * At once.
         *
         * @return null, or why it could not be sent
         */
        String send(byte[] datagram);
    }

    private static final long LONGEST_STATUS = 1000;

    private final String socket;
    private final Transport transport;
    private final LongSupplier nanos;
    private final long watchdogNanos;
    private Long lastWatchdog;
    private String lastStatus;
    private boolean failureSaid;

    /**
     * By the manager's own environment.
     *
     * @param watchdogNanos time between two signs of life at the least; 0: none are wanted
     */
    SystemdNotifier(String socket, Transport transport, LongSupplier nanos, long watchdogNanos) {
        this.socket = socket;
        this.transport = transport;
        this.nanos = nanos;
        this.watchdogNanos = watchdogNanos;
    }

    /** The one that started us; {@link ServiceNotifier#NONE} if none did, or none that wants to hear. */
    public static ServiceNotifier of(Map<String, String> env) {
        String socket = env.get("NOTIFY_SOCKET");
        if (socket == null || !(socket.startsWith("/") || socket.startsWith("@")) || socket.length() < 2) {
            return ServiceNotifier.NONE;
        }
        return new SystemdNotifier(socket, DatagramSocket.open(socket), System::nanoTime, watchdogNanos(env));
    }

    /** A third of the manager's patience: whoever calls us does so once a second, and half would be too late by that. */
    static long watchdogNanos(Map<String, String> env) {
        String micros = env.get("WATCHDOG_USEC");
        String pid = env.get("WATCHDOG_PID");
        boolean ours =
                pid == null || pid.equals(String.valueOf(ProcessHandle.current().pid()));
        return ours && micros != null && micros.matches("[1-9][0-9]{0,14}") ? Long.parseLong(micros) * 1000 / 3 : 0;
    }

    @Override
    public void ready() {
        send("READY=1");
    }

    @Override
    public synchronized void status(String line) {
        String flat = line.replaceAll("\\s+", " ").strip();
        if (flat.length() > LONGEST_STATUS) {
            flat = flat.substring(0, (int) LONGEST_STATUS);
        }
        if (!flat.equals(lastStatus)) {
            lastStatus = flat;
            send("STATUS=" + flat);
        }
    }

    /** The JVM's own clock is the monotonic one of the system, which the manager compares with. */
    @Override
    public void reloading() {
        send("RELOADING=1\nMONOTONIC_USEC=" + nanos.getAsLong() / 1000);
    }

    @Override
    public void stopping() {
        send("STOPPING=1");
    }

    @Override
    public synchronized void watchdog() {
        long now = nanos.getAsLong();
        if (watchdogNanos > 0 && (lastWatchdog == null || now - lastWatchdog >= watchdogNanos)) {
            lastWatchdog = now;
            send("WATCHDOG=1");
        }
    }

    private synchronized void send(String text) {
        String problem = transport.send(text.getBytes(StandardCharsets.UTF_8));
        if (problem != null && !failureSaid) {
            failureSaid = true;
            ProcessLog.notToldToServiceManager(socket, problem);
        }
    }
}
