package io.mvm.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the place of stderr where nobody reads it: each line becomes one of the log. Safe for any thread. */
final class LogLines extends OutputStream {
    private static final Logger LOG = LoggerFactory.getLogger("io.mvm.stderr");

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int b) {
        if (b != '\n') {
            line.write(b);
            return;
        }
        String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
        line.reset();
        if (!text.isEmpty()) {
            LOG.warn("{}", text);
        }
    }
}
