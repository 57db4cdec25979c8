package io.mvm.daemon.operation;

import java.time.Duration;
import java.util.List;

/**
 * What reading the configuration anew has done.
 *
 * @param file what was read; null if there is no file
 * @param included files that this one includes, and that were read with it
 * @param applied keys whose change is in force now
 * @param needRestart keys that changed in the file and stay as they were until a restart
 * @param warnings what looks like a mistake but is none
 * @param load time to read the file, to parse it and to check every value in it
 * @param validate time to check what else must hold: files it names are read and checked, the settings of every part made
 * @param swap time until it was in force; none where nothing was to be taken over
 * @param grade A up to 20 ms in total, B 50, C 100, D 200, else F
 */
public record ReloadReport(
        String file,
        List<String> included,
        List<String> applied,
        List<String> needRestart,
        List<String> warnings,
        Duration load,
        Duration validate,
        Duration swap,
        String grade) {
    public ReloadReport {
        included = List.copyOf(included);
        applied = List.copyOf(applied);
        needRestart = List.copyOf(needRestart);
        warnings = List.copyOf(warnings);
    }

    /** All of it. */
    public Duration total() {
        return load.plus(validate).plus(swap);
    }
}
