package io.mvm.daemon.reload;

import io.mvm.daemon.operation.ReloadReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every line that reading the configuration anew says to an operator. */
final class ReloadLog {
    private static final Logger LOG = LoggerFactory.getLogger("io.mvm.daemon.reload");

    private ReloadLog() {}

    static void reloaded(String by, ReloadReport report) {
        LOG.info("configuration read anew ({}) from {} in {}", by, files(report), times(report));
    }

    static void applied(String key, String before, String now) {
        LOG.info("{} is {} now, was {}", key, now, before);
    }

    static void applied(String key) {
        LOG.info("{} changed and is in force", key);
    }

    static void needRestart(List<String> keys) {
        LOG.warn("changed, and in force after a restart only: {}", String.join(", ", keys));
    }

    static void warning(String warning) {
        LOG.warn("{}", warning);
    }

    static void refused(String by, String file, int problems) {
        LOG.error(
                "the configuration in {} ({}) has {} and is not used; the one in force stays:",
                file(file),
                by,
                problems == 1 ? "a problem" : problems + " problems");
    }

    static void problem(String problem) {
        LOG.error("  {}", problem);
    }

    static void watching(List<Path> files) {
        LOG.info("watching {} for changes", joined(files));
    }

    static void nothingToWatch() {
        LOG.info("there is no configuration file to watch; one that appears is read at the next reload");
    }

    static void cannotWatch(String why, Duration interval) {
        LOG.warn(
                "changes of the configuration cannot be announced by the system: {}; it is looked at every {} s instead",
                why,
                interval.toSeconds());
    }

    static void gone(List<Path> files) {
        LOG.warn(
                "{} not there, or empty; the configuration in force stays, and is read anew once it is back",
                joined(files) + (files.size() == 1 ? " is" : " are"));
    }

    static void failed(String why, Throwable failure) {
        LOG.error("reading the configuration anew failed: {}; the one in force stays", why, failure);
    }

    private static String file(String file) {
        return file == null ? "no file" : file;
    }

    private static String files(ReloadReport report) {
        return file(report.file())
                + (report.included().isEmpty() ? "" : " with " + String.join(" and ", report.included()));
    }

    private static String joined(List<Path> files) {
        return String.join(", ", files.stream().map(Path::toString).toList());
    }

    private static String times(ReloadReport report) {
        return String.format(
                Locale.ROOT,
                "%.1f ms (load %.1f, validate %.1f, swap %.1f; grade %s)",
                ms(report.total()),
                ms(report.load()),
                ms(report.validate()),
                ms(report.swap()),
                report.grade());
    }

    private static double ms(Duration time) {
        return time.toNanos() / 1e6;
    }
}
