package io.mvm;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets what a test waits for take a minute, in every test class: on a busy machine Awaitility's ten seconds have failed tests in
 * which nothing was wrong. Found by JUnit through META-INF/services.
 */
public final class PatientWaiting implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }
}
