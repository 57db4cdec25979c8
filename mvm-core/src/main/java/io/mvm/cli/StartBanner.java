package io.mvm.cli;

import io.mvm.BuildInfo;
import io.mvm.config.MvmConfig;
import io.mvm.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@code sync} says of itself as it begins: what is effective, in few lines, without secrets. */
final class StartBanner {
    private final MvmConfig config;
    private final LogPlan logs;
    private final List<String> nodes;

    /**
     * Of a configuration.
     *
     * @param nodes endpoints as messages name them
     */
    StartBanner(MvmConfig config, LogPlan logs, List<String> nodes) {
        this.config = config;
        this.logs = logs;
        this.nodes = List.copyOf(nodes);
    }

    List<String> lines(BuildInfo build, long maxHeapBytes) {
        List<String> lines = new ArrayList<>();
        lines.add("MVM " + build.version() + " (" + build.revision() + ") on Java " + build.java() + ", heap up to "
                + (maxHeapBytes >> 20) + " MiB, process "
                + ProcessHandle.current().pid());
        lines.add("configuration: " + configuration());
        lines.add("chain " + config.integration().chainId() + " from "
                + String.join(", then ", nodes)
                + (config.sync().startBlock() > 0
                        ? ", from block " + config.sync().startBlock() + " on"
                        : "")
                + (config.sync().finalizedOnly() ? ", final blocks only" : ""));
        lines.add("database " + database(config.database().path()));
        lines.add("ours: " + ours());
        lines.add("metrics: "
                + config.exporter()
                        .bind()
                        .map(bind -> "http://" + bind + "/metrics")
                        .orElse("not served")
                + "; control socket " + config.daemon().controlSocket());
        lines.add("state file " + config.daemon().stateFile()
                + config.daemon().pidFile().map(file -> "; PID file " + file).orElse("") + "; logs to " + logs.shown());
        config.warnings().forEach(warning -> lines.add("warning: " + warning));
        return lines;
    }

    private String configuration() {
        List<Path> files = config.files();
        String set = config.settings().stream()
                .filter(setting -> !setting.origin().equals(Setting.DEFAULT_ORIGIN))
                .filter(setting ->
                        files.stream().noneMatch(file -> setting.origin().startsWith(file.toString())))
                .map(Setting::key)
                .collect(Collectors.joining(", "));
        return (files.isEmpty() ? "no file, defaults" : "file " + Text.withIncluded(files))
                + (set.isEmpty() ? "" : "; set by command line or environment: " + set);
    }

    private static String database(Path file) {
        try {
            return file
                    + (Files.exists(file) ? String.format(Locale.ROOT, ", %,.1f MB", Files.size(file) / 1e6) : ", new");
        } catch (IOException e) {
            return file.toString();
        }
    }

    private String ours() {
        List<String> from = new ArrayList<>();
        int named =
                config.validator().ours().size() + config.validator().others().size();
        if (named > 0) {
            from.add(named + " in the configuration");
        }
        config.validator().keystorePath().ifPresent(path -> from.add("keystore " + path));
        config.validator().keysFile().ifPresent(path -> from.add("keys file " + path));
        return (from.isEmpty() ? "none is named" : String.join(", ", from))
                + config.validator().label().map(label -> ", called " + label).orElse("");
    }
}
