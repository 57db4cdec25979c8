package io.mvm.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * How the process logs: to stderr, or to a file, as text or as one JSON object a line. Set up in code, because reading XML
 * costs a tenth of the start. Until {@link #configure} is called the process logs as text on stderr; logback itself makes
 * an instance for that. A {@code -Dlogback.configurationFile} wins over that default.
 */
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %msg%n";

    /** What a line looks like. */
    public enum Format {
        /** For people. */
        TEXT,
        /** For collectors: one JSON object a line. */
        JSON
    }

    /** Called by logback at the first log line. */
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        configure(context, Format.TEXT, 0, Optional.empty());
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /**
     * Logs from here on as told. May be called again.
     *
     * @param format text or JSON
     * @param verbosity how often {@code -v} was given: 0 what an operator wants to know, 1 with details of ours and what
     *     libraries report, 2 everything
     * @param file where to append; empty: stderr
     */
    public static void configure(Format format, int verbosity, Optional<Path> file) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            configure(context, format, verbosity, file);
        }
    }

    private static void configure(LoggerContext context, Format format, int verbosity, Optional<Path> file) {
        context.reset();
        OutputStreamAppender<ILoggingEvent> appender = file.<OutputStreamAppender<ILoggingEvent>>map(path -> {
                    FileAppender<ILoggingEvent> toFile = new FileAppender<>();
                    toFile.setFile(path.toString());
                    toFile.setAppend(true);
                    return toFile;
                })
                .orElseGet(() -> {
                    ConsoleAppender<ILoggingEvent> toConsole = new ConsoleAppender<>();
                    toConsole.setTarget("System.err");
                    return toConsole;
                });
        appender.setContext(context);
        appender.setEncoder(encoder(context, format));
        appender.start();

        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        root.setLevel(verbosity == 0 ? Level.WARN : verbosity == 1 ? Level.INFO : Level.DEBUG);
        context.getLogger("io.mvm").setLevel(verbosity == 0 ? Level.INFO : verbosity == 1 ? Level.DEBUG : Level.TRACE);
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, Format format) {
        if (format == Format.JSON) {
            JsonEncoder json = new JsonEncoder();
            json.setContext(context);
            // Counters of logback's own, of use to nobody who reads these lines.
            json.setWithSequenceNumber(false);
            json.setWithNanoseconds(false);
            json.setWithContext(false);
            json.setWithFormattedMessage(true);
            json.setWithMessage(false);
            json.setWithArguments(false);
            json.start();
            return json;
        }
        PatternLayoutEncoder text = new PatternLayoutEncoder();
        text.setContext(context);
        text.setPattern(PATTERN);
        text.start();
        return text;
    }
}
