package io.mvm.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Section {@code node}: the supervisor of the node's process.
 *
 * @param home where its binaries and upgrades are; empty when unset
 * @param name of the binary
 * @param pollInterval time between two looks for an upgrade
 * @param shutdownGrace how long a stopping node may take before it is killed
 * @param restartAfterUpgrade whether the node is started again after an upgrade
 * @param allowDownload whether binaries may be fetched
 * @param backup whether data is copied before an upgrade
 * @param preUpgradeHook program run before an upgrade; empty when unset
 * @param maxRestarts how many crashes are put up with
 */
public record NodeConfig(
        Optional<Path> home,
        String name,
        Duration pollInterval,
        Duration shutdownGrace,
        boolean restartAfterUpgrade,
        boolean allowDownload,
        boolean backup,
        Optional<Path> preUpgradeHook,
        RestartLimit maxRestarts) {
    /** It is the name of a file. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    static NodeConfig read(Section in) {
        return new NodeConfig(
                in.optionalPath("home"),
                in.text("name", NAME, "a file's name: 1 to 64 letters, digits, dots, dashes or underscores"),
                in.duration("poll-interval", Duration.ofMillis(10), Duration.ofMinutes(1)),
                in.duration("shutdown-grace", Duration.ofSeconds(1), Duration.ofHours(1)),
                in.bool("restart-after-upgrade"),
                in.bool("allow-download"),
                in.bool("backup"),
                in.optionalPath("pre-upgrade-hook"),
                in.restartLimit("max-restarts"));
    }
}
