package io.mvm.jmx;

import io.mvm.view.DaemonView;
import io.mvm.view.LifecycleView;
import io.mvm.view.ReloadView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The MXBean interfaces that belong to the process rather than to a chain. */
final class ProcessBeans {
    private ProcessBeans() {}

    /** The process; sequences are those of the snapshots now shown, by chain. */
    record Daemon(DaemonView v, Map<String, Long> sequences, DaemonActions actions) implements DaemonMXBean {
        @Override
        public String getVersion() {
            return v.process().version();
        }

        @Override
        public String getRevision() {
            return v.process().revision();
        }

        @Override
        public String getJava() {
            return v.process().java();
        }

        @Override
        public Long getPid() {
            return v.process().pid();
        }

        @Override
        public Double getStartedAtSeconds() {
            return SnapshotBeans.seconds(v.process().startedAtMs());
        }

        @Override
        public Map<String, Long> getSnapshotSequences() {
            return sequences;
        }

        @Override
        public String getState() {
            return v.lifecycle().state();
        }

        @Override
        public Map<String, Long> getStates() {
            return flags(LifecycleView.STATES, v.lifecycle().state()::equals);
        }

        @Override
        public String getStateReason() {
            return v.lifecycle().reason();
        }

        @Override
        public Double getStateSinceSeconds() {
            return SnapshotBeans.seconds(v.lifecycle().sinceMs());
        }

        @Override
        public Long getStateChanges() {
            return v.lifecycle().changes();
        }

        @Override
        public String[] getStateHistory() {
            return v.lifecycle().history().stream()
                    .map(change -> Instant.ofEpochMilli(change.atMs()) + " " + change.from() + " -> " + change.to()
                            + (change.reason().isEmpty() ? "" : ": " + change.reason()))
                    .toArray(String[]::new);
        }

        @Override
        public Boolean getPaused() {
            return v.lifecycle().paused();
        }

        @Override
        public String getStalled() {
            return v.lifecycle().stalled();
        }

        @Override
        public Map<String, Long> getStalls() {
            return flags(LifecycleView.MOTIONS, v.lifecycle().stalls()::containsKey);
        }

        @Override
        public Boolean getLoopHung() {
            return v.lifecycle().stalls().containsKey(LifecycleView.LOOP);
        }

        private static Map<String, Long> flags(List<String> names, Predicate<String> set) {
            Map<String, Long> flags = new TreeMap<>();
            names.forEach(name -> flags.put(name, set.test(name) ? 1L : 0L));
            return flags;
        }

        @Override
        public String reloadConfig() {
            return actions.reloadConfig();
        }

        @Override
        public String pauseSync() {
            return actions.pauseSync();
        }

        @Override
        public String resumeSync() {
            return actions.resumeSync();
        }

        @Override
        public String startMaintenance(String length, String reason) {
            return actions.startMaintenance(length, reason);
        }

        @Override
        public String endMaintenance() {
            return actions.endMaintenance();
        }

        @Override
        public String stop() {
            return actions.stop();
        }
    }

    record Config(ExporterSettings v, ReloadView reload) implements ConfigMXBean {
        @Override
        public Boolean getExporterEnabled() {
            return v.bind() != null;
        }

        @Override
        public String getExporterBind() {
            return v.bind();
        }

        @Override
        public String getRulesFile() {
            return v.rulesFile();
        }

        @Override
        public Boolean getAllValidators() {
            return v.allValidators();
        }

        @Override
        public Integer getMaxValidators() {
            return v.maxValidators();
        }

        @Override
        public String getConfigFile() {
            return reload.file();
        }

        @Override
        public Boolean getLastReloadSuccessful() {
            return reload.lastSuccessful();
        }

        @Override
        public Double getLastReloadTimestampSeconds() {
            return SnapshotBeans.seconds(reload.lastMs());
        }

        @Override
        public Long getReloads() {
            return reload.reloads();
        }

        @Override
        public Long getReloadFailures() {
            return reload.failures();
        }

        @Override
        public Double getLastReloadSeconds() {
            return reload.lastSeconds();
        }

        @Override
        public Double getFastestReloadSeconds() {
            return reload.fastestSeconds();
        }

        @Override
        public Double getSlowestReloadSeconds() {
            return reload.slowestSeconds();
        }

        @Override
        public Double getAverageReloadSeconds() {
            return reload.averageSeconds();
        }

        @Override
        public String getReloadGrade() {
            return reload.grade();
        }
    }
}
