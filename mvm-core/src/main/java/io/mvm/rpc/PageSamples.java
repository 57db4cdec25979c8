package io.mvm.rpc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** Samples of a Prometheus page. Numbers that are none (NaN) count as not told. Immutable. */
final class PageSamples {
    /** Samples kept at the most, so that a page of millions takes no memory; an honest one has a few dozen that we want. */
    private static final int MAX_KEPT = 10_000;

    /**
     * One line.
     *
     * @param name name of the sample
     * @param labels its labels
     * @param value its value
     */
    record Sample(String name, Map<String, String> labels, double value) {}

    private final Map<String, List<Sample>> byName = new HashMap<>();

    private PageSamples() {}

    /**
     * Reads a page, keeping what is wanted; all of it must be well-formed.
     *
     * @throws WireException with the line, if it is not
     */
    static PageSamples read(byte[] text, int length, Predicate<String> wanted) throws IOException {
        PageSamples samples = new PageSamples();
        PageText page = new PageText(text, length);
        int kept = 0;
        for (Sample sample = page.next(wanted); sample != null; sample = page.next(wanted)) {
            if (++kept > MAX_KEPT) {
                throw new WireException(
                        "the page has more than " + MAX_KEPT + " samples of interest, which no node has");
            }
            samples.byName
                    .computeIfAbsent(sample.name(), name -> new ArrayList<>(1))
                    .add(sample);
        }
        return samples;
    }

    boolean isEmpty() {
        return byName.isEmpty();
    }

    /** The first sample of a name; empty if there is none or it is no finite number. */
    OptionalDouble value(String name) {
        return value(name, labels -> true);
    }

    /** The first sample of a name whose labels fit. */
    OptionalDouble value(String name, Predicate<Map<String, String>> fits) {
        return byName.getOrDefault(name, List.of()).stream()
                .filter(sample -> fits.test(sample.labels()))
                .mapToDouble(Sample::value)
                .filter(Double::isFinite)
                .findFirst();
    }

    /** The sum of all samples of a name whose labels fit; empty if there is none. */
    OptionalDouble sum(String name, Predicate<Map<String, String>> fits) {
        double[] values = byName.getOrDefault(name, List.of()).stream()
                .filter(sample -> fits.test(sample.labels()))
                .mapToDouble(Sample::value)
                .filter(Double::isFinite)
                .toArray();
        if (values.length == 0) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return OptionalDouble.of(sum);
    }

    /** As a whole number; null if unknown, negative or beyond 63 bits. */
    static Long whole(OptionalDouble value) {
        return value.isEmpty() || value.getAsDouble() < 0 || value.getAsDouble() >= 0x1p63
                ? null
                : Math.round(value.getAsDouble());
    }

    /** Null if unknown. */
    static Double number(OptionalDouble value) {
        return value.isEmpty() ? null : value.getAsDouble();
    }
}
