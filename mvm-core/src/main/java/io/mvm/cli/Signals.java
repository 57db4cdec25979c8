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
 * SIGHUP asks to stop as well while a person's terminal is attached, which it says is gone, and else for whatever
 * {@link #onHangup} was told.
 */
final class Signals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
    private static final long HOOK_SECONDS = 3;

    private final CompletableFuture<String> asked = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final boolean terminal;
    private final Runnable overdue;
    private volatile Runnable hangup;

    /**
     * Takes the process's signals.
     *
     * @param terminal whether a person's terminal is attached
     * @param overdue run at the very end if stopping took too long
     */
    Signals(boolean terminal, Runnable overdue) {
        this.terminal = terminal;
        this.overdue = overdue;
        List.of("INT", "TERM", "QUIT", "HUP").forEach(this::handle);
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
                            received(name);
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

    /** On a thread of the JVM's that each signal has to itself. */
    void received(String name) {
        if (!name.equals("HUP") || terminal) {
            asked.complete("SIG" + name);
            return;
        }
        Runnable told = hangup;
        if (told == null) {
            LOG.info("SIGHUP came before there was anything to reload");
        } else {
            told.run();
        }
    }

    /** What SIGHUP asks for where no terminal is attached. It may take its time and must not throw. */
    void onHangup(Runnable action) {
        hangup = action;
    }

    /** Completes with the signal's name when one came that asks to stop. */
    CompletableFuture<String> asked() {
        return asked;
    }

    private void hook() {
        asked.complete("shutdown");
        try {
            if (!ended.await(HOOK_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("mvm: stopping took longer than " + HOOK_SECONDS + " s; what was not committed is"
                        + " fetched again at the next start");
                overdue.run();
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
