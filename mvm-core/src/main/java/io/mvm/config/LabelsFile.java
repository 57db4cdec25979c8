package io.mvm.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/** Names of validators in a file of its own: {@code labels { "0x02ab.." = "TICKR" }}. */
public final class LabelsFile {
    /** Longer ones break tables, and control characters terminals. */
    public static final int LONGEST = 64;

    private static final String ROOT = "labels";

    /** The file as it was last time: a reload mostly finds it so, and reading thousands of names is most of its work. */
    private static final AtomicReference<Last> LAST = new AtomicReference<>();

    private record Last(Path file, String text, SortedMap<String, String> labels) {}

    private LabelsFile() {}

    /**
     * Reads a file.
     *
     * @return names by sidechain key, {@code 0x} and lower-case hex
     * @throws ConfigException with every problem, each with its line
     */
    public static SortedMap<String, String> read(Path file) {
        String text = text(file);
        Last last = LAST.get();
        if (last != null && last.file.equals(file) && last.text.equals(text)) {
            return last.labels;
        }
        List<Problem> problems = new ArrayList<>();
        SortedMap<String, String> labels = new TreeMap<>();
        Includes includes = new Includes(file, problems, new ArrayList<>());
        try {
            read(parse(file, includes), labels, problems);
        } catch (com.typesafe.config.ConfigException e) {
            includes.failed(
                    e,
                    () -> new Problem(e.origin() == null ? file.toString() : Origins.of(e.origin()), e.getMessage()));
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        SortedMap<String, String> read = Collections.unmodifiableSortedMap(labels);
        if (standsAlone(text) && text.equals(text(file))) {
            LAST.set(new Last(file, text, read));
        }
        return read;
    }

    /**
     * The files that a file includes, as it is now; none if it cannot be read. Quick for a file that includes none.
     *
     * @return each once, those that are not there among them
     */
    public static List<IncludedFile> includes(Path file) {
        Includes includes = new Includes(file, new ArrayList<>(), new ArrayList<>());
        try {
            if (!standsAlone(text(file))) {
                parse(file, includes);
            }
        } catch (ConfigException | com.typesafe.config.ConfigException e) {
            // Whoever needs the names is told why; what was met before is worth knowing.
            return includes.files();
        }
        return includes.files();
    }

    /** Whether nothing but this says what the names are. */
    private static boolean standsAlone(String text) {
        return !text.contains("include") && !text.contains("${");
    }

    /** A character for each byte: only to be compared. */
    private static String text(Path file) {
        String why = Files.exists(file) ? "cannot be read as a file" : "does not exist";
        if (Files.isRegularFile(file)) {
            try {
                return Files.readString(file, StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                why = "cannot be read as a file (" + e + ")";
            }
        }
        throw new ConfigException(
                List.of(new Problem(file.toString(), why + "; it was given as 'validator.labels-file'")));
    }

    /** Whether a text can be a name: something to see, not too long, on one line. */
    public static boolean isLabel(String text) {
        for (int i = 0; i < text.length(); i++) {
            // No control character takes two of these.
            if (Character.isISOControl(text.charAt(i))) {
                return false;
            }
        }
        return !text.isBlank() && text.codePointCount(0, text.length()) <= LONGEST;
    }

    private static Config parse(Path file, Includes includes) {
        Config parsed = ConfigFactory.parseFile(Includes.openable(file.toFile()), includes.options());
        // Looking through thousands of names for what to put in takes long; most files have nothing of the kind.
        return parsed.isResolved() ? parsed : parsed.resolve();
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
        if (!SidechainKeyForm.isAny(key)) {
            problems.add(new Problem(
                    Origins.of(value), "\"" + key + "\" is no sidechain key, expected 0x and 66 hex digits"));
            return;
        }
        if (value.valueType() != ConfigValueType.STRING
                || !isLabel(value.unwrapped().toString())) {
            problems.add(new Problem(
                    Origins.of(value),
                    "the label of " + key + " is " + Section.written(key, value) + ", expected a text of 1 to "
                            + LONGEST + " characters"));
            return;
        }
        String canonical = SidechainKeyForm.canonical(key);
        if (labels.putIfAbsent(canonical, value.unwrapped().toString()) != null) {
            problems.add(new Problem(Origins.of(value), canonical + " has a label already, expected one for each key"));
        }
    }
}
