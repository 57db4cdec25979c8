package io.mvm.rpc;

import io.mvm.rpc.PageSamples.Sample;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A cursor over a page in Prometheus' text format, by its grammar: {@code name{label="value",...} number [timestamp]}. Comments,
 * HELP and TYPE are passed over.
 */
final class PageText {
    private static final int MAX_NAME = 1_000;
    private static final int MAX_NUMBER = 64;
    private static final int MAX_LABELS = 64;
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    private static final Pattern TIMESTAMP = Pattern.compile("-?[0-9]{1,19}");

    private final byte[] text;
    private final int length;
    private int at;
    private int line = 1;

    PageText(byte[] text, int length) {
        this.text = text;
        this.length = length;
    }

    /** The next sample whose name is wanted; null at the end. */
    Sample next(Predicate<String> wanted) throws WireException {
        while (at < length) {
            blanks();
            if (at < length && text[at] == '#') {
                endOfComment();
            } else if (at < length && text[at] != '\n' && text[at] != '\r') {
                Sample sample = sample(wanted);
                if (sample != null) {
                    return sample;
                }
            } else {
                endOfLine();
            }
        }
        return null;
    }

    private Sample sample(Predicate<String> wanted) throws WireException {
        String name = name("the name of a sample", true);
        boolean keep = wanted.test(name);
        blanks();
        Map<String, String> labels = at < length && text[at] == '{' ? labels() : Map.of();
        blanks();
        double value = value();
        blanks();
        if (at < length && text[at] != '\n' && text[at] != '\r') {
            timestamp();
            blanks();
        }
        endOfLine();
        return keep ? new Sample(name, labels, value) : null;
    }

    private Map<String, String> labels() throws WireException {
        Map<String, String> labels = new HashMap<>();
        at++;
        blanks();
        while (at < length && text[at] != '}') {
            String label = name("the name of a label", false);
            blanks();
            expect('=');
            blanks();
            if (labels.put(label, quoted()) != null) {
                throw wrong("label " + label + " is there twice");
            }
            if (labels.size() > MAX_LABELS) {
                throw wrong("a sample has more than " + MAX_LABELS + " labels");
            }
            blanks();
            if (at < length && text[at] == ',') {
                at++;
                blanks();
            } else if (at < length && text[at] != '}') {
                throw wrong("expected ',' or '}' after a label");
            }
        }
        expect('}');
        return labels;
    }

    private String quoted() throws WireException {
        expect('"');
        int from = at;
        StringBuilder unescaped = null;
        while (at < length && text[at] != '"' && text[at] != '\n') {
            if (text[at] != '\\') {
                at++;
                continue;
            }
            unescaped = unescaped == null ? new StringBuilder() : unescaped;
            unescaped.append(utf8(from, at));
            byte escaped = at + 1 < length ? text[at + 1] : 0;
            switch (escaped) {
                case 'n' -> unescaped.append('\n');
                case '"', '\\' -> unescaped.append((char) escaped);
                default -> throw wrong("a label's value escapes something else than \\, \" or n");
            }
            at += 2;
            from = at;
        }
        String rest = utf8(from, at);
        expect('"');
        return unescaped == null ? rest : unescaped.append(rest).toString();
    }

    private double value() throws WireException {
        String word = word("a number");
        // Writers differ in case here, and readers take all.
        switch (word.toLowerCase(Locale.ROOT)) {
            case "nan" -> {
                return Double.NaN;
            }
            case "+inf", "inf" -> {
                return Double.POSITIVE_INFINITY;
            }
            case "-inf" -> {
                return Double.NEGATIVE_INFINITY;
            }
            default -> {
                // Java would take more than the format allows, such as 1d and 0x1p3.
                if (!NUMBER.matcher(word).matches()) {
                    throw wrong("expected a number but found '" + Json.shorten(word) + "'");
                }
                return Double.parseDouble(word);
            }
        }
    }

    private void timestamp() throws WireException {
        String word = word("a timestamp");
        if (!TIMESTAMP.matcher(word).matches()) {
            throw wrong("expected a timestamp but found '" + Json.shorten(word) + "'");
        }
    }

    private String word(String what) throws WireException {
        int from = at;
        while (at < length && text[at] > ' ' && text[at] < 127 && at - from <= MAX_NUMBER) {
            at++;
        }
        if (at == from || at - from > MAX_NUMBER) {
            throw wrong("expected " + what);
        }
        return new String(text, from, at - from, StandardCharsets.US_ASCII);
    }

    private String name(String what, boolean colons) throws WireException {
        int from = at;
        while (at < length && inName(text[at], at == from, colons)) {
            at++;
        }
        if (at == from || at - from > MAX_NAME) {
            throw wrong("expected " + what);
        }
        return new String(text, from, at - from, StandardCharsets.US_ASCII);
    }

    private static boolean inName(byte c, boolean first, boolean colons) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '_'
                || (colons && c == ':')
                || (!first && c >= '0' && c <= '9');
    }

    private void expect(char wanted) throws WireException {
        if (at >= length || text[at] != wanted) {
            throw wrong("expected '" + wanted + "'");
        }
        at++;
    }

    private void blanks() {
        while (at < length && (text[at] == ' ' || text[at] == '\t')) {
            at++;
        }
    }

    private void endOfComment() throws WireException {
        while (at < length && text[at] != '\n') {
            at++;
        }
        endOfLine();
    }

    private void endOfLine() throws WireException {
        if (at < length && text[at] == '\r') {
            at++;
        }
        if (at < length) {
            expect('\n');
            line++;
        }
    }

    private String utf8(int from, int to) {
        return new String(text, from, to - from, StandardCharsets.UTF_8);
    }

    private WireException wrong(String what) {
        return new WireException("line " + line + " of the page is no Prometheus text: " + what);
    }
}
