package io.mvm.view;

/**
 * How reading the configuration anew has gone since the start. Seconds; null while there was none.
 *
 * @param lastSuccessful whether the last one succeeded; reading it at the start counts as one that did
 * @param lastMs when the last one ended
 * @param reloads how many succeeded since the start, the first reading not counted
 * @param failures how many failed
 * @param lastSeconds how long the last successful one took
 * @param fastestSeconds the fastest successful one
 * @param slowestSeconds the slowest successful one
 * @param averageSeconds over all successful ones
 * @param grade of the last successful one: A, B, C, D or F
 * @param file what the configuration in force was read from; null if there was no file
 */
public record ReloadView(
        boolean lastSuccessful,
        long lastMs,
        long reloads,
        long failures,
        Double lastSeconds,
        Double fastestSeconds,
        Double slowestSeconds,
        Double averageSeconds,
        String grade,
        String file) {
    /** Nothing but the reading at the start. */
    public static ReloadView atStart(long atMs) {
        return atStart(atMs, null);
    }

    /** Nothing but the reading of this file at the start. */
    public static ReloadView atStart(long atMs, String file) {
        return new ReloadView(true, atMs, 0, 0, null, null, null, null, null, file);
    }
}
