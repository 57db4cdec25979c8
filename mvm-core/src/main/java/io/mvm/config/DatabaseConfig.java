package io.mvm.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Section {@code database}.
 *
 * @param path the SQLite file; relative to the working directory
 * @param retention how long blocks are kept; empty: for ever
 * @param remote the copy on a server
 */
public record DatabaseConfig(Path path, Optional<Duration> retention, Remote remote) {
    /**
     * Section {@code database.remote}.
     *
     * @param enabled whether rows are copied
     * @param url JDBC URL; present when enabled
     * @param user empty when the server asks for none
     * @param passwordFile file that holds the password
     * @param syncInterval time between two copies
     */
    public record Remote(
            boolean enabled,
            Optional<String> url,
            Optional<String> user,
            Optional<Path> passwordFile,
            Duration syncInterval) {
        static Remote read(Section in) {
            Remote remote = new Remote(
                    in.bool("enabled"),
                    in.optionalText("url"),
                    in.optionalText("user"),
                    in.optionalPath("password-file"),
                    in.duration("sync-interval", Duration.ofSeconds(1), Duration.ofDays(1)));
            if (remote.enabled && in.sound("url") && remote.url.isEmpty()) {
                in.problem("url", "has no value, expected one because database.remote.enabled is true");
            }
            return remote;
        }

        /** With a password in the URL masked. */
        @Override
        public String toString() {
            return "Remote[enabled=" + enabled + ", url=" + url.map(Secrets::mask) + ", user=" + user
                    + ", passwordFile=" + passwordFile + ", syncInterval=" + syncInterval + "]";
        }
    }

    static DatabaseConfig read(Section in) {
        return new DatabaseConfig(
                in.path("path", "a path"),
                in.durationOrInfinite("retention", Duration.ofDays(1), Duration.ofDays(36_500)),
                Remote.read(in.child("remote")));
    }
}
