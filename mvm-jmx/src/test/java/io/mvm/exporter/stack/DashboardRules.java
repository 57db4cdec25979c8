package io.mvm.exporter.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.exporter.stack.Dashboards.Dashboard;
import io.mvm.exporter.stack.Dashboards.Exclusions;
import io.mvm.exporter.stack.Dashboards.Panel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with all dashboards before it fails, so that one run tells it all. */
abstract class DashboardRules {
    final List<Dashboard> dashboards = Dashboards.all();
    final Exclusions exclusions = new Exclusions();
    private final List<String> faults = new ArrayList<>();

    DashboardRules() throws IOException {}

    final void fault(Object where, String what) {
        faults.add(where + ": " + what);
    }

    /** Unless it is excused. */
    final void fault(String rule, Panel panel, String what) {
        if (!exclusions.excuse(rule, panel.dashboard(), panel.title())) {
            fault(panel, what + " (" + rule + ")");
        }
    }

    /** Fails if there are faults, or exclusions of these rules that excused nothing. */
    final void noFaults(String... rules) {
        for (String rule : rules) {
            exclusions.idle(rule).forEach(key -> fault("lint-exclusions.txt", key + " excuses nothing"));
        }
        assertThat(faults).withFailMessage("%s", String.join("\n", faults)).isEmpty();
    }
}
