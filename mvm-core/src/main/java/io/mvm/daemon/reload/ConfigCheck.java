package io.mvm.daemon.reload;

import io.mvm.config.MvmConfig;

/** Checks everything that must hold before a configuration is taken over. Safe for any thread. */
@FunctionalInterface
public interface ConfigCheck {
    /**
     * Reads the files that a configuration names and makes what the parts need of it; changes nothing yet.
     *
     * @param running the one in force
     * @param next the one to take over
     * @throws io.mvm.config.ConfigException if something does not hold; or {@link IllegalArgumentException}
     */
    Takeover check(MvmConfig running, MvmConfig next);
}
