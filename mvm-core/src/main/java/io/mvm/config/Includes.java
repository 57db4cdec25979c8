package io.mvm.config;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Notes which files are included while one is parsed, those that are not there among them, and leaves the including to the
 * library. What comes from elsewhere than a file is not noted. For one parse on one thread.
 */
final class Includes implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    /** The library's own limit is 50; its message is one of its code. */
    private static final int DEEPEST = 32;

    /** Tried in this order for a name that ends with none of them. */
    private static final List<String> EXTENSIONS = List.of(".conf", ".json", ".properties");

    private final Map<Path, IncludedFile> files = new LinkedHashMap<>();
    private final List<Problem> problems;
    private ConfigIncluder library;
    private boolean unreadable;
    private int depth;

    /** Reports what can be included and not be read to {@code problems}: the library takes an optional file for empty then. */
    Includes(List<Problem> problems) {
        this.problems = problems;
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
            ofUrl(what).ifPresent(path -> note(path, required(context)));
        } else {
            directory(context).ifPresent(directory -> noteAny(directory, what, required(context)));
        }
        return nested(what, () -> library.include(context, what));
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        noteAny(Path.of(""), what.getPath(), required(context));
        return nested(what.getPath(), () -> ((ConfigIncluderFile) library).includeFile(context, openable(what)));
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        ofUrl(what.toString()).ifPresent(path -> note(path, required(context)));
        return nested(what.toString(), () -> ((ConfigIncluderURL) library).includeURL(context, what));
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
        return nested(what, () -> ((ConfigIncluderClasspath) library).includeResources(context, what));
    }

    private ConfigObject nested(String what, Supplier<ConfigObject> included) {
        if (depth == DEEPEST) {
            throw new com.typesafe.config.ConfigException.Generic(
                    "includes '" + what + "' " + DEEPEST + " files deep; one of them includes itself");
        }
        depth++;
        try {
            return included.get();
        } finally {
            depth--;
        }
    }

    private void noteAny(Path directory, String what, boolean required) {
        boolean named = EXTENSIONS.stream().anyMatch(what::endsWith);
        Stream<String> names = named ? Stream.of(what) : EXTENSIONS.stream().map(extension -> what + extension);
        try {
            List<Path> paths = names.map(directory::resolve).toList();
            // One of several is enough.
            boolean none = paths.stream().noneMatch(Files::exists);
            paths.forEach(path -> note(path, required && (none || Files.exists(path))));
        } catch (InvalidPathException e) {
            // The library finds no such file either.
            return;
        }
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

    private static boolean required(ConfigIncludeContext context) {
        return !context.parseOptions().getAllowMissing();
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
            // The library has its own words for that.
            return Optional.empty();
        }
    }
}
