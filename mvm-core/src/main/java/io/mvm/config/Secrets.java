package io.mvm.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/** What must not be shown, and what is shown in its place. */
final class Secrets {
    static final String MASK = "********";

    /** Last part of a key's path. A {@code *-file} key is a path and no secret. */
    private static final Set<String> NAMES = Set.of("api-key", "auth", "heartbeat-url", "password", "secret");

    private Secrets() {}

    static boolean isSecret(String key) {
        return NAMES.contains(key.substring(key.lastIndexOf('.') + 1));
    }

    /** The value with every secret in it masked, at any depth. In a list of endpoints the URL is one: whoever has it can post. */
    static ConfigValue mask(String key, ConfigValue value) {
        if (isSecret(key) || key.endsWith("[].url")) {
            return ConfigValueFactory.fromAnyRef(MASK);
        }
        if (value instanceof ConfigObject object) {
            ConfigObject masked = object;
            for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
                masked = masked.withValue(entry.getKey(), mask(key + "." + entry.getKey(), entry.getValue()));
            }
            return masked;
        }
        if (value instanceof ConfigList list) {
            return ConfigValueFactory.fromIterable(
                    list.stream().map(element -> mask(key + "[]", element)).toList());
        }
        return value;
    }

    /** The URL with user and password masked. */
    static String mask(URI url) {
        return mask(url.toString());
    }

    /** Any text with the user and password of URLs in it masked. */
    static String mask(String text) {
        return text.replaceAll("://[^/@\\s\"]+@", "://" + MASK + "@");
    }
}
