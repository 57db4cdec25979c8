package io.mvm.daemon.operation;

import java.time.Duration;
import java.util.List;

/**
 * What reading the configuration anew has done.
 *
 * @param file what was read; null if there is no file
 * @param applied keys whose change is in force now
 * @param needRestart keys that changed in the file and stay as they were until a restart
 * @param warnings what looks like a mistake but is none
 * @param load time to read and parse
 * @param validate time to check
 * @param swap time to take it over
 * @param grade A up to 20 ms in total, B 50, C 100, D 200, else F
 */
public record ReloadReport(
        String file,
        List<String> applied,
        List<String> needRestart,
        List<String> warnings,
        Duration load,
        Duration validate,
        Duration swap,
        String grade) {
    public ReloadReport {
        applied = List.copyOf(applied);
        needRestart = List.copyOf(needRestart);
        warnings = List.copyOf(warnings);
    }

    /** All of it. */
    public Duration total() {
        return load.plus(validate).plus(swap);
    }
}
