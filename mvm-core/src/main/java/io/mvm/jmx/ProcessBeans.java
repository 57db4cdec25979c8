package io.mvm.jmx;

import io.mvm.view.DaemonView;
import java.util.Map;

/** The MXBean interfaces that belong to the process rather than to a chain. */
final class ProcessBeans {
    private ProcessBeans() {}

    /** The process; sequences are those of the snapshots now shown, by chain. */
    record Daemon(DaemonView v, Map<String, Long> sequences) implements DaemonMXBean {
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
    }

    record Config(ExporterSettings v) implements ConfigMXBean {
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
    }
}
