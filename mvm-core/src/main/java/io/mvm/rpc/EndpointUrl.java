package io.mvm.rpc;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * One configured address in the forms we need: calls go to its {@code http(s)} form, subscriptions to its {@code ws(s)} form,
 * and messages show it without user information and without its query, where access tokens live.
 */
final class EndpointUrl {
    private final URI http;
    private final URI socket;
    private final String shown;
    private final Optional<String> authorization;

    /**
     * @throws IllegalArgumentException if the scheme is none of http, https, ws, wss, or there is no host
     */
    EndpointUrl(URI configured) {
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
        this.shown = show(configured, scheme);
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
            throw new IllegalArgumentException("RPC URL " + show(uri, scheme) + " cannot be used as " + scheme, e);
        }
    }

    private static String show(URI uri, String scheme) {
        return scheme + "://" + hostPort(uri) + (uri.getRawPath() == null ? "" : uri.getRawPath())
                + (uri.getRawQuery() == null ? "" : "?...");
    }

    private static String hostPort(URI uri) {
        return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }
}
