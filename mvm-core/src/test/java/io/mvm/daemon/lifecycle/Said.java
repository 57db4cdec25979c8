package io.mvm.daemon.lifecycle;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What the daemon says to an operator while a test lasts, as {@code LEVEL text}. */
final class Said implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.mvm.daemon");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    Said() {
        lines.start();
        logger.addAppender(lines);
    }

    List<String> lines() {
        return List.copyOf(lines.list).stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(lines);
    }
}
