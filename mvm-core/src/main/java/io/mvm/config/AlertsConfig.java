package io.mvm.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Section {@code alerts}: the dead man's switch.
 *
 * @param heartbeatUrl called while all is well; a secret; empty: none is
 * @param heartbeatInterval time between two calls
 */
public record AlertsConfig(Optional<URI> heartbeatUrl, Duration heartbeatInterval) {
    static AlertsConfig read(Section in) {
        if (in.given("heartbeat-url")) {
            in.warnIfReadByEverybody("heartbeat-url", "");
        }
        return new AlertsConfig(
                in.optionalUrl("heartbeat-url", UrlForm.HTTP),
                in.duration("heartbeat-interval", Duration.ofSeconds(1), Duration.ofDays(1)));
    }

    /** Without the path of the URL. */
    @Override
    public String toString() {
        return "AlertsConfig[heartbeatUrl=" + heartbeatUrl.map(Secrets::maskBeyondHost) + ", heartbeatInterval="
                + heartbeatInterval + "]";
    }
}
