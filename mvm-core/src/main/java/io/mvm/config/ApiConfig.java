package io.mvm.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Section {@code api}: the REST API.
 *
 * @param enabled whether it is served
 * @param bind where; empty: by the server of the metrics page
 * @param apiKey what callers must send; empty: nothing
 * @param corsOrigins web origins that may call it from a browser, such as {@code https://mvm.example}; {@code *} is any
 * @param metricsEnabled whether a server of its own has the metrics page too
 */
public record ApiConfig(
        boolean enabled,
        Optional<BindAddress> bind,
        Optional<SecretSource> apiKey,
        List<String> corsOrigins,
        boolean metricsEnabled) {
    /** Shorter ones can be guessed. */
    static final int SHORTEST_KEY = 16;

    private static final Pattern ORIGIN = Pattern.compile("\\*|https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?");

    public ApiConfig {
        corsOrigins = List.copyOf(corsOrigins);
    }

    static ApiConfig read(Section in) {
        return new ApiConfig(
                in.bool("enabled"),
                in.optionalBind("bind"),
                SecretSource.read(in, "api-key", "api-key-file", SHORTEST_KEY),
                in.texts("cors-origins", ORIGIN, "web origins such as https://mvm.example, without a path, or \"*\""),
                in.bool("metrics-enabled"));
    }
}
