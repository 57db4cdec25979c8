package io.mvm.sync;

import io.mvm.chain.AuraKey;
import io.mvm.duty.Cause;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The newest judged slot without a canonical block, by key and cause: what a missed slot is called by. */
final class LastMisses {
    private final Map<AuraKey, Map<Cause, Long>> newest;
    /** As shown: made anew only when it changes, since thousands of validators are shown with every block. */
    private final Map<AuraKey, Map<String, Long>> shown = new HashMap<>();

    /** With those of before. */
    LastMisses(Map<AuraKey, Map<Cause, Long>> newest) {
        this.newest = newest;
        newest.keySet().forEach(this::show);
    }

    /** A slot of a key was judged. Verdicts come in any order. */
    void empty(AuraKey owner, long slot, Cause cause) {
        newest.computeIfAbsent(owner, key -> new EnumMap<>(Cause.class)).merge(cause, slot, Math::max);
        show(owner);
    }

    private void show(AuraKey owner) {
        Map<String, Long> words = new HashMap<>();
        newest.get(owner).forEach((cause, slot) -> words.put(cause.word(), slot));
        shown.put(owner, Map.copyOf(words));
    }

    /** Newest slot by the word of its cause, of a validator with these keys; a cause that never was is left out. */
    Map<String, Long> of(Set<AuraKey> keys) {
        if (keys.size() == 1) {
            return shown.getOrDefault(keys.iterator().next(), Map.of());
        }
        Map<String, Long> all = new HashMap<>();
        for (AuraKey key : keys) {
            shown.getOrDefault(key, Map.of()).forEach((word, slot) -> all.merge(word, slot, Math::max));
        }
        return Map.copyOf(all);
    }
}
