package io.mvm.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;

/**
 * Puts the severity before every line as the journal reads it from a service's stderr: {@code <3>} for an error and so on, see
 * sd-daemon(3). Every line: the journal makes an entry of each, and a stack trace is as severe as what it belongs to.
 */
final class JournalEncoder extends EncoderBase<ILoggingEvent> {
    private final Encoder<ILoggingEvent> lines;

    JournalEncoder(Encoder<ILoggingEvent> lines) {
        this.lines = lines;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String prefix = "<" + priority(event.getLevel()) + ">";
        StringBuilder text = new StringBuilder();
        new String(lines.encode(event), StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> text.append(prefix).append(line).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static int priority(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> 3;
            case Level.WARN_INT -> 4;
            case Level.INFO_INT -> 6;
            default -> 7;
        };
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
