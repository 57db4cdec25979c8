package io.mvm.cli;

import java.util.Map;
import picocli.CommandLine.Option;

/** Where a command that monitors serves its metrics. */
final class MetricsOptions {
    @Option(
            names = "--metrics-bind",
            paramLabel = "HOST:PORT",
            description = "Where metrics are served; 'off' for nowhere.")
    private String bind;

    /** Lays what was given over the configuration. */
    void into(Map<String, Object> overrides) {
        if (bind != null) {
            overrides.put("exporter.bind", bind);
        }
    }
}
