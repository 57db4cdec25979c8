package io.mvm.exporter.agent;

import io.mvm.exporter.http.BindAddress;
import io.mvm.exporter.http.ExporterServer;
import io.mvm.exporter.metrics.MetricsReader;
import io.mvm.exporter.metrics.PageRenderer;
import io.mvm.exporter.metrics.SnapshotSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;
import javax.management.MBeanServer;

/** The whole exporter, from beans to the socket, for as long as it is open. */
public final class Exporter implements AutoCloseable {
    private final PageRenderer renderer;
    private final SnapshotSignal signal;
    private final ExporterServer http;

    private Exporter(PageRenderer renderer, SnapshotSignal signal, ExporterServer http) {
        this.renderer = renderer;
        this.signal = signal;
        this.http = http;
    }

    /**
     * Begins to serve.
     *
     * @param rules file of JMX exporter rules; null for the shipped ones
     * @param log told what goes wrong later, a line at a time
     * @throws IllegalArgumentException if the rules cannot be used
     * @throws IOException if it cannot listen there; nothing is left running
     */
    public static Exporter start(BindAddress bind, Path rules, MBeanServer beans, Clock clock, Consumer<String> log)
            throws IOException {
        PageRenderer renderer = new PageRenderer(new MetricsReader(beans, rules), clock, log);
        ExporterServer http = new ExporterServer(bind, renderer, beans, clock);
        SnapshotSignal signal = new SnapshotSignal(beans, renderer::signal);
        Exporter exporter = new Exporter(renderer, signal, http);
        try {
            renderer.start(); // its first page is being made while the server starts
            http.start();
        } catch (IOException e) {
            exporter.close();
            throw e;
        }
        return exporter;
    }

    /** Where it serves. */
    public BindAddress address() {
        return http.address();
    }

    /** Stops serving. */
    @Override
    public void close() {
        http.close();
        signal.close();
        renderer.close();
    }
}
