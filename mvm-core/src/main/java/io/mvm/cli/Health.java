package io.mvm.cli;

import java.util.Comparator;
import java.util.List;

/**
 * What a check comes to: the worst of its findings.
 *
 * @param level the worst
 * @param findings what is not as it should be or worth knowing, the worst first; empty if there is nothing to say
 */
record Health(Level level, List<Finding> findings) {
    /** From best to worst. */
    enum Level {
        /** Of a finding alone: worth knowing, and no reason to do anything. */
        INFORMATION(ExitStatus.OK, Style.DIM),
        HEALTHY(ExitStatus.OK, Style.GOOD),
        /** Better than known to be bad, worse than known to be good. */
        UNKNOWN(ExitStatus.UNKNOWN, Style.WARNING),
        DEGRADED(ExitStatus.DEGRADED, Style.WARNING),
        CRITICAL(ExitStatus.CRITICAL, Style.BAD);

        private final int status;
        private final Style style;

        Level(int status, Style style) {
            this.status = status;
            this.style = style;
        }

        int status() {
            return status;
        }

        Style style() {
            return style;
        }
    }

    /**
     * One thing that is not as it should be, or that is worth knowing.
     *
     * @param level how bad it is
     * @param text what, with which value, what was expected
     * @param guide topic of {@code mvm guide} that helps; null if none does
     */
    record Finding(Level level, String text, String guide) {
        Finding(Level level, String text) {
            this(level, text, null);
        }
    }

    static Health of(List<Finding> findings) {
        List<Finding> sorted = findings.stream()
                .sorted(Comparator.comparing(Finding::level).reversed())
                .toList();
        Level worst = sorted.isEmpty() ? Level.HEALTHY : sorted.get(0).level();
        return new Health(worst == Level.INFORMATION ? Level.HEALTHY : worst, sorted);
    }
}
