package io.mvm.config;

import java.util.Objects;

/**
 * Where a server listens.
 *
 * @param host a name or address; IPv6 without its brackets
 * @param port 0 to 65535; 0 lets the system choose
 */
public record BindAddress(String host, int port) {
    private static final int HIGHEST_PORT = 65_535;

    public BindAddress {
        Objects.requireNonNull(host, "host");
        if (host.isBlank()) {
            throw new IllegalArgumentException("host is empty");
        }
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("port is " + port + ", expected 0 to " + HIGHEST_PORT);
        }
    }

    /**
     * Reads {@code HOST:PORT}, or {@code [IPV6]:PORT}.
     *
     * @throws IllegalArgumentException if the text is anything else, saying what is wrong with it
     */
    public static BindAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("there is no port");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("an IPv6 address needs brackets");
        }
        String port = text.substring(colon + 1);
        if (!port.matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("the port is '" + port + "'");
        }
        return new BindAddress(host, Integer.parseInt(port));
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
