package io.mvm.exporter.metrics;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

/** The two ways a page of metrics is written. */
public enum Format {
    /** Prometheus' text format 0.0.4. */
    TEXT(TextFormat.CONTENT_TYPE_004),
    /** OpenMetrics 1.0.0. */
    OPEN_METRICS(TextFormat.CONTENT_TYPE_OPENMETRICS_100);

    private static final String OPEN_METRICS_END = "# EOF\n";

    private final String contentType;

    Format(String contentType) {
        this.contentType = contentType;
    }

    /** Value of the Content-Type header. */
    public String contentType() {
        return contentType;
    }

    /** Writes families; further ones may follow. */
    void write(GrowingBytes target, List<MetricFamilySamples> families) {
        try {
            AsciiWriter writer = new AsciiWriter(target);
            if (this == TEXT) {
                TextFormat.write004(writer, Collections.enumeration(families));
            } else {
                TextFormat.writeOpenMetrics100(writer, Collections.enumeration(families));
                target.unwrite(OPEN_METRICS_END.length());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot be: the target is memory
        }
    }

    /** Writes what must stand after the last family. */
    void end(GrowingBytes target) {
        if (this == OPEN_METRICS) {
            byte[] end = OPEN_METRICS_END.getBytes(StandardCharsets.US_ASCII);
            target.write(end, 0, end.length);
        }
    }
}
