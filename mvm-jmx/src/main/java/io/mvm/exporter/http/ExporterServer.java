package io.mvm.exporter.http;

import io.mvm.exporter.metrics.PageRenderer;
import java.io.IOException;
import java.net.BindException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/** Jetty on one address. All its threads are daemons, so that it never keeps its host alive. */
public final class ExporterServer implements AutoCloseable {
    /** Scrapers come one or two at a time; more than these wait. */
    private static final int MAX_THREADS = 8;

    /** Connections kept open by scrapers outlast the usual scrape interval. */
    private static final long IDLE_MS = TimeUnit.SECONDS.toMillis(90);

    /** Time given to answers under way when stopping. */
    private static final long STOP_MS = TimeUnit.SECONDS.toMillis(1);

    /** A scraper's open but silent connection does not hold up the end longer than this. */
    private static final long SHUTDOWN_IDLE_MS = 100;

    private final Server server;
    private final ServerConnector connector;
    private final BindAddress bind;

    /** Listens nowhere before {@link #start()}. */
    public ExporterServer(BindAddress bind, PageRenderer renderer, MBeanServer beans, Clock clock) {
        this.bind = bind;
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 2);
        threads.setName("mvm-exporter-http");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        server = new Server(threads, new ScheduledExecutorScheduler("mvm-exporter-http-timer", true), null);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory(http));
        connector.setHost(bind.host());
        connector.setPort(bind.port());
        connector.setIdleTimeout(IDLE_MS);
        connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_MS);
        server.addConnector(connector);
        ChainFacts facts = new ChainFacts(beans);
        server.setHandler(new Handler.Sequence(
                new MetricsHandler(renderer),
                new HealthHandler(facts, clock),
                new LandingHandler(facts, clock),
                new NotFound()));
        server.setErrorHandler(new PlainErrors());
        server.setStopTimeout(STOP_MS);
    }

    /**
     * Begins to serve.
     *
     * @throws IOException if it cannot listen there, with the address and the reason
     */
    public void start() throws IOException {
        try {
            server.start();
        } catch (Exception e) {
            close();
            Throwable reason = e;
            while (reason.getCause() != null && !(reason instanceof BindException)) {
                reason = reason.getCause();
            }
            throw new IOException("cannot listen at " + bind + ": " + reason.getMessage(), e);
        }
    }

    /** Where it serves, with the port it got. */
    public BindAddress address() {
        return new BindAddress(bind.host(), connector.getLocalPort());
    }

    /** Lets answers under way end, then stops. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            // Its threads are daemons and its socket is closed first; nothing is left to do about the rest.
            server.destroy();
        }
    }

    private static final class NotFound extends Handler.Abstract.NonBlocking {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Answers.text(response, callback, 404, "Nothing is here; see / for what is.");
            return true;
        }
    }

    /** What Jetty itself refuses, such as a malformed request, in one line. */
    private static final class PlainErrors extends ErrorHandler {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Answers.text(response, callback, response.getStatus(), "Error " + response.getStatus() + ".");
            return true;
        }
    }
}
