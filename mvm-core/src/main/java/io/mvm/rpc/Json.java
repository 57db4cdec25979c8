package io.mvm.rpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.mvm.chain.BlockHash;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Arrays;

/**
 * A cursor over one JSON text held as bytes. Reads front to back without a tree; every value is checked for its type as it is
 * read, and hex becomes bytes straight from the parser's buffer. Methods that read a value expect the cursor on it and leave
 * it on its last token. Not safe for several threads.
 */
final class Json implements AutoCloseable {
    /** Deeper than any answer we read; a hostile one ends here. */
    private static final int MAX_DEPTH = 64;
    /** Characters of one string we would keep; the largest honest one is a committee of 10,000 seats (under 4 million). */
    private static final int MAX_TEXT = 16 << 20;
    /** Characters of a foreign text that go into a message. */
    private static final int MAX_SHOWN = 300;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .maxNumberLength(100)
                    .maxNameLength(1000)
                    .build())
            .build();

    private static final byte[] NIBBLES = nibbles();

    private final byte[] text;
    private final int length;
    private final JsonParser parser;

    Json(byte[] text, int length) throws IOException {
        this.text = text;
        this.length = length;
        this.parser = FACTORY.createParser(text, 0, length);
    }

    /** Moves to the next token; null at the end of the text. */
    JsonToken next() throws IOException {
        try {
            return parser.nextToken();
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
    }

    JsonToken token() {
        return parser.currentToken();
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    /** Enters an object: call {@link #nextName} from here on. */
    void enterObject(String what) throws IOException {
        expect(JsonToken.START_OBJECT, what);
    }

    /** Enters an array: call {@link #nextItem} from here on. */
    void enterArray(String what) throws IOException {
        expect(JsonToken.START_ARRAY, what);
    }

    /** Name of the next member, with the cursor on its value; null at the end of the object. */
    String nextName() throws IOException {
        try {
            String name = parser.nextFieldName();
            if (name != null) {
                parser.nextToken();
                return name;
            }
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
        expect(JsonToken.END_OBJECT, "the end of an object");
        return null;
    }

    /** Moves to the next element; false at the end of the array. */
    boolean nextItem() throws IOException {
        JsonToken token = next();
        if (token == null) {
            throw new WireException("the text ends inside an array, at byte " + position());
        }
        return token != JsonToken.END_ARRAY;
    }

    /** Passes over the value, however deep. */
    void skip() throws IOException {
        try {
            parser.skipChildren();
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
    }

    /** Insists that nothing follows the value just read. */
    void end() throws IOException {
        if (next() != null) {
            throw new WireException("something follows the answer at byte " + position());
        }
    }

    String text(String what) throws IOException {
        expect(JsonToken.VALUE_STRING, what);
        try {
            return parser.getText();
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
    }

    /** A string, or null for anything else, which is passed over. */
    String textOrNull() throws IOException {
        if (token() == JsonToken.VALUE_STRING) {
            return text("a text");
        }
        skip();
        return null;
    }

    long integer(String what) throws IOException {
        expect(JsonToken.VALUE_NUMBER_INT, what);
        try {
            return parser.getLongValue();
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
    }

    int smallInteger(String what) throws IOException {
        long value = integer(what);
        if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
            throw new WireException(what + " is " + value + " at byte " + position() + ", more than 32 bits");
        }
        return (int) value;
    }

    boolean flag(String what) throws IOException {
        JsonToken token = token();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw unexpected(what + " (true or false)");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    BlockHash hash(String what) throws IOException {
        byte[] bytes = hex(what);
        if (bytes.length != BlockHash.LENGTH) {
            throw new WireException(
                    what + " at byte " + position() + " has " + bytes.length + " bytes, expected " + BlockHash.LENGTH);
        }
        return BlockHash.of(bytes);
    }

    /** Bytes of a {@code 0x} string. */
    byte[] hex(String what) throws IOException {
        expect(JsonToken.VALUE_STRING, what);
        try {
            return decode(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength(), what);
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
    }

    /** A height: a {@code 0x} string, zero-padded or not, or a plain integer. */
    long height(String what) throws IOException {
        if (token() == JsonToken.VALUE_NUMBER_INT) {
            long value = integer(what);
            if (value < 0) {
                throw new WireException(what + " is negative at byte " + position() + ": " + value);
            }
            return value;
        }
        expect(JsonToken.VALUE_STRING, what);
        char[] chars;
        int start;
        int count;
        try {
            chars = parser.getTextCharacters();
            start = parser.getTextOffset();
            count = parser.getTextLength();
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
        prefix(chars, start, count, what);
        long value = 0;
        for (int i = start + 2; i < start + count; i++) {
            int digit = chars[i] < 128 ? NIBBLES[chars[i]] : -1;
            if (digit < 0 || value >>> 59 != 0) {
                throw new WireException(what + " at byte " + position() + " is no hex number of 63 bits: "
                        + shorten(new String(chars, start, Math.min(count, MAX_SHOWN))));
            }
            value = value << 4 | digit;
        }
        if (count == 2) {
            throw new WireException(what + " at byte " + position() + " has no digits");
        }
        return value;
    }

    /**
     * Bytes of a {@code 0x} string if it is short; null if it is longer than {@code limit} bytes or no hex. A long one is not
     * decoded, nor even copied: the text itself is looked at.
     */
    byte[] shortHexOrNull(int limit) {
        int quote = (int) parser.currentTokenLocation().getByteOffset();
        int from = quote + 1;
        int stop = Math.min(length, from + 2 + 2 * limit + 1);
        int to = from;
        while (to < stop && text[to] != '"') {
            to++;
        }
        int digits = to - from - 2;
        if (quote < 0 || to == stop || text[quote] != '"' || digits < 0 || digits % 2 != 0) {
            return null;
        }
        if (text[from] != '0' || text[from + 1] != 'x') {
            return null;
        }
        byte[] bytes = new byte[digits / 2];
        for (int i = 0; i < bytes.length; i++) {
            int high = text[from + 2 + 2 * i];
            int low = text[from + 3 + 2 * i];
            int value = high < 0 || low < 0 ? -1 : NIBBLES[high] << 4 | NIBBLES[low];
            if (value < 0) {
                return null;
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }

    /** Any value as compact JSON text. */
    String raw() throws IOException {
        StringWriter writer = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(writer)) {
            generator.copyCurrentStructure(parser);
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
        return writer.toString();
    }

    /** Any value as text for a message: a string as it is, all else as JSON, cut to a readable length; null for null. */
    String shown() throws IOException {
        if (isNull()) {
            return null;
        }
        return shorten(token() == JsonToken.VALUE_STRING ? text("a text") : raw());
    }

    WireException unexpected(String wanted) {
        JsonToken token = token();
        return new WireException("expected " + wanted + " at byte " + position() + " but found "
                + (token == null ? "the end of the text" : describe(token)));
    }

    /** Offset of the current token in the text. */
    long position() {
        return Math.max(0, parser.currentTokenLocation().getByteOffset());
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            // Over an array there is nothing that could fail to close.
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The first characters of a foreign text, without line breaks. */
    static String shorten(String text) {
        String cut = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN - 3) + "...";
        return cut.replaceAll("\\p{Cntrl}+", " ");
    }

    private void expect(JsonToken wanted, String what) throws IOException {
        if (token() != wanted) {
            throw unexpected(what + " (" + describe(wanted) + ")");
        }
    }

    private byte[] decode(char[] chars, int start, int count, String what) throws WireException {
        prefix(chars, start, count, what);
        if (count % 2 != 0) {
            throw new WireException(
                    what + " at byte " + position() + " has an odd number of hex digits, " + (count - 2));
        }
        byte[] bytes = new byte[count / 2 - 1];
        int at = start + 2;
        for (int i = 0; i < bytes.length; i++, at += 2) {
            char high = chars[at];
            char low = chars[at + 1];
            int value = (high | low) < 128 ? NIBBLES[high] << 4 | NIBBLES[low] : -1;
            if (value < 0) {
                throw new WireException(what + " at byte " + position() + " is no hex at digit " + 2 * i);
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }

    private void prefix(char[] chars, int start, int count, String what) throws WireException {
        if (count < 2 || chars[start] != '0' || chars[start + 1] != 'x') {
            throw new WireException(what + " at byte " + position() + " does not start with 0x: "
                    + shorten(new String(chars, start, Math.min(count, MAX_SHOWN))));
        }
    }

    private WireException broken(JsonProcessingException e) {
        // A broken limit, unlike broken syntax, does not say where.
        long at = (e.getLocation() == null ? parser.currentLocation() : e.getLocation()).getByteOffset();
        return new WireException("no valid JSON at byte " + at + ": " + shorten(e.getOriginalMessage()), e);
    }

    private static String describe(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case END_OBJECT -> "the end of an object";
            case START_ARRAY -> "an array";
            case END_ARRAY -> "the end of an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT -> "an integer";
            case VALUE_NUMBER_FLOAT -> "a fraction";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            default -> token.toString();
        };
    }

    private static byte[] nibbles() {
        byte[] table = new byte[128];
        Arrays.fill(table, (byte) -1);
        for (int i = 0; i < 16; i++) {
            table[Character.forDigit(i, 16)] = (byte) i;
            table[Character.toUpperCase(Character.forDigit(i, 16))] = (byte) i;
        }
        return table;
    }
}
