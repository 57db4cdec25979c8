package io.mvm.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** A list of texts in a file, of which none may be there twice. */
final class DistinctList {
    private DistinctList() {}

    /**
     * Reads each.
     *
     * @param reader throws IllegalArgumentException for what it cannot read
     * @throws IllegalArgumentException with the first that cannot be read or is there twice, secrets masked
     */
    static <T> List<T> read(List<String> texts, Function<String, T> reader) {
        List<T> elements = new ArrayList<>(texts.size());
        for (String text : texts) {
            elements.add(element(text, reader));
        }
        Set<T> seen = new HashSet<>();
        for (T element : elements) {
            if (!seen.add(element)) {
                throw new IllegalArgumentException("\"" + Secrets.mask(element.toString()) + "\" is there twice");
            }
        }
        return elements;
    }

    private static <T> T element(String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + Secrets.mask(text) + "\" is none", e);
        }
    }
}
