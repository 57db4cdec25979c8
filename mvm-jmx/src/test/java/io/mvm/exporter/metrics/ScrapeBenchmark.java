package io.mvm.exporter.metrics;

import com.sun.management.ThreadMXBean;
import io.mvm.exporter.agent.Exporter;
import io.mvm.exporter.fixture.Network;
import io.mvm.exporter.fixture.PublishedNetwork;
import io.mvm.exporter.fixture.RawScraper;
import io.mvm.exporter.http.BindAddress;
import io.mvm.jmx.ExporterSettings;
import io.prometheus.jmx.JmxCollector;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanAttributeInfo;

/**
 * What a page costs to make and to serve, with as many validators as its arguments say: 200, 1,200 and 5,000 without any. Run by
 * {@code mvm-jmx/benchmark}.
 */
public final class ScrapeBenchmark {
    private static final int WARM_UPS = 20;
    private static final int ROUNDS = 40;
    private static final int SCRAPES = 500;

    private ScrapeBenchmark() {}

    /** Measures at each number of validators. */
    public static void main(String[] numbers) throws Exception {
        for (String number : numbers.length == 0 ? new String[] {"200", "1200", "5000"} : numbers) {
            measure(Integer.parseInt(number));
        }
    }

    private static void measure(int validators) throws Exception {
        ExporterSettings unlimited = new ExporterSettings(null, null, false, 10_000);
        long start = System.nanoTime();
        try (PublishedNetwork network = new PublishedNetwork(Network.crowd(1, validators), unlimited)) {
            say("%n== %d validators; beans registered in %.0f ms", validators, (System.nanoTime() - start) / 1e6);
            making(network);
            serving(network, validators);
        }
    }

    /** On one thread, without a server. */
    private static void making(PublishedNetwork network) throws Exception {
        MetricsReader reader = new MetricsReader(network.server(), null);
        GrowingBytes buffer = new GrowingBytes(1 << 16);
        ValidatorCollector walk =
                new ValidatorCollector(new BeanReader(network.server()), new Limits(network.server()));
        JmxCollector ruled = new JmxCollector(validatorRules());
        time("walk the validators", walk::collect);
        time("the same by cached rules", ruled::collect);
        time("read all", reader::read);
        MetricsReader.Reading reading = reader.read();
        time("write the text", () -> {
            buffer.clear();
            Format.TEXT.write(buffer, reading.families());
            return buffer.size();
        });
        Body[] body = new Body[1];
        time("compress it", () -> {
            body[0] = new Body(buffer.copy(), 0);
            return body[0].gzip();
        });
        say(
                "series %d, plain %,d bytes, gzip %,d bytes",
                reading.families().stream().mapToInt(f -> f.samples.size()).sum(),
                body[0].plain().length,
                body[0].gzip().length);
    }

    /** Over a socket, while a snapshot comes each second; then how soon a new value is seen. */
    private static void serving(PublishedNetwork network, int validators) throws Exception {
        AtomicLong sequence = new AtomicLong(1);
        ScheduledExecutorService chain = Executors.newSingleThreadScheduledExecutor();
        try (Exporter exporter = Exporter.start(
                new BindAddress("127.0.0.1", 0), null, network.server(), PublishedNetwork.CLOCK, line -> {})) {
            ScheduledFuture<?> snapshots = chain.scheduleAtFixedRate(
                    () -> network.show(Network.crowd(sequence.incrementAndGet(), validators)), 0, 1, TimeUnit.SECONDS);
            for (String encoding : new String[] {"identity", "gzip"}) {
                try (RawScraper scraper = new RawScraper(exporter.address(), encoding)) {
                    for (int i = 0; i < WARM_UPS; i++) {
                        scraper.scrape();
                    }
                    long[] nanos = new long[SCRAPES];
                    for (int i = 0; i < SCRAPES; i++) {
                        TimeUnit.MILLISECONDS.sleep(10);
                        long begin = System.nanoTime();
                        scraper.scrape();
                        nanos[i] = System.nanoTime() - begin;
                    }
                    report("scrape " + encoding, nanos, -1);
                }
            }
            snapshots.cancel(false);
            chain.shutdown();
            chain.awaitTermination(5, TimeUnit.SECONDS);
            visible(network, exporter, validators, sequence);
        } finally {
            chain.shutdownNow();
        }
    }

    private static void visible(PublishedNetwork network, Exporter exporter, int validators, AtomicLong sequence)
            throws Exception {
        long[] nanos = new long[20];
        try (RawScraper scraper = new RawScraper(exporter.address(), "identity")) {
            for (int i = 0; i < nanos.length; i++) {
                TimeUnit.MILLISECONDS.sleep(1500);
                long next = sequence.incrementAndGet();
                var snapshot = Network.crowd(next, validators);
                // The first validator's blocks are the sequence.
                byte[] expected =
                        ("validator=\"" + Network.key(0) + "\",} " + (double) next).getBytes(StandardCharsets.US_ASCII);
                long begin = System.nanoTime();
                network.show(snapshot);
                while (!scraper.scrape().contains(expected)) {
                    Thread.onSpinWait();
                }
                nanos[i] = System.nanoTime() - begin;
            }
        }
        report("snapshot to visible", nanos, -1);
    }

    private static void time(String what, Callable<?> work) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < WARM_UPS; i++) {
            work.call();
        }
        long[] nanos = new long[ROUNDS];
        long allocated = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            long begin = System.nanoTime();
            work.call();
            nanos[i] = System.nanoTime() - begin;
        }
        report(what, nanos, (threads.getCurrentThreadAllocatedBytes() - allocated) / ROUNDS);
    }

    private static void report(String what, long[] nanos, long allocated) {
        Arrays.sort(nanos);
        say(
                "%-26s median %7.2f ms  p99 %7.2f ms  max %7.2f ms%s",
                what,
                nanos[nanos.length / 2] / 1e6,
                nanos[(int) (nanos.length * 0.99)] / 1e6,
                nanos[nanos.length - 1] / 1e6,
                allocated < 0 ? "" : String.format(Locale.ROOT, "  %6.2f MB allocated", allocated / 1e6));
    }

    @SuppressWarnings("SystemOut")
    private static void say(String line, Object... values) {
        System.out.printf(Locale.ROOT, line + "%n", values);
    }

    /** What rules for the validators would be like. */
    private static String validatorRules() throws Exception {
        StringBuilder yaml = new StringBuilder("includeObjectNames: ['mvm:type=Validator,*']\nrules:\n");
        var server = ManagementFactory.getPlatformMBeanServer();
        var validator = server.getMBeanInfo(
                server.queryNames(BeanNames.VALIDATORS, null).iterator().next());
        for (MBeanAttributeInfo attribute : validator.getAttributes()) {
            String metric = DescribedMetrics.field(attribute, "metric");
            if (!metric.isEmpty()) {
                yaml.append("- pattern: 'mvm<type=Validator, chain=(.+), validator=(.+)><>")
                        .append(attribute.getName())
                        .append(":'\n  name: ")
                        .append(metric)
                        .append("\n  type: ")
                        .append(DescribedMetrics.field(attribute, "metricType"))
                        .append("\n  labels: {chain: '$1', validator: '$2'}\n  cache: true\n");
            }
        }
        return yaml.toString();
    }
}
