package io.mvm.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
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

    /** Notes what in {@code object} is no key, and answers those paths: nothing under them can be read. */
    List<String> check(ConfigObject object, List<Problem> problems) {
        List<String> bad = new ArrayList<>();
        check("", object, problems, bad);
        return bad;
    }

    private void check(String prefix, ConfigObject object, List<Problem> problems, List<String> bad) {
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
                        bad.add(path);
                    } else if (value instanceof ConfigObject child) {
                        check(path + ".", child, problems, bad);
                    } else {
                        String first = keys.keySet().stream()
                                .filter(k -> k.startsWith(path + "."))
                                .findFirst()
                                .orElse(path);
                        problems.add(new Problem(
                                Origins.of(value),
                                "'" + path + "' is a section, expected keys in it such as '" + first + "'"));
                        bad.add(path);
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
        Optional<String> close = closest(path, candidates, last.length() / 3);
        return close.isPresent()
                ? close
                : candidates.stream()
                        .filter(c -> c.endsWith("." + last) || c.equals(last))
                        .findFirst();
    }

    /** The closest candidate, at most so many letters away, or one where that is none. */
    static Optional<String> closest(String text, Iterable<String> candidates, int letters) {
        String best = null;
        int bestDistance = Math.max(1, letters) + 1;
        for (String candidate : candidates) {
            int distance = distance(text, candidate);
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Letters to insert, drop, change or swap with their neighbour. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
