package io.mvm.rpc;

import io.mvm.config.UrlKeys;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One configured address in the forms we need: calls go to its {@code http(s)} form, subscriptions to its {@code ws(s)} form.
 * Messages, MBeans and metrics show it without what gives access: user information, the query, and parts of the path that look
 * like a provider's key.
 */
final class EndpointUrl {
    private static final String MASK = "***";

    private final URI http;
    private final URI socket;
    private final String shown;
    private final Optional<String> authorization;
    private final List<String> secrets;

    /**
     * All of a configuration. Those that would look the same without their secrets are numbered.
     *
     * @throws IllegalArgumentException as the constructor
     */
    static List<EndpointUrl> all(List<URI> configured) {
        Map<String, Integer> seen = new HashMap<>();
        List<EndpointUrl> all = new ArrayList<>();
        for (URI uri : configured) {
            EndpointUrl url = new EndpointUrl(uri);
            int nth = seen.merge(url.shown, 1, Integer::sum);
            all.add(nth == 1 ? url : new EndpointUrl(uri, "#" + nth));
        }
        return List.copyOf(all);
    }

    /**
     * @throws IllegalArgumentException if the scheme is none of http, https, ws, wss, or there is no host
     */
    EndpointUrl(URI configured) {
        this(configured, "");
    }

    private EndpointUrl(URI configured, String number) {
        String scheme =
                configured.getScheme() == null ? "" : configured.getScheme().toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https") || scheme.equals("wss");
        if (!secure && !scheme.equals("http") && !scheme.equals("ws")) {
            throw new IllegalArgumentException("RPC URL " + show(configured, scheme) + " has the scheme '" + scheme
                    + "', expected http, https, ws or wss");
        }
        if (configured.getHost() == null) {
            throw new IllegalArgumentException("RPC URL " + show(configured, scheme) + " names no host");
        }
        this.http = with(configured, secure ? "https" : "http");
        this.socket = with(configured, secure ? "wss" : "ws");
        this.shown = show(configured, scheme) + number;
        this.secrets = secrets(configured);
        this.authorization = Optional.ofNullable(configured.getUserInfo())
                .map(user -> "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
    }

    URI http() {
        return http;
    }

    URI socket() {
        return socket;
    }

    /** Value of the {@code Authorization} header, from the user information. */
    Optional<String> authorization() {
        return authorization;
    }

    /** The text of another, such as the node, with our secrets in it masked. */
    String masked(String text) {
        String masked = text;
        if (masked != null) {
            for (String secret : secrets) {
                masked = masked.replace(secret, MASK);
            }
        }
        return masked;
    }

    /** For messages and status. */
    @Override
    public String toString() {
        return shown;
    }

    private static URI with(URI uri, String scheme) {
        try {
            String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            // The raw parts are put together by hand: the constructor with parts would quote them a second time.
            return new URI(
                    scheme + "://" + hostPort(uri) + path + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
        } catch (URISyntaxException e) {
            // Not as the cause: its message has the whole of it.
            throw new IllegalArgumentException(
                    "RPC URL " + show(uri, scheme) + " cannot be used as " + scheme + ": " + e.getReason());
        }
    }

    private static String show(URI uri, String scheme) {
        return scheme + "://" + hostPort(uri) + path(uri) + (uri.getRawQuery() == null ? "" : "?...");
    }

    private static String path(URI uri) {
        return uri.getRawPath() == null
                ? ""
                : Arrays.stream(uri.getRawPath().split("/", -1))
                        .map(part -> UrlKeys.isKey(part) ? MASK : part)
                        .collect(Collectors.joining("/"));
    }

    private static List<String> secrets(URI uri) {
        List<String> secrets = new ArrayList<>();
        add(secrets, uri.getRawUserInfo());
        add(secrets, uri.getUserInfo());
        add(secrets, uri.getRawQuery());
        add(secrets, uri.getQuery());
        for (String info : new String[] {uri.getRawUserInfo(), uri.getUserInfo()}) {
            if (info != null && info.indexOf(':') >= 0) {
                add(secrets, info.substring(info.indexOf(':') + 1));
            }
        }
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&", -1)) {
                add(secrets, pair.substring(pair.indexOf('=') + 1));
            }
        }
        if (uri.getRawPath() != null) {
            Arrays.stream(uri.getRawPath().split("/", -1))
                    .filter(UrlKeys::isKey)
                    .forEach(part -> add(secrets, part));
        }
        // The longest first: one may stand within another.
        secrets.sort(Comparator.comparingInt(String::length).reversed());
        return List.copyOf(secrets);
    }

    /** A short one would stand by chance in texts that have nothing to do with it. */
    private static void add(List<String> secrets, String secret) {
        if (secret != null && secret.length() >= 4 && !secrets.contains(secret)) {
            secrets.add(secret);
        }
    }

    private static String hostPort(URI uri) {
        return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }
}
