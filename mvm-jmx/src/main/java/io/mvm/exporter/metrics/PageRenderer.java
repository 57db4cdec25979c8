package io.mvm.exporter.metrics;

import io.prometheus.client.Collector.MetricFamilySamples;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Renders the page on a thread of its own: when a snapshot is told, and otherwise every few seconds for what changes without one. A
 * scrape copies bytes and waits for nobody. When reading fails, the last page goes on being served, but says so.
 */
public final class PageRenderer implements AutoCloseable {
    /** Longest time between pages, so that the JVM's own metrics and epoch progress go on while no snapshot comes. */
    static final Duration LONGEST = Duration.ofSeconds(5);

    /** Shortest time between starts of pages: while history is fetched, snapshots come faster than anybody scrapes. */
    static final Duration SHORTEST = Duration.ofMillis(50);

    /** Pages take at most one part in so many of one core's time, however many validators there are. */
    private static final int SHARE_OF_TIME = 2;

    /** A form that nobody has asked for this long is rendered no more. */
    private static final long WANTED_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final Supplier<MetricsReader.Reading> reader;
    private final Clock clock;
    private final Consumer<String> log;
    private final Thread thread;
    private final GrowingBytes buffer = new GrowingBytes(1 << 16);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition rendered = lock.newCondition();

    private boolean wanted = true;
    private boolean closed;
    private volatile Page page;
    private volatile long openMetricsAskedAt;
    private volatile long gzipAskedAt;
    private volatile boolean openMetricsAsked;
    private volatile boolean gzipAsked;
    private boolean failing;
    private int omitted;

    /**
     * Renders nothing before {@link #start()}.
     *
     * @param log told one line when reading begins to fail, when it works again, and when validators are left out
     */
    public PageRenderer(MetricsReader reader, Clock clock, Consumer<String> log) {
        this(reader::read, clock, log);
    }

    PageRenderer(Supplier<MetricsReader.Reading> reader, Clock clock, Consumer<String> log) {
        this.reader = reader;
        this.clock = clock;
        this.log = log;
        thread = new Thread(this::run, "mvm-exporter-render");
        thread.setDaemon(true);
    }

    /** Begins to render. */
    public void start() {
        thread.start();
    }

    /** Says that values have changed. Returns at once. */
    public void signal() {
        lock.lock();
        try {
            wanted = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The newest page; null before the first. */
    public Page page() {
        return page;
    }

    /**
     * The newest page in one format. Only who asks for a format first, or again after long, waits until it is rendered.
     *
     * @return null if it was not rendered in time
     */
    public Body body(Format format, Duration patience) throws InterruptedException {
        if (format == Format.OPEN_METRICS) {
            openMetricsAskedAt = System.nanoTime();
            openMetricsAsked = true;
        }
        Page now = page;
        if (now != null && now.in(format) != null) {
            return now.in(format);
        }
        long nanos = patience.toNanos();
        lock.lock();
        try {
            wanted = true;
            changed.signal();
            while (page == null || page.in(format) == null) {
                if (nanos <= 0 || closed) {
                    return null;
                }
                nanos = rendered.awaitNanos(nanos);
            }
            return page.in(format);
        } finally {
            lock.unlock();
        }
    }

    /** Compressed bytes of a body, or null where plain ones are to be had sooner. */
    public byte[] gzip(Body body) {
        gzipAskedAt = System.nanoTime();
        gzipAsked = true;
        return body.gzip();
    }

    private void run() {
        try {
            long pause = 0;
            while (awaitNeed(pause)) {
                long start = System.nanoTime();
                render(start);
                long took = System.nanoTime() - start;
                pause = Math.max(SHORTEST.toNanos() - took, (SHARE_OF_TIME - 1) * took);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: the thread ends here
        }
    }

    /** Rests, then waits for a reason to render; false once closed. */
    private boolean awaitNeed(long restNanos) throws InterruptedException {
        lock.lock();
        try {
            long rest = restNanos;
            while (!closed && rest > 0 && page != null && !missesForm()) {
                rest = changed.awaitNanos(rest);
            }
            long left = LONGEST.toNanos() - restNanos;
            while (!closed && !wanted && left > 0) {
                left = changed.awaitNanos(left);
            }
            wanted = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Whether somebody waits for a format the page is not in. */
    private boolean missesForm() {
        return openMetricsWanted() && page.openMetrics() == null;
    }

    private boolean openMetricsWanted() {
        return openMetricsAsked && System.nanoTime() - openMetricsAskedAt < WANTED_NANOS;
    }

    private void render(long start) {
        Page next;
        try {
            long readAt = clock.millis();
            MetricsReader.Reading reading = reader.get();
            next = good(reading, start, readAt);
            tellOmitted(reading.omittedValidators());
            if (failing) {
                failing = false;
                log.accept("metrics can be read again");
            }
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            if (!failing) {
                failing = true;
                log.accept("metrics cannot be read, the last ones are served with mvm_scrape_success 0 until they can: "
                        + e);
            }
            next = stale(start);
        }
        publish(next);
        if (gzipAsked && System.nanoTime() - gzipAskedAt < WANTED_NANOS) {
            compress(next);
        }
    }

    private void publish(Page next) {
        lock.lock();
        try {
            page = next;
            rendered.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Compresses ahead of the scrape what is asked for; a first one asking does it for itself. */
    private void compress(Page next) {
        if (openMetricsWanted() && next.openMetrics() != null) {
            next.openMetrics().gzip();
        } else {
            next.text().gzip();
        }
    }

    private Page good(MetricsReader.Reading reading, long start, long readAt) {
        Body text = body(Format.TEXT, reading, start, readAt);
        Body open = openMetricsWanted() ? body(Format.OPEN_METRICS, reading, start, readAt) : null;
        return new Page(text, open, true, readAt);
    }

    private Body body(Format format, MetricsReader.Reading reading, long start, long readAt) {
        buffer.clear();
        format.write(buffer, reading.families());
        int tailAt = buffer.size();
        writeTail(format, SelfFamilies.of(reading, seconds(start), readAt));
        return new Body(buffer.copy(), tailAt);
    }

    /** The last page's metrics under a new end that says how old they are. */
    private Page stale(long start) {
        Page last = page;
        Long readAt = last == null ? null : last.readAtMs();
        Body text = stale(Format.TEXT, last, start, readAt);
        Body open = last != null && last.openMetrics() == null ? null : stale(Format.OPEN_METRICS, last, start, readAt);
        return new Page(text, open, false, readAt);
    }

    private Body stale(Format format, Page last, long start, Long readAt) {
        buffer.clear();
        writeTail(format, SelfFamilies.of(null, seconds(start), readAt));
        return (last == null ? new Body(new byte[0], 0) : last.in(format)).withTail(buffer.copy());
    }

    private void writeTail(Format format, List<MetricFamilySamples> families) {
        format.write(buffer, families);
        format.end(buffer);
    }

    private static double seconds(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    private void tellOmitted(int count) {
        if (count > 0 && omitted == 0) {
            log.accept(
                    count + " validators are left out of the metrics, for there are more than exporter.max-validators;"
                            + " raise it to see them");
        }
        omitted = count;
    }

    /** Stops rendering; the last page stays. Waits a moment for the page being made. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            rendered.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
