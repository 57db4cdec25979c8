package io.mvm.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigParseable;
import com.typesafe.config.ConfigSyntax;
import java.io.File;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Notes which files are included while one is parsed, those that are not there among them, and leaves the including to the
 * library. What is no file of this machine is refused: the library would fetch it. For one parse on one thread.
 */
final class Includes implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    /** The library's own limit is 50; its message is one of its code. */
    private static final int DEEPEST = 32;

    /** Tried in this order for a name that ends with none of them. */
    private static final List<String> EXTENSIONS = List.of(".conf", ".json", ".properties");

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:");

    private final Map<Path, IncludedFile> files = new LinkedHashMap<>();
    private final List<Problem> problems;
    private final List<String> warnings;
    private ConfigIncluder library;
    private boolean unreadable;
    /** The files that are being read, the innermost first. */
    private final Deque<String> reading = new ArrayDeque<>();

    /**
     * Includes nothing yet.
     *
     * @param file where including begins
     * @param problems is told what can be included and not be read: the library takes an optional file for empty then
     * @param warnings is told of optional files that are not there
     */
    Includes(Path file, List<Problem> problems, List<String> warnings) {
        reading.push(file.toString());
        this.problems = problems;
        this.warnings = warnings;
    }

    /** How to parse a file that may include others. */
    ConfigParseOptions options() {
        return ConfigParseOptions.defaults()
                .setSyntax(ConfigSyntax.CONF)
                .setAllowMissing(false)
                .setIncluder(this);
    }

    /** The file in a form with a directory: the library includes nothing beside a file that has none. */
    static File openable(File file) {
        return file.getParent() == null ? new File(".", file.getPath()) : file;
    }

    /** Every file so far, each once, in the order in which they were met. */
    List<IncludedFile> files() {
        return List.copyOf(files.values());
    }

    /**
     * Reports why a parse failed, in words of this program where the library's name no file, or one of the class path.
     *
     * @param otherwise what to say of anything but a file that cannot be had
     */
    void failed(com.typesafe.config.ConfigException e, Supplier<Problem> otherwise) {
        Optional<IncludedFile> missing = files.values().stream()
                .filter(file -> file.required() && !file.found())
                .findFirst();
        if (!(e instanceof com.typesafe.config.ConfigException.IO) || (missing.isEmpty() && !unreadable)) {
            problems.add(otherwise.get());
        } else if (missing.isPresent()) {
            problems.add(new Problem(missing.get().path().toString(), "does not exist; it is included as required"));
        }
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        library = fallback;
        return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        if (what.startsWith("file:")) {
            return ofUrl(what)
                    .map(path -> alone(context, path, () -> library.include(context, what)))
                    .orElseGet(() -> refused(what));
        }
        if (SCHEME.matcher(what).lookingAt()) {
            return refused(what);
        }
        return directory(context)
                .map(directory -> beside(context, directory, what, () -> library.include(context, what)))
                .orElseGet(() -> nested(what, () -> library.include(context, what)));
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        return beside(
                context,
                Path.of(""),
                what.getPath(),
                () -> ((ConfigIncluderFile) library).includeFile(context, openable(what)));
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        Optional<Path> path = ofUrl(what.toString());
        if (path.isEmpty()) {
            return refused(what.toString());
        }
        return alone(context, path.get(), () -> ((ConfigIncluderURL) library).includeURL(context, what));
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
        return refused("classpath(" + what + ")");
    }

    private ConfigObject nested(String what, Supplier<ConfigObject> included) {
        String plain = Origins.plain(what);
        if (reading.size() > DEEPEST) {
            throw new com.typesafe.config.ConfigException.Generic(
                    "includes '" + plain + "' " + DEEPEST + " files deep; one of them includes itself");
        }
        reading.push(plain);
        try {
            return included.get();
        } finally {
            reading.pop();
        }
    }

    /** A file under its name, whatever that ends with; else one of those that the library makes of the name. */
    private ConfigObject beside(
            ConfigIncludeContext context, Path directory, String what, Supplier<ConfigObject> byLibrary) {
        Path exactly;
        try {
            exactly = directory.resolve(what);
        } catch (InvalidPathException e) {
            // The library finds no such file either, and has its own words for it.
            return nested(what, byLibrary);
        }
        if (EXTENSIONS.stream().anyMatch(what::endsWith)) {
            return alone(context, exactly, byLibrary);
        }
        if (Files.isRegularFile(exactly)) {
            ConfigParseOptions options = context.parseOptions().setSyntax(ConfigSyntax.CONF);
            return alone(
                    context,
                    exactly,
                    () -> ConfigFactory.parseFile(openable(exactly.toFile()), options)
                            .root());
        }
        List<Path> paths = EXTENSIONS.stream()
                .map(extension -> directory.resolve(what + extension))
                .toList();
        noteAny(context, paths);
        return nested(
                paths.stream().filter(Files::exists).findFirst().orElse(exactly).toString(), byLibrary);
    }

    private ConfigObject alone(ConfigIncludeContext context, Path path, Supplier<ConfigObject> included) {
        noteAny(context, List.of(path));
        return nested(path.toString(), included);
    }

    /** One of several is enough. */
    private void noteAny(ConfigIncludeContext context, List<Path> paths) {
        boolean required = !context.parseOptions().getAllowMissing();
        boolean none = paths.stream().noneMatch(Files::exists);
        paths.forEach(path -> note(path, required && (none || Files.exists(path))));
        if (none && !required) {
            warnings.add(new Problem(
                            reading.element(),
                            "includes " + Origins.plain(paths.get(0).toString())
                                    + ", which does not exist; nothing is taken from it")
                    .toString());
        }
    }

    private ConfigObject refused(String what) {
        problems.add(
                new Problem(reading.element(), "includes " + Secrets.mask(what) + ", expected a file on this machine"));
        return ConfigFactory.empty().root();
    }

    private void note(Path path, boolean required) {
        Path plain = Path.of(Origins.plain(path.toString()));
        boolean found = Files.exists(plain);
        IncludedFile before = files.put(plain, new IncludedFile(plain, required, found));
        if (before != null) {
            files.put(plain, new IncludedFile(plain, required || before.required(), found));
        } else if (found && (Files.isDirectory(plain) || !Files.isReadable(plain))) {
            unreadable = true;
            problems.add(new Problem(
                    plain.toString(),
                    Files.isDirectory(plain)
                            ? "is included and is a directory, expected a file"
                            : "is included and cannot be read; check its permissions"));
        }
    }

    /** That of the file that includes; empty if it is no file. The context tells no more than what lies there. */
    private static Optional<Path> directory(ConfigIncludeContext context) {
        ConfigParseable here = context.relativeTo(".");
        return here == null || here.origin().filename() == null
                ? Optional.empty()
                : Optional.ofNullable(Path.of(here.origin().filename()).getParent());
    }

    private static Optional<Path> ofUrl(String url) {
        try {
            return url.startsWith("file:") ? Optional.of(Path.of(URI.create(url))) : Optional.empty();
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            // No file of this machine: refused like any other address.
            return Optional.empty();
        }
    }
}
