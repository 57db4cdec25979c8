package io.mvm.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The example that is shipped: every key with its default, commented out, and what it is for. */
public final class ExampleFile {
    private static final String RESOURCE = "/io/mvm/config/mvm.conf.example";

    private ExampleFile() {}

    /** Its text. */
    public static String text() {
        try (InputStream in = ExampleFile.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the class path: this build is incomplete");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " cannot be read", e);
        }
    }
}
