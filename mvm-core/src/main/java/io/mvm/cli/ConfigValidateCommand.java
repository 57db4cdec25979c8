package io.mvm.cli;

import io.mvm.config.ConfigException;
import io.mvm.config.LabelsFile;
import io.mvm.config.MvmConfig;
import io.mvm.config.Problem;
import io.mvm.config.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mvm config validate}. */
@Command(
        name = "validate",
        description =
                "Whether a configuration can be used, with all that is wrong with it and with the files of secrets and"
                        + " labels that it names. Ends with 0 if it can, else with 2.",
        footer = {
            "",
            "Examples:",
            "  mvm config validate",
            "  mvm config validate /etc/mvm/mvm.conf.new && mv /etc/mvm/mvm.conf.new /etc/mvm/mvm.conf"
        })
final class ConfigValidateCommand implements Callable<Integer> {
    private final MvmCommand root;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "Default: the one that would be used.")
    private Path file;

    @Option(names = "--json", description = "One JSON document: file, included, valid, problems, warnings.")
    private boolean json;

    ConfigValidateCommand(MvmCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        List<Problem> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        MvmConfig config = null;
        try {
            config = root.source(Map.of()).load(Optional.ofNullable(file));
            warnings.addAll(config.warnings());
            named(config, problems, warnings);
        } catch (ConfigException e) {
            problems.addAll(e.problems());
        }
        Output output = root.output();
        if (json) {
            output.document(document(config, problems, warnings));
        } else {
            warnings.forEach(warning -> root.environment().err().println("mvm: warning: " + warning));
            problems.forEach(problem -> root.environment().err().println("mvm: " + problem));
            if (problems.isEmpty()) {
                output.line(Style.GOOD.apply("valid", output.color()) + ": " + summary(config));
            } else {
                output.line(
                        Style.BAD.apply("not valid", output.color()) + ": " + Text.count(problems.size(), "problem"));
            }
        }
        output.flush();
        return problems.isEmpty() ? ExitStatus.OK : ExitStatus.HOPELESS;
    }

    /** What the configuration names and does not hold. */
    private static void named(MvmConfig config, List<Problem> problems, List<String> warnings) {
        try {
            config.requireSecrets();
        } catch (ConfigException e) {
            problems.addAll(e.problems());
        }
        try {
            config.validator().labelsFile().ifPresent(LabelsFile::read);
        } catch (ConfigException e) {
            problems.addAll(e.problems());
        }
        missing("validator.keystore-path", config.validator().keystorePath(), warnings);
        missing("validator.keys-file", config.validator().keysFile(), warnings);
        missing("exporter.rules-file", config.exporter().rulesFile(), warnings);
    }

    private static void missing(String key, Optional<Path> path, List<String> warnings) {
        path.filter(Files::notExists)
                .ifPresent(there -> warnings.add("'" + key + "' is " + there + ", which does not exist now"));
    }

    private static String summary(MvmConfig config) {
        long changed = config.settings().stream()
                .filter(setting -> !setting.origin().equals(Setting.DEFAULT_ORIGIN))
                .count();
        return (config.files().isEmpty() ? "no file was found" : Text.withIncluded(config.files())) + ", "
                + Text.count(changed, "key") + " of " + config.settings().size() + " set";
    }

    private Map<String, Object> document(MvmConfig config, List<Problem> problems, List<String> warnings) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(
                "file",
                Optional.ofNullable(config)
                        .flatMap(MvmConfig::file)
                        .or(() -> Optional.ofNullable(file))
                        .map(Path::toString)
                        .orElse(null));
        document.put(
                "included",
                config == null
                        ? null
                        : config.files().stream().skip(1).map(Path::toString).toList());
        document.put("valid", problems.isEmpty());
        document.put(
                "problems",
                problems.stream()
                        .map(problem -> Map.of("origin", problem.origin(), "message", problem.message()))
                        .toList());
        document.put("warnings", warnings);
        return document;
    }
}
