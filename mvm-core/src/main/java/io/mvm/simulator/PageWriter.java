package io.mvm.simulator;

/** Writes Prometheus text: families with help and type, samples with labels. Not safe for several threads. */
final class PageWriter {
    private final StringBuilder out = new StringBuilder(8192);
    private final String commonLabels;
    private String family;

    /**
     * A page whose samples all carry these labels first.
     *
     * @param commonLabels names and values in turn
     */
    PageWriter(String... commonLabels) {
        this.commonLabels = labels("", commonLabels);
    }

    /** Begins a family. */
    PageWriter family(String name, String type, String help) {
        family = name;
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    /** A sample of the family begun last; labels are names and values in turn. */
    PageWriter sample(String value, String... labels) {
        return suffixed("", value, labels);
    }

    PageWriter sample(long value, String... labels) {
        return sample(Long.toString(value), labels);
    }

    /** A sample of that family whose name goes on, such as {@code _count} of a histogram. */
    PageWriter suffixed(String suffix, String value, String... labels) {
        String all = labels(commonLabels, labels);
        out.append(family).append(suffix);
        if (!all.isEmpty()) {
            out.append('{').append(all).append('}');
        }
        out.append(' ').append(value).append('\n');
        return this;
    }

    private static String labels(String before, String... labels) {
        StringBuilder text = new StringBuilder(before);
        for (int i = 0; i < labels.length; i += 2) {
            text.append(text.length() == 0 ? "" : ",").append(labels[i]).append("=\"");
            text.append(
                    labels[i + 1].replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
            text.append('"');
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
