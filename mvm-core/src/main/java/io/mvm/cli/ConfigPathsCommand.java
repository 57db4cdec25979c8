package io.mvm.cli;

import io.mvm.config.ConfigException;
import io.mvm.config.ConfigLoader;
import io.mvm.config.IncludedFile;
import io.mvm.config.MvmConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mvm config paths}. */
@Command(
        name = "paths",
        description = "Where a configuration is looked for, which file is in use, and which paths that leads to.",
        footer = {"", "Examples:", "  mvm config paths", "  mvm config paths --json"})
final class ConfigPathsCommand implements Callable<Integer> {
    private final MvmCommand root;

    @Mixin
    private JsonOption json;

    ConfigPathsCommand(MvmCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Facts facts = new Facts();
        MvmConfig config;
        try {
            config = root.config(Map.of());
        } catch (ConfigException e) {
            if (!json.wanted()) {
                // The more need to see which file it is.
                places(facts, Optional.empty());
                json.print(facts, root.output());
            }
            throw e;
        }
        places(facts, config.file());
        included(facts, config);
        paths(facts, config);
        json.print(facts, root.output());
        return ExitStatus.OK;
    }

    private void places(Facts facts, Optional<Path> used) {
        List<Path> places =
                new ArrayList<>(ConfigLoader.candidates(root.environment().env()));
        used.filter(file -> !places.contains(file)).ifPresent(file -> places.add(0, file));
        facts.group("Configuration: the first of these that exists, unless --config names one");
        List<Map<String, Object>> searched = new ArrayList<>();
        for (Path place : places) {
            boolean inUse = used.filter(place::equals).isPresent();
            boolean exists = Files.exists(place);
            searched.add(Map.of("path", absolute(place), "exists", exists, "inUse", inUse));
            facts.line(absolute(place), inUse ? "in use" : exists ? "exists" : Text.UNKNOWN);
        }
        facts.data("searched", searched);
    }

    private static void included(Facts facts, MvmConfig config) {
        List<Map<String, Object>> included = new ArrayList<>();
        if (!config.includes().isEmpty()) {
            facts.group("Included by it, or would be if it were there");
        }
        for (IncludedFile file : config.includes()) {
            included.add(Map.of("path", absolute(file.path()), "exists", file.found()));
            facts.line(absolute(file.path()), file.found() ? "in use" : Text.UNKNOWN);
        }
        facts.data("included", included);
    }

    private static void paths(Facts facts, MvmConfig config) {
        Map<String, Optional<Path>> paths = new LinkedHashMap<>();
        paths.put("database.path", Optional.of(config.database().path()));
        paths.put("daemon.state-file", Optional.of(config.daemon().stateFile()));
        paths.put("daemon.control-socket", Optional.of(config.daemon().controlSocket()));
        paths.put("daemon.pid-file", config.daemon().pidFile());
        paths.put("daemon.log-file", config.daemon().logFile());
        paths.put("validator.keystore-path", config.validator().keystorePath());
        paths.put("validator.keys-file", config.validator().keysFile());
        paths.put("validator.labels-file", config.validator().labelsFile());
        facts.group("In effect");
        Map<String, Object> effective = new LinkedHashMap<>();
        paths.forEach((key, path) -> {
            effective.put(key, path.map(ConfigPathsCommand::absolute).orElse(null));
            facts.line(
                    key,
                    path.map(there -> absolute(there) + (Files.exists(there) ? "" : "  (not there now)"))
                            .orElse(Text.UNKNOWN));
        });
        facts.data("paths", effective);
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }
}
