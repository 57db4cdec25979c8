package io.mvm.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Gathers what one check sees. Memory does not grow with the number of faults. */
final class CheckLog {
    private static final int EXAMPLES = 5;

    private final String name;
    private final String unit;
    private long rows;
    private long faults;
    private String expected;
    private String found;
    private final List<String> examples = new ArrayList<>();

    /** The unit names what is counted, as in "12 links". */
    CheckLog(String name, String unit) {
        this.name = name;
        this.unit = unit;
    }

    void row() {
        rows++;
    }

    void rows(long more) {
        rows += more;
    }

    /** Notes a fault if the two differ. */
    void compare(String where, Object wanted, Object seen) {
        if (!Objects.equals(wanted, seen)) {
            fault(where, String.valueOf(wanted), String.valueOf(seen));
        }
    }

    void fault(String where, String wanted, String seen) {
        faults(1, where, wanted, seen);
    }

    void faults(long count, String where, String wanted, String seen) {
        if (faults == 0) {
            expected = wanted;
            found = seen;
        }
        faults += count;
        if (examples.size() < EXAMPLES) {
            examples.add(where + ": expected " + wanted + ", found " + seen);
        }
    }

    RecountCheck result() {
        String all = rows + " " + unit;
        return faults == 0
                ? new RecountCheck(name, rows, all, all, 0, List.of())
                : new RecountCheck(name, rows, expected, found, faults, examples);
    }
}
