package io.mvm.cli;

import io.mvm.config.ConfigException;
import io.mvm.config.MvmConfig;
import java.util.Map;

/** Gives a command its configuration, with what was said on its command line on top. */
@FunctionalInterface
public interface ConfigSource {
    /**
     * Reads file and environment.
     *
     * @param overrides values by key, such as {@code rpc.urls}; they win over everything else
     * @throws ConfigException with every problem found
     */
    MvmConfig load(Map<String, Object> overrides);
}
