package io.mvm.config;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Section {@code webhooks}: who is told of what happens.
 *
 * @param enabled whether anybody is
 * @param endpoints who; not empty when enabled
 * @param retryAttempts further tries of a failed delivery
 * @param retryDelay wait before the first of them
 */
public record WebhooksConfig(boolean enabled, List<Endpoint> endpoints, int retryAttempts, Duration retryDelay) {
    /** Every event there is. */
    public static final Set<String> EVENTS = Set.of(
            "block_produced",
            "slot_missed",
            "block_orphaned",
            "validator_status_change",
            "epoch_change",
            "committee_change",
            "sync_alert",
            "finality_stalled",
            "key_mismatch",
            "maintenance",
            "upgrade");

    private static final String EVERY = "*";
    private static final Set<String> KEYS = Set.of("url", "events", "format", "auth", "auth-file", "secret-file");

    public WebhooksConfig {
        endpoints = List.copyOf(endpoints);
    }

    /** What a body looks like. */
    public enum Format {
        /** MVM's own JSON. */
        STANDARD,
        /** For an incoming webhook of Slack. */
        SLACK,
        /** For a webhook of Discord. */
        DISCORD
    }

    /**
     * One that is told.
     *
     * @param url where; a secret with services where whoever has it may post
     * @param events what of, some of {@link #EVENTS}; never empty
     * @param format how
     * @param auth value of the {@code Authorization} header; empty: none is sent
     * @param secret what bodies are signed with; empty: they are not
     */
    public record Endpoint(
            URI url, Set<String> events, Format format, Optional<SecretSource> auth, Optional<SecretSource> secret) {
        public Endpoint {
            events = Set.copyOf(events);
        }

        static Optional<Endpoint> read(Section in) {
            Optional<URI> url = in.optionalUrl("url", UrlForm.HTTP);
            if (!in.given("url")) {
                in.problem("has no url, expected one");
            }
            Set<String> events = in.given("events") ? events(in) : EVENTS;
            Format format = in.given("format") ? in.choice("format", Format.class) : Format.STANDARD;
            Optional<SecretSource> auth = SecretSource.read(in, "auth", "auth-file", 1);
            Optional<SecretSource> secret = SecretSource.read(in, null, "secret-file", ApiConfig.SHORTEST_KEY);
            return url.map(there -> new Endpoint(there, events, format, auth, secret));
        }

        private static Set<String> events(Section in) {
            List<String> names = in.texts(
                    "events",
                    text -> text.equals(EVERY) || EVENTS.contains(text),
                    "events: \"*\" for all, or some of " + String.join(", ", new TreeSet<>(EVENTS)));
            if (in.sound("events") && names.isEmpty()) {
                in.problem("events", "is [], expected at least one event; leave the key out for all");
            }
            return names.contains(EVERY) ? EVENTS : new HashSet<>(names);
        }

        /** Without the path of the URL. */
        @Override
        public String toString() {
            return "Endpoint[url=" + Secrets.maskBeyondHost(url) + ", events=" + new TreeSet<>(events) + ", format="
                    + format + ", auth=" + auth + ", secret=" + secret + "]";
        }
    }

    static WebhooksConfig read(Section in) {
        List<Endpoint> endpoints = new ArrayList<>();
        Set<URI> urls = new HashSet<>();
        for (Section element : in.elements("endpoints", KEYS)) {
            Endpoint.read(element).ifPresent(endpoint -> {
                if (!urls.add(endpoint.url)) {
                    element.problem("url", "is that of an element before, expected each endpoint once");
                }
                endpoints.add(endpoint);
            });
        }
        WebhooksConfig webhooks = new WebhooksConfig(
                in.bool("enabled"),
                endpoints,
                (int) in.wholeNumber("retry-attempts", 0, 100),
                in.duration("retry-delay", Duration.ofMillis(100), Duration.ofHours(1)));
        if (webhooks.enabled && in.sound("enabled", "endpoints") && !in.hasElements("endpoints")) {
            in.problem("endpoints", "is [], expected at least one because webhooks.enabled is true");
        }
        return webhooks;
    }

    /** Every secret in it. */
    Stream<SecretSource> secrets() {
        return endpoints.stream().flatMap(one -> Stream.concat(one.auth.stream(), one.secret.stream()));
    }
}
