package io.mvm.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where the rows of a list go, one by one: a table, CSV or a JSON array. Rows are not kept, save the first few hundred of a
 * table, by which its columns are measured. Close it, or nothing of a short table is seen.
 */
abstract class Rows<T> implements Consumer<T>, AutoCloseable {
    private long count;

    @Override
    public final void accept(T row) {
        count++;
        write(row);
    }

    final long count() {
        return count;
    }

    abstract void write(T row);

    @Override
    public abstract void close();

    /** Aligned columns, with headers. */
    static final class Table<T> extends Rows<T> {
        private static final int MEASURED = 500;

        private final Output output;
        private final List<Column<T>> columns;
        private final String indent;
        private final List<T> waiting = new ArrayList<>();
        private int[] widths;

        Table(Output output, List<Column<T>> columns, String indent) {
            this.output = output;
            this.columns =
                    columns.stream().filter(column -> column.header() != null).toList();
            this.indent = indent;
        }

        @Override
        void write(T row) {
            if (widths != null) {
                line(row);
                return;
            }
            waiting.add(row);
            if (waiting.size() == MEASURED) {
                begin();
            }
        }

        @Override
        public void close() {
            if (widths == null && !waiting.isEmpty()) {
                begin();
            }
        }

        private void begin() {
            widths = new int[columns.size()];
            StringBuilder headers = new StringBuilder(indent);
            for (int i = 0; i < widths.length; i++) {
                Column<T> column = columns.get(i);
                widths[i] = column.header().length();
                for (T row : waiting) {
                    widths[i] = Math.max(widths[i], column.text().apply(row).length());
                }
                cell(headers, i, column.header(), Style.DIM);
            }
            output.line(headers.toString().stripTrailing());
            waiting.forEach(this::line);
            waiting.clear();
        }

        private void line(T row) {
            StringBuilder line = new StringBuilder(indent);
            for (int i = 0; i < columns.size(); i++) {
                Column<T> column = columns.get(i);
                cell(line, i, column.text().apply(row), column.style().apply(row));
            }
            output.line(line.toString().stripTrailing());
        }

        private void cell(StringBuilder line, int i, String text, Style style) {
            if (i > 0) {
                line.append("  ");
            }
            String fill = " ".repeat(Math.max(0, widths[i] - text.length()));
            String shown = style.apply(text, output.color());
            line.append(columns.get(i).right() ? fill + shown : shown + fill);
        }
    }

    /** RFC 4180: a header line, CRLF, quotes where needed. Unknown is an empty field. */
    static final class Csv<T> extends Rows<T> {
        private final Output output;
        private final List<Column<T>> columns;

        Csv(Output output, List<Column<T>> columns) {
            this.output = output;
            this.columns = Column.named(columns);
            output.raw(String.join(",", this.columns.stream().map(Column::name).toList()) + "\r\n");
        }

        @Override
        void write(T row) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns.size(); i++) {
                Object value = columns.get(i).value().apply(row);
                line.append(i == 0 ? "" : ",").append(value == null ? "" : quoted(text(value)));
            }
            output.raw(line.append("\r\n").toString());
        }

        @Override
        public void close() {
            // Every row is out already.
        }

        private static String text(Object value) {
            return value instanceof List<?> list
                    ? String.join(" ", list.stream().map(String::valueOf).toList())
                    : value.toString();
        }

        private static String quoted(String text) {
            boolean needed = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
            return needed ? '"' + text.replace("\"", "\"\"") + '"' : text;
        }
    }

    /** One document: the chain, and the rows under a name. */
    static final class Json<T> extends Rows<T> {
        private final List<Column<T>> columns;
        private final JsonGenerator json;

        Json(Output output, String chain, String name, List<Column<T>> columns) {
            this.columns = Column.named(columns);
            this.json = output.json();
            try {
                json.writeStartObject();
                json.writeStringField("chain", chain);
                json.writeArrayFieldStart(name);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        void write(T row) {
            try {
                json.writeStartObject();
                for (Column<T> column : columns) {
                    json.writeFieldName(column.name());
                    Output.value(json, column.value().apply(row));
                }
                json.writeEndObject();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                json.writeEndArray();
                json.writeEndObject();
                json.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
