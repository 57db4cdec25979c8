package io.mvm.cli;

import java.util.List;
import java.util.function.Function;

/**
 * One column of a list: the same definition serves the table, CSV and JSON.
 *
 * @param <T> what a row is made of
 * @param name in CSV and JSON; null: not in these
 * @param header in the table; null: not in the table
 * @param right whether the table aligns it to the right
 * @param value plain value for CSV and JSON: text, number, boolean, or null if unknown
 * @param text text for the table
 * @param style how the table sets it off
 */
record Column<T>(
        String name,
        String header,
        boolean right,
        Function<T, Object> value,
        Function<T, String> text,
        Function<T, Style> style) {
    /** Only in CSV and JSON. */
    static <T> Column<T> data(String name, Function<T, Object> value) {
        return new Column<>(name, null, false, value, row -> "", row -> Style.PLAIN);
    }

    /** Only in the table, to the right. */
    static <T> Column<T> people(String header, Function<T, String> text) {
        return new Column<>(null, header, true, row -> null, text, row -> Style.PLAIN);
    }

    /** A number, grouped in the table. */
    static <T> Column<T> number(String name, String header, Function<T, Number> value) {
        return new Column<>(name, header, true, value::apply, row -> Text.number(value.apply(row)), row -> Style.PLAIN);
    }

    static <T> Column<T> text(String name, String header, Function<T, Object> value, Function<T, String> text) {
        return new Column<>(name, header, false, value, text, row -> Style.PLAIN);
    }

    /** As {@link #text}, aligned to the right. */
    static <T> Column<T> right(String name, String header, Function<T, Object> value, Function<T, String> text) {
        return new Column<>(name, header, true, value, text, row -> Style.PLAIN);
    }

    /** Those that are in CSV and JSON. */
    static <T> List<Column<T>> named(List<Column<T>> columns) {
        return columns.stream().filter(column -> column.name() != null).toList();
    }

    Column<T> styled(Function<T, Style> by) {
        return new Column<>(name, header, right, value, text, by);
    }
}
