package io.mvm.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Names of validators in a file of its own: {@code labels { "0x02ab.." = "TICKR" }}. */
public final class LabelsFile {
    /** Longer ones break tables, and control characters terminals. */
    public static final int LONGEST = 64;

    private static final String ROOT = "labels";
    private static final Pattern KEY = Pattern.compile("(0[xX])?[0-9a-fA-F]{66}");

    private LabelsFile() {}

    /**
     * Reads a file.
     *
     * @return names by sidechain key, {@code 0x} and lower-case hex
     * @throws ConfigException with every problem, each with its line
     */
    public static SortedMap<String, String> read(Path file) {
        List<Problem> problems = new ArrayList<>();
        SortedMap<String, String> labels = new TreeMap<>();
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            problems.add(new Problem(
                    file.toString(),
                    (Files.exists(file) ? "cannot be read as a file" : "does not exist")
                            + "; it was given as 'validator.labels-file'"));
        } else {
            try {
                read(parse(file), labels, problems);
            } catch (com.typesafe.config.ConfigException e) {
                problems.add(
                        new Problem(e.origin() == null ? file.toString() : Origins.of(e.origin()), e.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return labels;
    }

    /** Whether a text can be a name: something to see, not too long, on one line. */
    public static boolean isLabel(String text) {
        return !text.isBlank()
                && text.codePointCount(0, text.length()) <= LONGEST
                && text.codePoints().noneMatch(Character::isISOControl);
    }

    private static Config parse(Path file) {
        return ConfigFactory.parseFile(
                        file.toFile(),
                        ConfigParseOptions.defaults()
                                .setSyntax(ConfigSyntax.CONF)
                                .setAllowMissing(false))
                .resolve();
    }

    private static void read(Config config, Map<String, String> labels, List<Problem> problems) {
        config.root().forEach((name, value) -> {
            if (!name.equals(ROOT)) {
                problems.add(
                        new Problem(Origins.of(value), "'" + name + "' is not expected here, expected 'labels' alone"));
            }
        });
        ConfigValue value = config.root().get(ROOT);
        if (!(value instanceof ConfigObject object)) {
            problems.add(
                    new Problem(Origins.of(config.root().origin()), "there is no 'labels { \"0x..\" = \"NAME\" }'"));
            return;
        }
        object.entrySet().stream()
                .sorted(Comparator.comparingInt(
                        entry -> entry.getValue().origin().lineNumber()))
                .forEach(entry -> label(entry.getKey(), entry.getValue(), labels, problems));
    }

    private static void label(String key, ConfigValue value, Map<String, String> labels, List<Problem> problems) {
        String origin = Origins.of(value);
        if (!KEY.matcher(key).matches()) {
            problems.add(new Problem(origin, "\"" + key + "\" is no sidechain key, expected 0x and 66 hex digits"));
            return;
        }
        if (value.valueType() != ConfigValueType.STRING
                || !isLabel(value.unwrapped().toString())) {
            problems.add(new Problem(
                    origin,
                    "the label of " + key + " is " + Section.written(key, value) + ", expected a text of 1 to "
                            + LONGEST + " characters"));
            return;
        }
        String lower = key.toLowerCase(Locale.ROOT);
        String canonical = lower.startsWith("0x") ? lower : "0x" + lower;
        if (labels.putIfAbsent(canonical, value.unwrapped().toString()) != null) {
            problems.add(new Problem(origin, canonical + " has a label already, expected one for each key"));
        }
    }
}
