package io.mvm.config;

import com.typesafe.config.Config;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The plain value of every key, secrets among them: to be compared and never shown. Immutable. */
public final class Values {
    private final Map<String, Object> values = new HashMap<>();

    Values(Config merged, Set<String> keys) {
        for (String key : keys) {
            values.put(key, merged.getIsNull(key) ? null : merged.getValue(key).unwrapped());
        }
    }

    /** The keys whose values differ, in the order of their names. */
    SortedSet<String> differing(Values other) {
        SortedSet<String> keys = new TreeSet<>(values.keySet());
        keys.removeIf(key -> Objects.equals(values.get(key), other.values.get(key)));
        return keys;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Values that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Says nothing of the values. */
    @Override
    public String toString() {
        return values.size() + " values";
    }
}
