package io.mvm.exporter.metrics;

/**
 * What a scrape is answered with. Immutable.
 *
 * @param text in the text format
 * @param openMetrics in OpenMetrics; null while nobody has asked for it lately
 * @param good whether its metrics were all read at {@code readAtMs}; if not, they are the last ones that were
 * @param readAtMs when its metrics were read; null if they never could be
 */
public record Page(Body text, Body openMetrics, boolean good, Long readAtMs) {
    /** The page in a format; null if it is not rendered in it. */
    public Body in(Format format) {
        return format == Format.TEXT ? text : openMetrics;
    }
}
