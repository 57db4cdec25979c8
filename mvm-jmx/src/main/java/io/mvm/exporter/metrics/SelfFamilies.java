package io.mvm.exporter.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.util.ArrayList;
import java.util.List;

/** The exporter on itself: the end of every page. */
final class SelfFamilies {
    static final Family SUCCESS = new Family(
            "mvm_scrape_success",
            "Whether the last reading of the metrics went well; if not, this page is an old one.");
    static final Family DURATION = new Family(
            "mvm_scrape_duration_seconds",
            "Time the last reading and rendering of the metrics took; scrapes only copy it.");
    static final Family RENDERED = new Family(
            "mvm_scrape_rendered_timestamp_seconds", "Time the metrics of this page were read, in seconds since 1970.");
    static final Family DROPPED = new Family(
            "mvm_scrape_dropped_attributes", "MBean attributes that failed when read, whose samples are missing.");
    static final Family OMITTED = new Family(
            "mvm_scrape_omitted_validators",
            "Validators left out because there are more than exporter.max-validators.");

    /** All of them, in the order of the page. */
    static final List<Family> ALL = List.of(DROPPED, DURATION, OMITTED, RENDERED, SUCCESS);

    private SelfFamilies() {}

    /** A gauge without labels. */
    record Family(String metric, String help) {
        private MetricFamilySamples of(double value) {
            return new MetricFamilySamples(
                    metric,
                    Collector.Type.GAUGE,
                    help,
                    List.of(new MetricFamilySamples.Sample(metric, List.of(), List.of(), value)));
        }
    }

    /**
     * The families as of one attempt.
     *
     * @param reading what was read; null if that failed
     * @param readAtMs when the page's metrics were read; null if never
     */
    static List<MetricFamilySamples> of(MetricsReader.Reading reading, double seconds, Long readAtMs) {
        List<MetricFamilySamples> families = new ArrayList<>();
        if (reading != null) {
            families.add(DROPPED.of(reading.droppedAttributes()));
        }
        families.add(DURATION.of(seconds));
        if (reading != null) {
            families.add(OMITTED.of(reading.omittedValidators()));
        }
        if (readAtMs != null) {
            families.add(RENDERED.of(readAtMs / 1000.0));
        }
        families.add(SUCCESS.of(reading == null ? 0 : 1));
        return families;
    }
}
