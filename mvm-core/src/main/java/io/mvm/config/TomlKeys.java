package io.mvm.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keys of another monitor's TOML: what they are called here, and which of them have no counterpart. */
final class TomlKeys {
    /** Reads an old value; throws IllegalArgumentException, saying why, where it cannot. */
    interface Reader {
        Object read(JsonNode value);
    }

    /**
     * A key that is taken over.
     *
     * @param key what it is called here
     * @param reader what becomes of its value
     */
    record Mapping(String key, Reader reader) {}

    private static final Map<String, Mapping> KEYS = keys();

    private static final Map<String, String> GONE = Map.of(
            "view.expected_ip", "has no counterpart; the node's own address is not compared",
            "daemon.enable_syslog", "has no counterpart; under systemd logs go to the journal (daemon.journald)",
            "chain.genesis_timestamp_ms", "has no counterpart; the chain itself tells it",
            "alerts.threshold_percent", "has no counterpart; prometheus/rules alert on slots owed and missed",
            "alerts.min_expected_blocks", "has no counterpart; prometheus/rules alert on slots owed and missed",
            "alerts.cooldown_secs", "has no counterpart; Alertmanager groups and repeats");

    private TomlKeys() {}

    /** Old path to what it is here, in the order in which they are written. */
    static Map<String, Mapping> all() {
        return KEYS;
    }

    /** Why a known old key is not taken over; null for others. */
    static String gone(String old) {
        return GONE.get(old);
    }

    private static Map<String, Mapping> keys() {
        Map<String, Mapping> keys = new LinkedHashMap<>();
        keys.put("rpc.url", new Mapping("rpc.urls", value -> List.of(text(value))));
        keys.put("rpc.metrics_url", new Mapping("rpc.metrics-url", TomlKeys::text));
        keys.put("rpc.node_exporter_url", new Mapping("rpc.node-exporter-url", TomlKeys::text));
        keys.put("rpc.timeout_ms", new Mapping("rpc.timeout", TomlKeys::millis));
        keys.put("rpc.max_retries", new Mapping("rpc.max-retries", TomlKeys::whole));
        keys.put("rpc.retry_max_delay_ms", new Mapping("rpc.retry-max-delay", TomlKeys::millis));
        keys.put("rpc.retry_initial_delay_ms", new Mapping("rpc.retry-initial-delay", TomlKeys::millis));
        keys.put("database.path", new Mapping("database.path", TomlKeys::text));
        keys.put("validator.keystore_path", new Mapping("validator.keystore-path", TomlKeys::text));
        keys.put("validator.label", new Mapping("validator.label", TomlKeys::text));
        keys.put("validator.name", new Mapping("validator.label", TomlKeys::text));
        keys.put("sync.batch_size", new Mapping("sync.batch-size", TomlKeys::whole));
        keys.put("sync.poll_interval_secs", new Mapping("sync.poll-interval", TomlKeys::seconds));
        keys.put("sync.finalized_only", new Mapping("sync.finalized-only", TomlKeys::bool));
        keys.put("sync.start_block", new Mapping("sync.start-block", TomlKeys::whole));
        keys.put("view.refresh_interval_ms", new Mapping("view.refresh-interval", TomlKeys::millis));
        keys.put("daemon.pid_file", new Mapping("daemon.pid-file", TomlKeys::text));
        keys.put("daemon.log_file", new Mapping("daemon.log-file", TomlKeys::text));
        keys.put("chain.network", new Mapping("integration.chain-id", TomlKeys::network));
        keys.put("alerts.webhook_url", new Mapping("webhooks.endpoints", value -> List.of(Map.of("url", text(value)))));
        keys.put("alerts.enabled", new Mapping("webhooks.enabled", TomlKeys::bool));
        return keys;
    }

    private static String text(JsonNode value) {
        if (!value.isTextual()) {
            throw new IllegalArgumentException("is no text");
        }
        return value.asText();
    }

    private static boolean bool(JsonNode value) {
        if (!value.isBoolean()) {
            throw new IllegalArgumentException("is neither true nor false");
        }
        return value.asBoolean();
    }

    private static long whole(JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException("is no whole number");
        }
        return value.asLong();
    }

    private static Duration millis(JsonNode value) {
        return Duration.ofMillis(whole(value));
    }

    private static Duration seconds(JsonNode value) {
        long seconds = whole(value);
        if (seconds > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("is too long");
        }
        return Duration.ofSeconds(seconds);
    }

    /** The old monitor took any other name for preview without saying so. */
    private static String network(JsonNode value) {
        return switch (text(value)) {
            case "preview", "testnet", "testnet-02" -> "preview";
            case "preprod", "pre-prod" -> "preprod";
            case "mainnet", "main" -> "mainnet";
            default ->
                throw new IllegalArgumentException(
                        "is no network that was known; set integration.chain-id to the name it shall have");
        };
    }
}
