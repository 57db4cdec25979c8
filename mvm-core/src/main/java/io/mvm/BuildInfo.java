package io.mvm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which build this is.
 *
 * @param version the project's version, such as {@code 0.1.0}
 * @param revision the commit it was built from, or {@code unknown} where the build had no git
 * @param java the running JVM's version
 */
public record BuildInfo(String version, String revision, String java) {
    private static final String RESOURCE = "/io/mvm/version.properties";

    /** What the build wrote into this program. */
    public static BuildInfo current() {
        Properties properties = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the class path: this build is incomplete");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " cannot be read", e);
        }
        return new BuildInfo(
                properties.getProperty("version"),
                properties.getProperty("revision"),
                Runtime.version().toString());
    }

    @Override
    public String toString() {
        return "mvm " + version + " (revision " + revision + ", Java " + java + ")";
    }
}
