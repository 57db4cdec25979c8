package io.mvm.cli;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns SIGINT, SIGTERM and SIGQUIT into a request to stop, so that the command ends with its own status after everything is
 * committed. Where the JVM keeps a signal to itself (SIGQUIT without {@code -Xrs}) a shutdown hook gives the command its time.
 */
final class StopSignals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);
    private static final long HOOK_SECONDS = 3;

    private final CompletableFuture<String> asked = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    StopSignals() {
        List.of("INT", "TERM", "QUIT").forEach(this::handle);
        Runtime.getRuntime().addShutdownHook(new Thread(this::hook, "mvm-stop"));
    }

    /**
     * Module {@code jdk.unsupported} has the only way to a signal. It is reached by reflection, as the compiler's warning about
     * it can be fenced by no annotation and ours are errors.
     */
    private void handle(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object stop = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, args) -> {
                        if (method.getName().equals("handle")) {
                            asked.complete("SIG" + name);
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), stop);
        } catch (ReflectiveOperationException e) {
            // Kept by the JVM, or unknown on this system: the hook serves whatever ends the process.
            LOG.debug("signal {} is not ours to handle", name, e);
        }
    }

    /** Completes with the signal's name when one came. */
    CompletableFuture<String> asked() {
        return asked;
    }

    private void hook() {
        asked.complete("shutdown");
        try {
            if (!ended.await(HOOK_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("mvm: stopping took longer than " + HOOK_SECONDS + " s; what was not committed is"
                        + " fetched again at the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says that everything is closed. */
    @Override
    public void close() {
        ended.countDown();
    }
}
