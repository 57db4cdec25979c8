package io.mvm.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The keys there are, which is to say those of the shipped defaults, and the one that somebody meant. */
final class KnownKeys {
    private final SortedMap<String, ConfigValueType> keys = new TreeMap<>();
    private final SortedSet<String> sections = new TreeSet<>();
    private final SortedSet<String> paths;

    KnownKeys(Config reference) {
        collect("", reference.root());
        paths = Collections.unmodifiableSortedSet(new TreeSet<>(keys.keySet()));
    }

    private void collect(String prefix, ConfigObject object) {
        for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
            String path = prefix + entry.getKey();
            if (entry.getValue() instanceof ConfigObject child) {
                sections.add(path);
                collect(path + ".", child);
            } else {
                keys.put(path, entry.getValue().valueType());
            }
        }
    }

    /** Every key's path. */
    SortedSet<String> paths() {
        return paths;
    }

    boolean isList(String path) {
        return keys.get(path) == ConfigValueType.LIST;
    }

    /** Those values of {@code object} that have a key, whatever their type; nothing in it hides a default of another key. */
    Config of(ConfigObject object) {
        Config config = ConfigFactory.empty();
        for (String path : paths) {
            ConfigValue value = object;
            for (String name : ConfigUtil.splitPath(path)) {
                value = value instanceof ConfigObject section ? section.get(name) : null;
            }
            if (value != null) {
                config = config.withValue(path, value);
            }
        }
        return config;
    }

    /** Notes what in {@code object} is no key. */
    void check(ConfigObject object, List<Problem> problems) {
        check("", object, problems);
    }

    private void check(String prefix, ConfigObject object, List<Problem> problems) {
        object.entrySet().stream()
                .sorted(Comparator.comparingInt(e -> e.getValue().origin().lineNumber()))
                .forEach(entry -> {
                    String path = prefix + entry.getKey();
                    ConfigValue value = entry.getValue();
                    if (keys.containsKey(path)) {
                        return;
                    }
                    if (!sections.contains(path)) {
                        problems.add(new Problem(Origins.of(value), unknown(path)));
                    } else if (value instanceof ConfigObject child) {
                        check(path + ".", child, problems);
                    } else {
                        String first = keys.keySet().stream()
                                .filter(k -> k.startsWith(path + "."))
                                .findFirst()
                                .orElse(path);
                        problems.add(new Problem(
                                Origins.of(value),
                                "'" + path + "' is a section, expected keys in it such as '" + first + "'"));
                    }
                });
    }

    /** The message for a path that is no key. */
    String unknown(String path) {
        return "'" + path + "' is not a key"
                + nearest(path).map(n -> "; did you mean '" + n + "'?").orElse("");
    }

    /** The key or section that was probably meant: the same name in another section, or a few letters off. */
    Optional<String> nearest(String path) {
        String last = path.substring(path.lastIndexOf('.') + 1);
        TreeSet<String> candidates = new TreeSet<>(keys.keySet());
        candidates.addAll(sections);
        Optional<String> close = NearestName.among(path, candidates, last.length() / 3);
        return close.isPresent()
                ? close
                : candidates.stream()
                        .filter(c -> c.endsWith("." + last) || c.equals(last))
                        .findFirst();
    }
}
