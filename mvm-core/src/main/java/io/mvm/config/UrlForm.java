package io.mvm.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a URL must look like: one of these schemes, and a host.
 *
 * @param schemes in lower case
 */
record UrlForm(Set<String> schemes) {
    /** A page or a service on the web. */
    static final UrlForm HTTP = new UrlForm(Set.of("http", "https"));

    /** Reads one; throws IllegalArgumentException for what is none, without the text, as that may be a secret. */
    URI read(String text) {
        try {
            URI url = new URI(text);
            if (url.getScheme() == null
                    || !schemes.contains(url.getScheme().toLowerCase(Locale.ROOT))
                    || url.getHost() == null) {
                throw new IllegalArgumentException("");
            }
            return url;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("", e);
        }
    }

    /** For messages. */
    @Override
    public String toString() {
        return schemes.stream().sorted().collect(Collectors.joining("://, ", "", "://")) + " with a host";
    }
}
