package io.mvm.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the values of one section. What cannot be read is noted as a problem and answered with some value of the type, so
 * that reading goes on and all problems are found; the caller throws away what was read once there is one.
 */
final class Section {
    private static final ConfigRenderOptions WRITTEN =
            ConfigRenderOptions.concise().setJson(false);

    private static final String BIND_FORM = "HOST:PORT such as 127.0.0.1:9400";

    private final Config config;
    private final String name;
    /** What stands before the name in messages: the place in a list that {@code config} is the element of. */
    private final String place;

    private final List<Problem> problems;
    private final List<String> warnings;
    private final Set<String> unsound = new HashSet<>();

    Section(Config config, String name, List<Problem> problems, List<String> warnings) {
        this(config, name, "", problems, warnings);
    }

    private Section(Config config, String name, String place, List<Problem> problems, List<String> warnings) {
        this.config = config;
        this.name = name;
        this.place = place;
        this.problems = problems;
        this.warnings = warnings;
    }

    Section child(String child) {
        return new Section(config, name + "." + child, place, problems, warnings);
    }

    /** Whether the key has a value. */
    boolean given(String key) {
        return config.hasPath(path(key));
    }

    boolean hasElements(String key) {
        return value(key) instanceof ConfigList list && !list.isEmpty();
    }

    /** The elements of a list of objects that may have these keys, all optional. */
    List<Section> elements(String key, Set<String> keys) {
        List<Section> elements = new ArrayList<>();
        ConfigValue value = value(key);
        String expected = "a list of objects with " + String.join(", ", new TreeSet<>(keys));
        if (!(value instanceof ConfigList list)) {
            problem(key, "is " + (value == null ? "null" : quoted(key, value)) + ", expected " + expected);
            return elements;
        }
        for (int i = 0; i < list.size(); i++) {
            String at = path(key) + "[" + i + "]";
            ConfigValue element = list.get(i);
            if (element instanceof ConfigObject object) {
                known(object, at, keys);
                // The element under a name of its own, so that its keys are found as those of any section are.
                elements.add(new Section(object.atKey("element"), "element", at, problems, warnings));
            } else {
                unsound.add(key);
                problems.add(new Problem(
                        Origins.of(element), "'" + at + "' is " + written(at, element) + ", expected " + expected));
            }
        }
        return elements;
    }

    private void known(ConfigObject object, String at, Set<String> keys) {
        for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
            String key = entry.getKey();
            if (!keys.contains(key)) {
                problems.add(new Problem(
                        Origins.of(entry.getValue()),
                        "'" + at + "." + key + "' is not a key"
                                + NearestName.among(key, new TreeSet<>(keys), key.length() / 3)
                                        .map(near -> "; did you mean '" + near + "'?")
                                        .orElse("; expected " + String.join(", ", new TreeSet<>(keys)))));
            }
        }
    }

    /** A problem of the section as a whole. */
    void problem(String message) {
        problems.add(new Problem(
                Origins.of(config.getValue(name)), "'" + (place.isEmpty() ? name : place) + "' " + message));
    }

    /** A text of some form, if there is any. */
    Optional<String> optionalText(String key, Predicate<String> form, String expected) {
        return optional(key, expected, text -> formed(text, form));
    }

    /** Whether none of the keys read so far under these names had a problem. */
    boolean sound(String... keys) {
        return Arrays.stream(keys).noneMatch(unsound::contains);
    }

    void problem(String key, String message) {
        unsound.add(key);
        problems.add(new Problem(Origins.of(value(key)), "'" + shown(key) + "' " + message));
    }

    /** What looks like a mistake and yet can be used. */
    void warning(String key, String message) {
        warnings.add(new Problem(origin(key), "'" + shown(key) + "' " + message).toString());
    }

    /** A secret of its own in a file that everybody may read. */
    void warnIfReadByEverybody(String key, String instead) {
        ConfigValue value = value(key);
        String file = value == null ? null : value.origin().filename();
        if (file != null && Secrets.isReadByEverybody(Path.of(file))) {
            warning(key, "is a secret in a file that everybody on this machine may read; chmod o-r " + file + instead);
        }
    }

    /** Where the value was written. */
    String origin(String key) {
        return Origins.of(value(key));
    }

    /** The value as it was written, secrets masked. */
    String written(String key) {
        return written(shown(key), value(key));
    }

    static String written(String path, ConfigValue value) {
        if (value == null || value.valueType() == ConfigValueType.NULL) {
            return "null";
        }
        ConfigValue shown = Secrets.mask(path, value);
        String text =
                shown.valueType() == ConfigValueType.STRING ? shown.unwrapped().toString() : shown.render(WRITTEN);
        return Secrets.mask(text);
    }

    boolean bool(String key) {
        return read(key, "true or false", false, () -> config.getBoolean(path(key)));
    }

    long wholeNumber(String key, long least, long most) {
        String expected = "a whole number from " + least + " to " + most;
        return read(key, expected, least, () -> {
            double exact = config.getDouble(path(key));
            long number = config.getLong(path(key));
            if (exact != number || number < least || number > most) {
                throw new IllegalArgumentException("");
            }
            return number;
        });
    }

    double number(String key, double least, double most) {
        return read(key, "a number from " + least + " to " + most, least, () -> {
            double number = config.getDouble(path(key));
            if (!(number >= least && number <= most)) {
                throw new IllegalArgumentException("");
            }
            return number;
        });
    }

    /** A size in bytes, such as {@code 10MiB}. */
    long bytes(String key, long least, long most) {
        String expected = "a size from " + least + " to " + most + " bytes, such as 10MiB";
        return read(key, expected, least, () -> within(least, most, config.getBytes(path(key)), ""));
    }

    Duration duration(String key, Duration least, Duration most) {
        String expected = "a duration from " + Durations.text(least) + " to " + Durations.text(most);
        return read(key, expected, least, () -> {
            // The trap that HOCON sets.
            boolean bare = written(key).matches("[0-9.]+");
            return within(
                    least, most, config.getDuration(path(key)), bare ? "a number without a unit is milliseconds" : "");
        });
    }

    Optional<Duration> durationOrInfinite(String key, Duration least, Duration most) {
        if ("infinite".equals(written(key))) {
            return Optional.empty();
        }
        String expected = "'infinite' or a duration from " + Durations.text(least) + " to " + Durations.text(most);
        return Optional.of(read(key, expected, least, () -> within(least, most, config.getDuration(path(key)), "")));
    }

    <E extends Enum<E>> E choice(String key, Class<E> type) {
        E[] constants = type.getEnumConstants();
        String expected = Arrays.stream(constants)
                .map(c -> c.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
        return read(key, expected, constants[0], () -> {
            String text = config.getString(path(key));
            return Arrays.stream(constants)
                    .filter(c -> c.name().equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(""));
        });
    }

    String text(String key, Pattern form, String expected) {
        return read(key, expected, "", () -> formed(config.getString(path(key)), form.asMatchPredicate()));
    }

    Optional<String> optionalText(String key) {
        return optional(key, "a text", Function.identity());
    }

    Path path(String key, String expected) {
        return read(key, expected, Path.of(""), () -> readPath(config.getString(path(key))));
    }

    Optional<Path> optionalPath(String key) {
        return optional(key, "a path", Section::readPath);
    }

    Optional<URI> optionalUrl(String key, UrlForm form) {
        return optional(key, form.toString(), form::read);
    }

    BindAddress bind(String key) {
        return read(
                key, BIND_FORM, new BindAddress("localhost", 0), () -> BindAddress.parse(config.getString(path(key))));
    }

    Optional<BindAddress> optionalBind(String key) {
        return optional(key, BIND_FORM, BindAddress::parse);
    }

    RestartLimit restartLimit(String key) {
        return read(
                key,
                RestartLimit.FORM,
                new RestartLimit(0, Duration.ofSeconds(1)),
                () -> RestartLimit.parse(config.getString(path(key))));
    }

    /** At least one URL, none twice. */
    List<URI> urls(String key, UrlForm form) {
        return read(key, "a list of URLs, each " + form, List.of(), () -> {
            List<URI> urls = DistinctList.read(config.getStringList(path(key)), form::read);
            if (urls.isEmpty()) {
                throw new IllegalArgumentException("there is none");
            }
            return urls;
        });
    }

    /** Any number of texts of one form, none twice. */
    List<String> texts(String key, Pattern form, String expected) {
        return texts(key, form.asMatchPredicate(), expected);
    }

    /** Any number of texts that pass, none twice. */
    List<String> texts(String key, Predicate<String> form, String expected) {
        return read(
                key,
                "a list of " + expected,
                List.of(),
                () -> DistinctList.read(config.getStringList(path(key)), text -> formed(text, form)));
    }

    private <T> Optional<T> optional(String key, String expected, Function<String, T> reader) {
        ConfigValue value = value(key);
        if (value == null || value.valueType() == ConfigValueType.NULL) {
            return Optional.empty();
        }
        return Optional.ofNullable(read(key, expected, null, () -> {
            String text = config.getString(path(key));
            if (text.isBlank()) {
                throw new IllegalArgumentException("leave the key out if there is none");
            }
            if (text.codePoints().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("it has line breaks or control characters");
            }
            return reader.apply(text);
        }));
    }

    /** A reader of one value; throws what the library throws, or IllegalArgumentException with a reason that may be empty. */
    private interface Reader<T> {
        T read();
    }

    private <T> T read(String key, String expected, T onProblem, Reader<T> reader) {
        ConfigValue value = value(key);
        if (value == null || value.valueType() == ConfigValueType.NULL) {
            problem(key, "has no value, expected " + expected);
            return onProblem;
        }
        try {
            return reader.read();
        } catch (com.typesafe.config.ConfigException e) {
            problem(key, "is " + quoted(key, value) + ", expected " + expected);
        } catch (IllegalArgumentException e) {
            String reason = e.getMessage() == null || e.getMessage().isEmpty() ? "" : " (" + e.getMessage() + ")";
            problem(key, "is " + quoted(key, value) + ", expected " + expected + reason);
        }
        return onProblem;
    }

    private String quoted(String key, ConfigValue value) {
        String text = written(key);
        return value.valueType() == ConfigValueType.STRING ? "\"" + text + "\"" : text;
    }

    private static <T extends Comparable<T>> T within(T least, T most, T value, String otherwise) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(otherwise);
        }
        return value;
    }

    private static String formed(String text, Predicate<String> form) {
        if (!form.test(text)) {
            throw new IllegalArgumentException("");
        }
        return text;
    }

    private static Path readPath(String text) {
        if (text.equals("~") || text.startsWith("~/")) {
            throw new IllegalArgumentException("~ is understood by shells alone; write the whole path");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(e.getReason(), e);
        }
    }

    private ConfigValue value(String key) {
        String path = path(key);
        return config.hasPathOrNull(path) ? config.getIsNull(path) ? nullValue(path) : config.getValue(path) : null;
    }

    /** {@code getValue} refuses null, but its origin is what a message needs. */
    private ConfigValue nullValue(String path) {
        int dot = path.lastIndexOf('.');
        return config.getObject(path.substring(0, dot)).get(path.substring(dot + 1));
    }

    private String path(String key) {
        return name + "." + key;
    }

    /** The key as messages name it. */
    String shown(String key) {
        return place.isEmpty() ? path(key) : place + "." + key;
    }
}
