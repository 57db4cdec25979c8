package io.mvm.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must not be shown, and what is shown in its place. */
final class Secrets {
    static final String MASK = "********";

    private static final Pattern USER = Pattern.compile("://[^/@\\s\"]+@");
    private static final Pattern QUERY = Pattern.compile("(://[^\\s\"?]*)\\?[^\\s\"]+");

    private static final Pattern PATH = Pattern.compile("(://[^/\\s\"?,]*)(/[^\\s\"?,]*)");

    /** Last part of a key's path. A {@code *-file} key is a path and no secret. */
    private static final Set<String> NAMES = Set.of("api-key", "auth", "heartbeat-url", "password", "secret");

    private static final String ENDPOINTS = "webhooks.endpoints";

    /** All that is shown of an endpoint: whoever has its URL can post there, and what is misspelt may be one. */
    private static final Set<String> SHOWN_OF_ENDPOINTS = Set.of("events", "format", "auth-file", "secret-file");

    /** A quote that is not closed is noticed some lines later. */
    private static final int LINES_NEAR = 4;

    private static final Pattern INDEX = Pattern.compile("\\[[0-9]*]");

    private Secrets() {}

    static boolean isSecret(String key) {
        String plain = INDEX.matcher(key).replaceAll("");
        String last = plain.substring(plain.lastIndexOf('.') + 1);
        return plain.startsWith(ENDPOINTS + ".") ? !SHOWN_OF_ENDPOINTS.contains(last) : NAMES.contains(last);
    }

    /** The value with every secret in it masked, at any depth. */
    static ConfigValue mask(String key, ConfigValue value) {
        boolean plain = !(value instanceof ConfigObject) && !(value instanceof ConfigList);
        if (isSecret(key) || (plain && INDEX.matcher(key).replaceAll("").equals(ENDPOINTS))) {
            return ConfigValueFactory.fromAnyRef(MASK);
        }
        if (value instanceof ConfigObject object) {
            ConfigObject masked = object;
            for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
                masked = masked.withValue(entry.getKey(), mask(key + "." + entry.getKey(), entry.getValue()));
            }
            return masked;
        }
        if (value instanceof ConfigList list
                && (key.startsWith(ENDPOINTS) || list.stream().anyMatch(ConfigObject.class::isInstance))) {
            return ConfigValueFactory.fromIterable(
                    list.stream().map(element -> mask(key + "[]", element)).toList());
        }
        return value;
    }

    /** The URL with user and password masked. */
    static String mask(URI url) {
        return mask(url.toString());
    }

    /** Any text with the user, the password, the query and keys in the path of URLs in it masked: a query may have a token. */
    static String mask(String text) {
        if (!text.contains("://")) {
            return text;
        }
        String masked = USER.matcher(text).replaceAll("://" + MASK + "@");
        masked = QUERY.matcher(masked).replaceAll("$1?" + MASK);
        return PATH.matcher(masked)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1) + maskKeys(found.group(2))));
    }

    private static String maskKeys(String path) {
        return Arrays.stream(path.split("/", -1))
                .map(part -> UrlKeys.isKey(part) ? MASK : part)
                .collect(Collectors.joining("/"));
    }

    /** Scheme, host and port alone, where the rest tells who may call. */
    static String maskBeyondHost(URI url) {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort()) + "/" + MASK;
    }

    /** Whether a line at this place, or shortly before it, names a secret; true where that cannot be told. */
    static boolean mayBeNear(ConfigOrigin origin) {
        if (origin == null || origin.filename() == null || origin.lineNumber() < 1) {
            return true;
        }
        try (Stream<String> lines = Files.lines(Path.of(origin.filename()))) {
            return lines.skip(Math.max(0, origin.lineNumber() - LINES_NEAR))
                    .limit(LINES_NEAR + 1)
                    .anyMatch(line -> line.contains("endpoints")
                            || line.contains("url")
                            || NAMES.stream().anyMatch(line::contains));
        } catch (IOException | UncheckedIOException e) {
            return true;
        }
    }

    /** Whether others than owner and group may read the file; false where that cannot be told. */
    static boolean isReadByEverybody(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
