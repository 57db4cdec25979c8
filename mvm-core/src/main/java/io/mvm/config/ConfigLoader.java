package io.mvm.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the configuration. What is nearer to the person wins: command line, then environment, then the first file found,
 * then the defaults.
 */
public final class ConfigLoader {
    private static final String RESOURCE = "/io/mvm/config/reference.conf";

    private static final Pattern REFERENCE_TO = Pattern.compile("\\$\\{[^}]*}");

    // They never change while the process runs, and a reload shall be quick.
    private static final Config REFERENCE = reference();
    private static final KnownKeys KNOWN = new KnownKeys(REFERENCE);
    private static final Environment ENVIRONMENT = new Environment(KNOWN);

    private final Path workingDirectory;
    private final Path root;

    /** Paths of an installation are looked for under {@code root}, for tests. */
    ConfigLoader(Path workingDirectory, Path root) {
        this.workingDirectory = workingDirectory;
        this.root = root;
    }

    /**
     * Reads and checks everything.
     *
     * @param file the file named on the command line, which must exist; empty: the first of {@link #candidates}
     * @param env the environment
     * @param overrides values of the command line by key, such as {@code sync.batch-size}; text, numbers, booleans,
     *     durations, paths, URLs, or lists of these
     * @throws ConfigException with every problem, if there is one
     */
    public static MvmConfig load(Optional<Path> file, Map<String, String> env, Map<String, Object> overrides) {
        return new ConfigLoader(Path.of(""), Path.of("/")).read(file, env, overrides);
    }

    /** Where a file is looked for, in this order. */
    public static List<Path> candidates(Map<String, String> env) {
        return new ConfigLoader(Path.of(""), Path.of("/")).places(env);
    }

    private List<Path> places(Map<String, String> env) {
        List<Path> places = new ArrayList<>();
        places.add(workingDirectory.resolve("mvm.conf"));
        String xdg = env.get("XDG_CONFIG_HOME");
        String home = env.get("HOME");
        if (xdg != null && !xdg.isBlank()) {
            places.add(Path.of(xdg, "mvm", "mvm.conf"));
        } else if (home != null && !home.isBlank()) {
            places.add(Path.of(home, ".config", "mvm", "mvm.conf"));
        }
        places.add(root.resolve("opt/midnight/mvm/config/mvm.conf"));
        places.add(root.resolve("etc/mvm/mvm.conf"));
        return places;
    }

    MvmConfig read(Optional<Path> named, Map<String, String> env, Map<String, Object> overrides) {
        List<Problem> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>(ENVIRONMENT.misspelt(env));
        Optional<Path> file = named.or(
                        () -> places(env).stream().filter(Files::exists).findFirst())
                // As problems and origins call it.
                .map(there -> Path.of(Origins.plain(there.toString())));
        Includes includes = new Includes(file.orElse(Path.of("")), problems, warnings);
        MvmConfig config = read(file, env, overrides, includes, problems, warnings);
        if (!problems.isEmpty()) {
            boolean clear = problems.stream().noneMatch(ConfigLoader::mayConcernTheSocket);
            throw new ConfigException(
                    problems, includes.files(), clear ? config.daemon().controlSocket() : null);
        }
        return config;
    }

    /** Whether the path of the control socket may have been meant otherwise than it was read. */
    private static boolean mayConcernTheSocket(Problem problem) {
        String message = problem.message();
        return !message.startsWith("'")
                || message.contains("database")
                || message.contains("daemon")
                || message.endsWith("is not a key");
    }

    /** What is wrong with these values of keys, all others having their defaults. */
    static List<Problem> problems(Map<String, Object> values) {
        List<Problem> problems = new ArrayList<>();
        new ConfigLoader(Path.of(""), Path.of("/"))
                .read(
                        Optional.empty(),
                        Map.of(),
                        values,
                        new Includes(Path.of(""), problems, new ArrayList<>()),
                        problems,
                        new ArrayList<>());
        return problems;
    }

    private MvmConfig read(
            Optional<Path> file,
            Map<String, String> env,
            Map<String, Object> overrides,
            Includes includes,
            List<Problem> problems,
            List<String> warnings) {
        Config fromFile = file.map(f -> parse(f, env, includes, problems)).orElseGet(ConfigFactory::empty);
        Config merged = commandLine(overrides, problems)
                .withFallback(ENVIRONMENT.read(env, problems))
                .withFallback(fromFile)
                .withFallback(madeHere(env))
                .withFallback(REFERENCE)
                .resolve();
        return sections(merged, file, includes, problems, warnings);
    }

    private static MvmConfig sections(
            Config merged, Optional<Path> file, Includes includes, List<Problem> problems, List<String> warnings) {
        Function<String, Section> in = name -> new Section(merged, name, problems, warnings);
        DatabaseConfig database = DatabaseConfig.read(in.apply("database"));
        return new MvmConfig(
                RpcConfig.read(in.apply("rpc")),
                database,
                ValidatorConfig.read(in.apply("validator")),
                SyncConfig.read(in.apply("sync")),
                JudgementConfig.read(in.apply("judgement")),
                ExporterConfig.read(in.apply("exporter")),
                ApiConfig.read(in.apply("api")),
                WebhooksConfig.read(in.apply("webhooks")),
                AlertsConfig.read(in.apply("alerts")),
                IntegrationConfig.read(in.apply("integration")),
                ViewConfig.read(in.apply("view")),
                DaemonConfig.read(in.apply("daemon"), database),
                LoggingConfig.read(in.apply("logging")),
                NodeConfig.read(in.apply("node")),
                file,
                includes.files(),
                settings(merged),
                new Values(merged, KNOWN.paths()),
                warnings);
    }

    static Config reference() {
        InputStream in = ConfigLoader.class.getResourceAsStream(RESOURCE);
        if (in == null) {
            throw new IllegalStateException(RESOURCE + " is missing from the class path: this build is incomplete");
        }
        try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            return ConfigFactory.parseReader(
                    reader, ConfigParseOptions.defaults().setOriginDescription(Origins.DEFAULT));
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " cannot be read", e);
        }
    }

    /** What the file sets; nothing of it where it cannot be read at all. */
    private static Config parse(Path file, Map<String, String> env, Includes includes, List<Problem> problems) {
        try {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                String why = Files.isDirectory(file)
                        ? "is a directory, expected a file"
                        : Files.exists(file) ? "cannot be read; check its permissions" : "does not exist";
                problems.add(new Problem(file.toString(), why));
                return ConfigFactory.empty();
            }
            Config config = ConfigFactory.parseFile(Includes.openable(file.toFile()), includes.options())
                    .resolve(ConfigResolveOptions.noSystem().appendResolver(new ConfigResolver() {
                        @Override
                        public ConfigValue lookup(String path) {
                            String value = env.get(path);
                            return value == null || value.isBlank()
                                    ? null
                                    : ConfigValueFactory.fromAnyRef(value, Origins.environment(path));
                        }

                        @Override
                        public ConfigResolver withFallback(ConfigResolver fallback) {
                            return this;
                        }
                    }));
            KNOWN.check(config.root(), problems);
            return KNOWN.of(config.root());
        } catch (StackOverflowError e) {
            problems.add(new Problem(file.toString(), "is nested too deeply to be read"));
            return ConfigFactory.empty();
        } catch (com.typesafe.config.ConfigException e) {
            includes.failed(
                    e, () -> new Problem(e.origin() == null ? file.toString() : Origins.of(e.origin()), reason(e)));
            return ConfigFactory.empty();
        }
    }

    /**
     * The library puts the origin before its messages, where ours is already, and may repeat what it did not understand: not
     * where a secret may be around.
     */
    private static String reason(com.typesafe.config.ConfigException e) {
        if (e instanceof com.typesafe.config.ConfigException.UnresolvedSubstitution) {
            return unresolved(e.getMessage());
        }
        if (e.getMessage().endsWith("end of file")) {
            return "ends where a value or a closing } or ] is expected";
        }
        if (e instanceof com.typesafe.config.ConfigException.Parse && Secrets.mayBeNear(e.origin())) {
            return "is not understood; what stands there is not repeated, as it may be a secret. Quotes or a bracket may be"
                    + " missing before";
        }
        String message = e.getMessage();
        if (e.origin() != null && message.startsWith(e.origin().description() + ": ")) {
            message = message.substring(e.origin().description().length() + 2);
        }
        return message;
    }

    /** The library names what was referred to, and values never. */
    private static String unresolved(String message) {
        Matcher name = REFERENCE_TO.matcher(message);
        String what = name.find() ? name.group() : "something";
        return message.contains("cycle")
                ? "refers to " + what + ", which leads back to itself"
                : "refers to " + what + ", which neither the environment nor this file sets; write "
                        + what.replace("${", "${?") + " if it may be missing";
    }

    private static Config commandLine(Map<String, Object> overrides, List<Problem> problems) {
        Config config = ConfigFactory.empty();
        for (Map.Entry<String, Object> override : new TreeMap<>(overrides).entrySet()) {
            if (!KNOWN.paths().contains(override.getKey())) {
                problems.add(new Problem(Origins.COMMAND_LINE, KNOWN.unknown(override.getKey())));
                continue;
            }
            config = config.withValue(
                    override.getKey(), ConfigValueFactory.fromAnyRef(plain(override.getValue()), Origins.COMMAND_LINE));
        }
        return config;
    }

    private static Object plain(Object value) {
        if (value instanceof Duration duration) {
            return duration.toMillis() + "ms";
        }
        if (value instanceof List<?> list) {
            return list.stream().map(ConfigLoader::plain).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> plain = new TreeMap<>();
            map.forEach((key, element) -> plain.put(key.toString(), plain(element)));
            return plain;
        }
        return value instanceof Number || value instanceof Boolean ? value : value.toString();
    }

    /** Defaults that depend on the machine. */
    private Config madeHere(Map<String, String> env) {
        Config config = ConfigFactory.empty()
                .withValue("integration.instance-name", ConfigValueFactory.fromAnyRef(hostname(env), Origins.DEFAULT));
        Path data = root.resolve("opt/midnight/mvm/data");
        return Files.isDirectory(data)
                ? config.withValue(
                        "database.path",
                        ConfigValueFactory.fromAnyRef(data.resolve("mvm.db").toString(), Origins.DEFAULT))
                : config;
    }

    private String hostname(Map<String, String> env) {
        try {
            // Asks nobody on the network, unlike the fall-back.
            String name =
                    Files.readString(root.resolve("proc/sys/kernel/hostname")).strip();
            if (!name.isEmpty()) {
                return name;
            }
        } catch (IOException e) {
            // Not Linux.
        }
        String name = env.get("HOSTNAME");
        if (name != null && !name.isBlank()) {
            return name;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static List<Setting> settings(Config merged) {
        List<Setting> settings = new ArrayList<>();
        for (String path : KNOWN.paths()) {
            boolean isNull = merged.getIsNull(path);
            ConfigValue value = isNull ? null : merged.getValue(path);
            settings.add(new Setting(path, isNull ? null : Section.written(path, value), Origins.of(value)));
        }
        return settings;
    }
}
