package io.mvm.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import com.typesafe.config.ConfigUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The configuration of another monitor of this chain, in TOML, as a file of ours. Each key of it is either taken over, or stands
 * in the new file as a comment that says why it was not; the new file is valid.
 *
 * @param text the new file
 * @param taken how many keys were taken over
 * @param notes what was not taken over and why, for stderr; no secrets
 * @param secret whether {@code text} has a secret in it
 */
public record TomlImport(String text, int taken, List<String> notes, boolean secret) {
    private static final int COMMENT_COLUMN = 44;
    private static final Pattern SECRET_NAME =
            Pattern.compile("key|token|secret|pass|auth|webhook|credential", Pattern.CASE_INSENSITIVE);

    public TomlImport {
        notes = List.copyOf(notes);
    }

    /**
     * Reads such a file.
     *
     * @param name what the file is called, for a comment
     * @param toml its text
     * @param secrets whether secrets are written; without, the lines that would hold them are commented out and masked
     * @throws ConfigException if it is no TOML
     */
    public static TomlImport of(String name, String toml, boolean secrets) {
        SortedMap<String, JsonNode> values = new TreeMap<>();
        try {
            JsonNode root = new TomlMapper().readTree(toml);
            flatten("", root, values);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            // Not the library's text, which may repeat what stands there.
            throw new ConfigException(
                    List.of(new Problem(line > 0 ? name + ":" + line : name, "is not understood as TOML")));
        }
        return new Import(secrets).run(name, values);
    }

    private static void flatten(String prefix, JsonNode node, Map<String, JsonNode> values) {
        node.properties().forEach(entry -> {
            String path = prefix + printable(entry.getKey());
            if (entry.getValue().isObject()) {
                flatten(path + ".", entry.getValue(), values);
            } else {
                values.put(path, entry.getValue());
            }
        });
    }

    /** One old key and what it would be here. */
    private record Entry(String old, JsonNode value, String key, Object converted) {
        boolean isSecret() {
            return Secrets.isSecret(key)
                    || key.equals("webhooks.endpoints")
                    || !Secrets.mask(converted.toString()).equals(converted.toString());
        }

        String line(boolean masked) {
            String name = key.substring(key.indexOf('.') + 1);
            if (masked) {
                return "# " + name + " = " + Secrets.MASK + "  (the secret in " + old + ")";
            }
            String line = name + " = " + hocon(converted);
            String from = isSecret() ? old : old + " = " + shown(old, value);
            return line + " ".repeat(Math.max(1, COMMENT_COLUMN - line.length())) + "# " + from;
        }
    }

    /** One run: what is taken over and what is not. */
    private static final class Import {
        private final boolean secrets;
        private final Map<String, Entry> entries = new LinkedHashMap<>();
        private final List<Entry> withheld = new ArrayList<>();
        private final List<String> left = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();

        Import(boolean secrets) {
            this.secrets = secrets;
        }

        TomlImport run(String name, SortedMap<String, JsonNode> values) {
            TomlKeys.all().forEach((old, mapping) -> {
                JsonNode value = values.remove(old);
                if (value != null) {
                    take(old, value, mapping);
                }
            });
            values.forEach((old, value) ->
                    leave(old, value, Optional.ofNullable(TomlKeys.gone(old)).orElse("is no key that is known")));
            dropWhatIsNotValid();
            if (!secrets) {
                withhold();
                dropWhatIsNotValid();
            }
            return new TomlImport(
                    text(name), entries.size(), notes, entries.values().stream().anyMatch(Entry::isSecret));
        }

        private void take(String old, JsonNode value, TomlKeys.Mapping mapping) {
            try {
                Entry entry =
                        new Entry(old, value, mapping.key(), mapping.reader().read(value));
                Entry earlier = entries.putIfAbsent(mapping.key(), entry);
                if (earlier != null) {
                    leave(old, value, mapping.key() + " is set by " + earlier.old + " already");
                }
            } catch (IllegalArgumentException e) {
                leave(old, value, e.getMessage());
            }
        }

        /** Bounds differ between the two, and some keys go together. */
        private void dropWhatIsNotValid() {
            List<Problem> problems = problems("");
            while (!problems.isEmpty()) {
                String message = problems.get(0).message();
                String key = entries.keySet().stream()
                        .filter(one -> message.startsWith("'" + one))
                        .findFirst()
                        .or(() -> entries.keySet().stream()
                                .filter(one -> problems(one).stream()
                                        .noneMatch(problem -> problem.message().equals(message)))
                                .findFirst())
                        .orElseThrow(() -> new IllegalStateException("no key is to blame for: " + message));
                Entry entry = entries.remove(key);
                leave(entry.old, entry.value, message);
                problems = problems("");
            }
        }

        private List<Problem> problems(String without) {
            Map<String, Object> all = new LinkedHashMap<>();
            entries.forEach((key, entry) -> all.put(key, entry.converted));
            all.remove(without);
            return ConfigLoader.problems(all);
        }

        private void withhold() {
            entries.values().stream().filter(Entry::isSecret).forEach(withheld::add);
            for (Entry entry : withheld) {
                entries.remove(entry.key);
                notes.add("'" + entry.old + "' holds a secret, which is not written to standard output; give --out, or"
                        + " write it to '" + entry.key + "' yourself");
            }
        }

        private void leave(String old, JsonNode value, String why) {
            left.add(old + " = " + shown(old, value) + "\n#     " + why);
            notes.add("'" + old + "' is not taken over: " + why);
        }

        private String text(String name) {
            Map<String, List<String>> sections = new LinkedHashMap<>();
            entries.values().forEach(entry -> lines(sections, entry).add(entry.line(false)));
            withheld.forEach(entry -> lines(sections, entry).add(entry.line(true)));
            StringBuilder text = new StringBuilder("# Made by 'mvm config import' from " + printable(name)
                    + ". What is not here has its default; 'mvm config example'\n# lists every key.\n");
            sections.forEach((section, lines) -> {
                text.append('\n').append(section).append(" {\n");
                lines.forEach(line -> text.append("  ").append(line).append('\n'));
                text.append("}\n");
            });
            if (!left.isEmpty()) {
                text.append("\n# Not taken over:\n");
                left.forEach(one -> text.append("#   ").append(one).append('\n'));
            }
            return text.toString();
        }

        private static List<String> lines(Map<String, List<String>> sections, Entry entry) {
            return sections.computeIfAbsent(
                    entry.key.substring(0, entry.key.indexOf('.')), section -> new ArrayList<>());
        }
    }

    /** A name may not end the comment that it stands in. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /** As it stood in the old file, on one line. */
    private static String shown(String old, JsonNode value) {
        boolean plain = value.isNumber() || value.isBoolean();
        // Whatever is called so, a table around it or something in it.
        boolean secret = SECRET_NAME.matcher(old).find()
                || (value.isContainerNode()
                        && SECRET_NAME.matcher(value.toString()).find());
        return !plain && secret && !TomlKeys.all().containsKey(old) ? Secrets.MASK : Secrets.mask(value.toString());
    }

    private static String hocon(Object value) {
        if (value instanceof Duration duration) {
            return Durations.text(duration);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(TomlImport::hocon).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + " = " + hocon(entry.getValue()))
                    .collect(Collectors.joining(", ", "{ ", " }"));
        }
        return value instanceof Number || value instanceof Boolean
                ? value.toString()
                : ConfigUtil.quoteString(value.toString());
    }
}
