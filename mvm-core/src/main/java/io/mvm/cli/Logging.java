package io.mvm.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.mvm.config.LoggingConfig;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * How the process logs: to stderr, for the journal, or to a file, as text or as one JSON object a line. Set up in code, because
 * reading XML costs a tenth of the start. Until {@link #configure} is called the process logs as text on stderr; logback itself
 * makes an instance for that. A {@code -Dlogback.configurationFile} wins over that default.
 */
public final class Logging extends ContextAwareBase implements Configurator {
    static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %msg%n";

    /** The journal writes time and severity itself. */
    private static final String JOURNAL_PATTERN = "%logger{0}: %msg%n";

    /** Severities of ours, and what libraries report then: of theirs an operator wants to know little. */
    private static final Map<LoggingConfig.Level, Level> LIBRARIES = Map.of(
            LoggingConfig.Level.TRACE, Level.DEBUG,
            LoggingConfig.Level.DEBUG, Level.INFO,
            LoggingConfig.Level.INFO, Level.WARN,
            LoggingConfig.Level.WARN, Level.WARN,
            LoggingConfig.Level.ERROR, Level.ERROR);

    /** Called by logback at the first log line. */
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        configure(context, LogPlan.stderr(LoggingConfig.Format.TEXT, LoggingConfig.Level.INFO));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /**
     * Logs from here on as told. May be called again.
     *
     * @throws CommandFailure if the log file cannot be written; the process then logs as before
     */
    static void configure(LogPlan plan) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            configure(context, plan);
        }
    }

    /** Changes the least severity that is logged, and nothing else. Safe for any thread. */
    static void level(LoggingConfig.Level level) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            level(context, level);
        }
    }

    /** Takes over what of the settings can change while the process logs, and nothing else. Safe for any thread. */
    static void adapt(LoggingConfig settings) {
        level(settings.level());
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders().forEachRemaining(appender -> {
                if (appender instanceof LogFile.Appender file) {
                    file.limits(settings.maxSize(), settings.maxFiles());
                }
            });
        }
    }

    private static void configure(LoggerContext context, LogPlan plan) {
        // Tried before anything is changed: where it fails, the failure must still be told.
        plan.file().ifPresent(LogFile::prepare);
        context.reset();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        plan.file()
                .ifPresent(file -> root.addAppender(
                        started(context, file.appender(context), encoder(context, plan.format(), PATTERN))));
        if (plan.journal()) {
            Encoder<ILoggingEvent> inner = encoder(context, plan.format(), JOURNAL_PATTERN);
            root.addAppender(started(context, stderr(), new JournalEncoder(inner)));
        } else if (plan.file().isEmpty()) {
            root.addAppender(started(context, stderr(), encoder(context, plan.format(), PATTERN)));
        }
        level(context, plan.level());
    }

    private static void level(LoggerContext context, LoggingConfig.Level level) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(LIBRARIES.get(level));
        context.getLogger("io.mvm").setLevel(Level.valueOf(level.name()));
    }

    private static OutputStreamAppender<ILoggingEvent> stderr() {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setTarget("System.err");
        return appender;
    }

    private static OutputStreamAppender<ILoggingEvent> started(
            LoggerContext context, OutputStreamAppender<ILoggingEvent> appender, Encoder<ILoggingEvent> encoder) {
        appender.setContext(context);
        encoder.setContext(context);
        encoder.start();
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, LoggingConfig.Format format, String pattern) {
        if (format == LoggingConfig.Format.JSON) {
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
        text.setPattern(pattern);
        text.start();
        return text;
    }
}
