package io.mvm.config;

import java.util.Set;

/** Which keys a running daemon takes over when its configuration is read anew; a change of any other waits for a restart. */
public final class LiveKeys {
    private static final Set<String> SECTIONS = Set.of("validator", "judgement", "webhooks", "alerts", "view");

    private static final Set<String> KEYS = Set.of(
            "rpc.timeout",
            "rpc.max-retries",
            "rpc.retry-initial-delay",
            "rpc.retry-max-delay",
            "sync.batch-size",
            "sync.concurrency",
            "sync.poll-interval",
            "exporter.max-validators",
            "exporter.all-validators",
            "api.api-key",
            "api.api-key-file",
            "api.cors-origins",
            "logging.level",
            "logging.max-size",
            "logging.max-files",
            "logging.slow-call");

    private LiveKeys() {}

    /** Whether a change of this key is taken over without a restart; not so for what is no key. */
    public static boolean isLive(String key) {
        int dot = key.indexOf('.');
        return KEYS.contains(key) || (dot > 0 && SECTIONS.contains(key.substring(0, dot)));
    }

    /** What is named here, for the test that these are keys. */
    static Set<String> keys() {
        return KEYS;
    }

    /** What is named here, for the test that these are sections. */
    static Set<String> sections() {
        return SECTIONS;
    }
}
