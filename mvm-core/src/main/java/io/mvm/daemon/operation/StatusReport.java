package io.mvm.daemon.operation;

import io.mvm.view.DaemonView;
import io.mvm.view.MaintenanceView;
import io.mvm.view.RunsView;
import io.mvm.view.Snapshot;
import java.util.List;

/**
 * How the daemon is, at one moment.
 *
 * @param daemon the process
 * @param snapshot what it shows of the chain; null before the first
 * @param maintenance the window in progress; null if there is none
 * @param stalled what has stopped moving, for people; null if nothing has
 * @param configuration file the configuration came from; null if there is none
 * @param included files that this one includes, as read last
 * @param runs this run and all before it
 */
public record StatusReport(
        DaemonView daemon,
        Snapshot snapshot,
        MaintenanceView maintenance,
        String stalled,
        String configuration,
        List<String> included,
        RunsView runs) {
    public StatusReport {
        included = List.copyOf(included);
    }
}
