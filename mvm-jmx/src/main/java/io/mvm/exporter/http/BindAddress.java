package io.mvm.exporter.http;

/**
 * Where to listen.
 *
 * @param host name or address; an IPv6 one without brackets
 * @param port 0 for any free one
 */
public record BindAddress(String host, int port) {
    private static final String LOOPBACK = "127.0.0.1";

    /**
     * Reads {@code host:port}, {@code [v6]:port}, or a port alone, which means the loopback address.
     *
     * @throws IllegalArgumentException if it is none of these, with what was expected
     */
    public static BindAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? LOOPBACK : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.isEmpty() || host.contains(":")) {
            throw bad(text);
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port < 0 || port > 65_535) {
                throw bad(text);
            }
            return new BindAddress(host, port);
        } catch (NumberFormatException e) {
            throw bad(text);
        }
    }

    private static IllegalArgumentException bad(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is no address to listen at, expected host:port such as 127.0.0.1:9400");
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
