package io.mvm.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is told of one thing, in groups: lines of label and text for people, one object for programs. */
final class Facts {
    private static final int WIDTH = 80;

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final List<Line> lines = new ArrayList<>();

    /** A heading for the lines that follow. */
    Facts group(String heading) {
        lines.add(new Line(heading, null, Style.BOLD));
        return this;
    }

    /** A value with a line of its own. */
    Facts fact(String name, String label, Object value, String text) {
        return fact(name, label, value, text, Style.PLAIN);
    }

    Facts fact(String name, String label, Object value, String text, Style style) {
        values.put(name, value);
        lines.add(new Line(label, text, style));
        return this;
    }

    Facts number(String name, String label, Number value) {
        return fact(name, label, value, Text.number(value));
    }

    /** A value for programs alone. */
    Facts data(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** A line for people alone. */
    Facts line(String label, String text) {
        return line(label, text, Style.PLAIN);
    }

    Facts line(String label, String text, Style style) {
        lines.add(new Line(label, text, style));
        return this;
    }

    /** What a group means, for people alone; wrapped, and set off from its lines. */
    Facts note(String text) {
        lines.add(new Line(null, text, Style.DIM));
        return this;
    }

    /** Name and value, in order: text, number, boolean, list, map, or null if unknown. */
    Map<String, Object> values() {
        return values;
    }

    void print(Output output) {
        int width = lines.stream()
                .filter(line -> line.text() != null && line.label() != null)
                .mapToInt(line -> line.label().length())
                .max()
                .orElse(0);
        boolean first = true;
        for (Line line : lines) {
            if (line.text() == null) {
                if (!first) {
                    output.line("");
                }
                output.line(Style.BOLD.apply(line.label(), output.color()));
            } else if (line.label() == null) {
                Text.wrapped(line.text(), WIDTH - 4)
                        .forEach(part -> output.line("    " + line.style().apply(part, output.color())));
            } else {
                output.line("  " + Style.DIM.apply(line.label(), output.color())
                        + " ".repeat(width - line.label().length() + 2)
                        + line.style().apply(line.text(), output.color()));
            }
            first = false;
        }
    }

    private record Line(String label, String text, Style style) {}
}
