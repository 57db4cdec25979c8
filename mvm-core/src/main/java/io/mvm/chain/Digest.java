package io.mvm.chain;

import java.util.List;
import java.util.Optional;

/**
 * The logs of a header. Positions mean nothing: items are found by kind and engine.
 *
 * @param items logs in the node's order
 */
public record Digest(List<DigestItem> items) {
    /** No logs, as in genesis. */
    public static final Digest EMPTY = new Digest(List.of());

    public Digest {
        items = List.copyOf(items);
    }

    /** The first item of that kind and engine. */
    public Optional<DigestItem> first(int kind, String engine) {
        for (DigestItem item : items) {
            if (item.is(kind, engine)) {
                return Optional.of(item);
            }
        }
        return Optional.empty();
    }

    /** The last item of that kind and engine: the one that counts when a runtime says something twice. */
    public Optional<DigestItem> last(int kind, String engine) {
        for (int i = items.size() - 1; i >= 0; i--) {
            if (items.get(i).is(kind, engine)) {
                return Optional.of(items.get(i));
            }
        }
        return Optional.empty();
    }

    /** How many items of that kind and engine there are. */
    public int count(int kind, String engine) {
        int count = 0;
        for (DigestItem item : items) {
            if (item.is(kind, engine)) {
                count++;
            }
        }
        return count;
    }
}
