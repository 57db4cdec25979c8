package io.mvm.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * Everything that can be set, checked. Immutable.
 *
 * @param file the file it was read from; empty when none was found
 * @param includes the files which that file includes, and those which these include; what is not there among them
 * @param settings every key with its value and origin, in the order of the keys' names, secrets masked
 * @param values every key's plain value, to find what changed
 * @param warnings what looks like a mistake but is no error, such as a misspelt environment variable
 */
public record MvmConfig(
        RpcConfig rpc,
        DatabaseConfig database,
        ValidatorConfig validator,
        SyncConfig sync,
        JudgementConfig judgement,
        ExporterConfig exporter,
        ApiConfig api,
        WebhooksConfig webhooks,
        AlertsConfig alerts,
        IntegrationConfig integration,
        ViewConfig view,
        DaemonConfig daemon,
        LoggingConfig logging,
        NodeConfig node,
        Optional<Path> file,
        List<IncludedFile> includes,
        List<Setting> settings,
        Values values,
        List<String> warnings) {
    public MvmConfig {
        Objects.requireNonNull(rpc, "rpc");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(validator, "validator");
        Objects.requireNonNull(sync, "sync");
        Objects.requireNonNull(judgement, "judgement");
        Objects.requireNonNull(exporter, "exporter");
        Objects.requireNonNull(api, "api");
        Objects.requireNonNull(webhooks, "webhooks");
        Objects.requireNonNull(alerts, "alerts");
        Objects.requireNonNull(integration, "integration");
        Objects.requireNonNull(view, "view");
        Objects.requireNonNull(daemon, "daemon");
        Objects.requireNonNull(logging, "logging");
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(file, "file");
        includes = List.copyOf(includes);
        settings = List.copyOf(settings);
        Objects.requireNonNull(values, "values");
        warnings = List.copyOf(warnings);
    }

    /**
     * The keys whose values are not those of an earlier configuration, in the order of their names; secrets are compared by what
     * they are, not by what is shown of them. What other files hold, such as that of labels, is not compared.
     */
    public SortedSet<String> changedSince(MvmConfig earlier) {
        return values.differing(earlier.values);
    }

    /**
     * Reads every secret that is in a file of its own and keeps none: whether they can be used. Touches the disk. For what will
     * use them, before it begins; other commands may run as somebody who must not read them.
     *
     * @throws ConfigException with every one that cannot
     */
    public void requireSecrets() {
        List<Problem> problems = new ArrayList<>();
        secrets().forEach(secret -> {
            try {
                secret.read();
            } catch (ConfigException e) {
                problems.addAll(e.problems());
            }
        });
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    /** The file it was read from and those which that includes; what was not there is left out. */
    public List<Path> files() {
        return Stream.concat(
                        file.stream(),
                        includes.stream().filter(IncludedFile::found).map(IncludedFile::path))
                .toList();
    }

    /** The files that hold secrets and nothing else. */
    public List<Path> secretFiles() {
        return secrets().flatMap(secret -> secret.file().stream()).toList();
    }

    private Stream<SecretSource> secrets() {
        return Stream.concat(api.apiKey().stream(), webhooks.secrets());
    }
}
