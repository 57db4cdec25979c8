package io.mvm.cli;

import java.util.Comparator;
import java.util.List;

/**
 * What a check comes to: the worst of its findings.
 *
 * @param level the worst
 * @param findings what is not as it should be, the worst first; empty if all is well
 */
record Health(Level level, List<Finding> findings) {
    /** From best to worst. */
    enum Level {
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

    /** One thing that is not as it should be. */
    record Finding(Level level, String text) {}

    static Health of(List<Finding> findings) {
        List<Finding> sorted = findings.stream()
                .sorted(Comparator.comparing(Finding::level).reversed())
                .toList();
        return new Health(sorted.isEmpty() ? Level.HEALTHY : sorted.get(0).level(), sorted);
    }
}
