package io.mvm.exporter.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PageRendererTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1000), ZoneOffset.UTC);

    private final AtomicInteger value = new AtomicInteger(1);
    private final AtomicInteger omitted = new AtomicInteger();
    private final AtomicInteger readings = new AtomicInteger();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final PageRenderer renderer = new PageRenderer(this::read, CLOCK, log::add);

    private MetricsReader.Reading read() {
        readings.incrementAndGet();
        if (broken.get()) {
            throw new IllegalStateException("no beans today");
        }
        MetricFamilySamples family = new MetricFamilySamples(
                "x_total",
                Collector.Type.COUNTER,
                "X.",
                List.of(new MetricFamilySamples.Sample("x_total", List.of("l"), List.of("ä😀\""), value.get())));
        return new MetricsReader.Reading(List.of(family), 0, omitted.get());
    }

    @AfterEach
    void close() {
        renderer.close();
    }

    private String text() {
        Page page = renderer.page();
        return page == null ? "" : new String(page.text().plain(), StandardCharsets.UTF_8);
    }

    private void awaitText(String part) {
        await(part).atMost(Duration.ofSeconds(10)).until(() -> text().contains(part));
    }

    @Test
    void showsANewValueOnceSignalled() {
        renderer.start();
        awaitText("x_total{l=\"ä😀\\\"\",} 1.0\n");
        value.set(2);
        renderer.signal();
        await().atMost(PageRenderer.LONGEST.minusSeconds(1)).until(() -> text().contains("} 2.0\n"));
    }

    @Test
    void rendersWithoutASignalEveryFewSeconds() {
        renderer.start();
        awaitText("} 1.0\n");
        value.set(2);
        awaitText("} 2.0\n");
    }

    @Test
    void rendersNoMoreOftenThanItShouldHoweverManySnapshotsCome() throws Exception {
        renderer.start();
        awaitText("} 1.0\n");
        int before = readings.get();
        long start = System.nanoTime();
        while (System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(1000)) {
            renderer.signal();
            Thread.onSpinWait();
        }
        // One at once, then one for each pause.
        assertThat(readings.get() - before).isBetween(1, 1 + (int) (1000 / PageRenderer.SHORTEST.toMillis()));
    }

    @Test
    void servesTheLastValuesButSaysSoWhileReadingFails() {
        renderer.start();
        awaitText("mvm_scrape_success 1.0\n");
        broken.set(true);
        value.set(2);
        renderer.signal();
        awaitText("mvm_scrape_success 0.0\n");
        assertThat(text())
                .contains("} 1.0\n", "mvm_scrape_rendered_timestamp_seconds 1000.0\n")
                .containsOnlyOnce("# TYPE mvm_scrape_success gauge");
        assertThat(renderer.page().good()).isFalse();
        int failed = readings.get();
        renderer.signal();
        await().until(() -> readings.get() > failed);
        broken.set(false);
        renderer.signal();
        awaitText("mvm_scrape_success 1.0\n");
        assertThat(text()).contains("} 2.0\n");
        assertThat(log)
                .as("one line when it begins and one when it ends")
                .containsExactly(
                        "metrics cannot be read, the last ones are served with mvm_scrape_success 0 until they can:"
                                + " java.lang.IllegalStateException: no beans today",
                        "metrics can be read again");
    }

    @Test
    void tellsOfFailureThoughNothingWasEverRead() {
        broken.set(true);
        renderer.start();
        awaitText("mvm_scrape_success 0.0\n");
        assertThat(text()).doesNotContain("mvm_scrape_rendered_timestamp_seconds");
    }

    @Test
    void saysOnceThatValidatorsAreLeftOut() {
        omitted.set(7);
        renderer.start();
        awaitText("mvm_scrape_omitted_validators 7.0\n");
        int before = readings.get();
        renderer.signal();
        await().until(() -> readings.get() > before);
        assertThat(log).hasSize(1);
        assertThat(log.get(0)).startsWith("7 validators are left out of the metrics");
    }

    @Test
    void rendersOpenMetricsOnceSomebodyAsksForIt() throws Exception {
        renderer.start();
        awaitText("} 1.0\n");
        assertThat(renderer.page().openMetrics()).isNull();
        Body body = renderer.body(Format.OPEN_METRICS, Duration.ofSeconds(10));
        assertThat(new String(body.plain(), StandardCharsets.UTF_8))
                .contains("# TYPE x counter\n", "x_total{l=\"ä😀\\\"\"} 1.0\n", "mvm_scrape_success 1.0\n")
                .containsOnlyOnce("# EOF\n")
                .endsWith("# EOF\n");
        value.set(2);
        renderer.signal();
        awaitText("} 2.0\n");
        assertThat(renderer.page().openMetrics()).as("and from then on").isNotNull();
    }

    @Test
    void givesUpOnAPageThatDoesNotCome() throws Exception {
        assertThat(renderer.body(Format.TEXT, Duration.ofMillis(50))).isNull();
    }

    @Test
    void compressesThePageThatItServes() throws Exception {
        renderer.start();
        awaitText("} 1.0\n");
        Body body = renderer.page().text();
        assertThat(unzipped(renderer.gzip(body))).isEqualTo(body.plain());
        value.set(2);
        renderer.signal();
        awaitText("} 2.0\n");
        await("the next page is compressed ahead of the scrape")
                .until(() -> renderer.page().text().gzip() != null);
        assertThat(unzipped(renderer.page().text().gzip()))
                .isEqualTo(renderer.page().text().plain());
    }

    private static byte[] unzipped(byte[] gzip) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void endsItsThreadWhenClosed() throws Exception {
        renderer.start();
        awaitText("} 1.0\n");
        renderer.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().equals("mvm-exporter-render") && thread.isAlive())
                .isEmpty();
    }
}
