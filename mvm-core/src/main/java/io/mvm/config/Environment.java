package io.mvm.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which environment variable sets which key. */
final class Environment {
    private static final String PREFIX = "MVM_";

    /** Short names, and those of another supervisor that operators have in their units. */
    private static final Map<String, String> SHORT = Map.ofEntries(
            Map.entry("MVM_RPC_URL", "rpc.urls"),
            Map.entry("MVM_METRICS_URL", "rpc.metrics-url"),
            Map.entry("MVM_NODE_EXPORTER_URL", "rpc.node-exporter-url"),
            Map.entry("MVM_DB_PATH", "database.path"),
            Map.entry("MVM_KEYSTORE_PATH", "validator.keystore-path"),
            Map.entry("MVM_BATCH_SIZE", "sync.batch-size"),
            Map.entry("MVM_POLL_INTERVAL", "sync.poll-interval"),
            Map.entry("MVM_PID_FILE", "daemon.pid-file"),
            Map.entry("MVM_LOG_FILE", "daemon.log-file"),
            Map.entry("MVM_METRICS_BIND", "exporter.bind"),
            Map.entry("MVM_API_KEY", "api.api-key"),
            Map.entry("MVM_CHAIN_ID", "integration.chain-id"),
            Map.entry("MVM_INSTANCE_NAME", "integration.instance-name"),
            Map.entry("DAEMON_HOME", "node.home"),
            Map.entry("DAEMON_NAME", "node.name"),
            Map.entry("DAEMON_POLL_INTERVAL", "node.poll-interval"),
            Map.entry("DAEMON_SHUTDOWN_GRACE", "node.shutdown-grace"),
            Map.entry("DAEMON_RESTART_AFTER_UPGRADE", "node.restart-after-upgrade"),
            Map.entry("DAEMON_ALLOW_DOWNLOAD_BINARIES", "node.allow-download"));

    /** Read by the launcher and never a key. */
    private static final Set<String> LAUNCHER =
            Set.of("MVM_HEAP", "MVM_JAVA_OPTS", "MVM_CDS", "MVM_CACHE_DIR", "MVM_BUILD");

    private final KnownKeys known;
    private final SortedMap<String, String> variables = new TreeMap<>();

    Environment(KnownKeys known) {
        this.known = known;
        for (String path : known.paths()) {
            variables.put(
                    PREFIX + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), path);
        }
        variables.putAll(SHORT);
    }

    /** The variables that set a key: the short names first, then the one made of its path. */
    List<String> names(String path) {
        return variables.entrySet().stream()
                .filter(variable -> variable.getValue().equals(path))
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparing((String name) -> !SHORT.containsKey(name))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    static boolean isShort(String name) {
        return SHORT.containsKey(name);
    }

    /** The values that variables set, each with the variable as its origin. An empty variable is unset. */
    Config read(Map<String, String> env, List<Problem> problems) {
        Config config = ConfigFactory.empty();
        SortedMap<String, String> setBy = new TreeMap<>();
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            String text = env.get(variable.getKey());
            if (text == null || text.isBlank()) {
                continue;
            }
            String path = variable.getValue();
            String earlier = setBy.putIfAbsent(path, variable.getKey());
            if (earlier != null) {
                if (!env.get(earlier).equals(text)) {
                    problems.add(new Problem(
                            Origins.environment(variable.getKey()),
                            "sets '" + path + "' and so does " + earlier + ", with another value; unset one of them"));
                }
                continue;
            }
            Object value = known.isList(path)
                    ? Arrays.stream(text.split(","))
                            .map(String::strip)
                            .filter(t -> !t.isEmpty())
                            .toList()
                    : text;
            config = config.withValue(
                    path, ConfigValueFactory.fromAnyRef(value, Origins.environment(variable.getKey())));
        }
        return config;
    }

    /**
     * Variables that look like a misspelt one. They are no error: a container platform sets {@code MVM_...} variables of its
     * own for a service called mvm.
     */
    List<String> misspelt(Map<String, String> env) {
        List<String> warnings = new ArrayList<>();
        for (String name : new TreeSet<>(env.keySet())) {
            if (name.startsWith(PREFIX) && !variables.containsKey(name) && !LAUNCHER.contains(name)) {
                NearestName.among(name, variables.keySet(), 2)
                        .ifPresent(near ->
                                warnings.add(Origins.environment(name) + " sets nothing; did you mean " + near + "?"));
            }
        }
        return warnings;
    }
}
