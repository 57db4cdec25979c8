package io.mvm.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a command's results go. Buffered: what is written shows after {@link #flush()}. Not safe for several threads.
 * A reader that went away, as {@code head} does, ends the command through {@link GoneException}.
 */
public final class Output {
    private static final JsonMapper DOCUMENTS = new JsonMapper();

    /** Looking whether the reader has gone costs a flush. */
    private static final int LOOK_EVERY = 256;

    private final PrintStream stream;
    private final Writer writer;
    private final boolean color;
    private int writes;

    public Output(PrintStream stream, boolean color) {
        this.stream = stream;
        this.writer = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 15);
        this.color = color;
    }

    /** Nobody reads the results any more. */
    static final class GoneException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Whether colours are wanted. */
    public boolean color() {
        return color;
    }

    /** A line for people, in the platform's way. */
    public void line(String text) {
        raw(text + System.lineSeparator());
    }

    void raw(String text) {
        try {
            writer.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        writes++;
        if (writes % LOOK_EVERY == 0 && stream.checkError()) {
            throw new GoneException();
        }
    }

    /** Shows what was written. */
    public void flush() {
        try {
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stream.flush();
    }

    /** Where a list goes. */
    <T> Rows<T> rows(Format format, String chain, String name, List<Column<T>> columns) {
        return switch (format) {
            case TABLE -> new Rows.Table<>(this, columns, "");
            case CSV -> new Rows.Csv<>(this, columns);
            case JSON -> new Rows.Json<>(this, chain, name, columns);
        };
    }

    /** A list that stands below other things, for people. */
    <T> void table(List<Column<T>> columns, List<T> rows) {
        try (Rows.Table<T> table = new Rows.Table<>(this, columns, "  ")) {
            rows.forEach(table);
        }
    }

    /** One JSON document. */
    public void document(Map<String, ?> values) {
        try (JsonGenerator json = json()) {
            value(json, values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A generator for one document; closing it ends the line. */
    JsonGenerator json() {
        try {
            Writer target = new Writer() {
                @Override
                public void write(char[] chars, int offset, int length) {
                    raw(new String(chars, offset, length));
                }

                @Override
                public void flush() {
                    // When the command ends.
                }

                @Override
                public void close() {
                    raw("\n");
                }
            };
            return new JsonFactory().createGenerator(target).setPrettyPrinter(new DefaultPrettyPrinter());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One JSON document that is there already. */
    void json(JsonNode document) {
        try (JsonGenerator json = json()) {
            DOCUMENTS.writeTree(json, document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void value(JsonGenerator json, Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Double || value instanceof Float) {
            json.writeNumber(((Number) value).doubleValue());
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object item : list) {
                value(json, item);
            }
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(entry.getKey().toString());
                value(json, entry.getValue());
            }
            json.writeEndObject();
        } else {
            json.writeString(value.toString());
        }
    }

    /** What results look like. */
    enum Format {
        TABLE,
        CSV,
        JSON
    }

    /** The rows of a list as values for {@link #document}. */
    static <T> List<Map<String, Object>> values(List<Column<T>> columns, List<T> rows) {
        return rows.stream()
                .map(row -> {
                    Map<String, Object> values = new LinkedHashMap<>();
                    Column.named(columns)
                            .forEach(column ->
                                    values.put(column.name(), column.value().apply(row)));
                    return values;
                })
                .toList();
    }
}
