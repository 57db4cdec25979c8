package io.mvm.daemon.reload;

import io.mvm.config.MvmConfig;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the configuration as the daemon was started with: same command line, same environment. Safe for any thread. */
@FunctionalInterface
public interface ConfigSource {
    /**
     * Reads and checks everything.
     *
     * @param file another file than the one of the start; empty: that one
     * @throws io.mvm.config.ConfigException with every problem, if there is one
     */
    MvmConfig load(Optional<Path> file);
}
