package io.mvm.daemon;

import io.mvm.chain.SidechainKey;
import io.mvm.config.LabelsFile;
import io.mvm.config.ValidatorConfig;
import io.mvm.keys.KeysFile;
import io.mvm.keys.Keystore;
import io.mvm.validator.KeyType;
import io.mvm.validator.LocalKeys;
import io.mvm.validator.OwnValidators;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which validators are ours and what they are called, from section {@code validator} and the keys it points at. */
public final class OwnSettings {
    private OwnSettings() {}

    /** Ours by configuration alone. */
    public static Set<SidechainKey> configured(ValidatorConfig config) {
        Set<SidechainKey> ours = new LinkedHashSet<>();
        config.ours().forEach(key -> ours.add(SidechainKey.parse(key)));
        config.others().forEach(other -> other.key().ifPresent(key -> ours.add(SidechainKey.parse(key))));
        return ours;
    }

    /** Every keystore and keys file, read anew. Touches the disk; never throws. */
    public static List<LocalKeys> local(ValidatorConfig config) {
        List<LocalKeys> all = new ArrayList<>(main(config));
        config.others().forEach(other -> all.addAll(read(other.keystorePath(), other.keysFile(), other.key())));
        return List.copyOf(all);
    }

    /** Ours by configuration and by the keys on this machine. Touches the disk. */
    public static OwnValidators own(ValidatorConfig config) {
        return new OwnValidators(configured(config), local(config));
    }

    /**
     * Names of validators: of ours as configured, of the rest from the file of labels.
     *
     * @throws io.mvm.config.ConfigException if that file cannot be used
     */
    public static Map<SidechainKey, String> labels(ValidatorConfig config) {
        Map<SidechainKey, String> labels = new HashMap<>();
        config.labelsFile()
                .ifPresent(file ->
                        LabelsFile.read(file).forEach((key, label) -> labels.put(SidechainKey.parse(key), label)));
        labels.putAll(ownLabels(config));
        return labels;
    }

    /** Names that the configuration itself gives. */
    public static Map<SidechainKey, String> ownLabels(ValidatorConfig config) {
        Map<SidechainKey, String> labels = new HashMap<>();
        config.label().ifPresent(label -> {
            Set<SidechainKey> main = named(main(config));
            if (main.isEmpty()) {
                config.ours().forEach(key -> main.add(SidechainKey.parse(key)));
            }
            put(labels, main, label);
        });
        for (ValidatorConfig.Other other : config.others()) {
            other.label()
                    .ifPresent(label -> put(
                            labels,
                            other.key().isPresent()
                                    ? Set.of(SidechainKey.parse(other.key().get()))
                                    : named(read(other.keystorePath(), other.keysFile(), Optional.empty())),
                            label));
        }
        return labels;
    }

    /** With several, one label would name them all alike. */
    private static void put(Map<SidechainKey, String> labels, Set<SidechainKey> keys, String label) {
        if (keys.size() == 1) {
            labels.put(keys.iterator().next(), label);
        }
    }

    private static Set<SidechainKey> named(List<LocalKeys> sources) {
        Set<SidechainKey> keys = new LinkedHashSet<>();
        sources.forEach(source -> source.of(KeyType.CROSS_CHAIN).forEach(key -> keys.add(SidechainKey.parse(key))));
        return keys;
    }

    private static List<LocalKeys> main(ValidatorConfig config) {
        return read(config.keystorePath(), config.keysFile(), Optional.empty());
    }

    private static List<LocalKeys> read(Optional<Path> keystore, Optional<Path> keysFile, Optional<String> validator) {
        List<LocalKeys> sources = new ArrayList<>();
        keystore.ifPresent(path -> sources.add(Keystore.read(path, validator)));
        keysFile.ifPresent(path -> sources.add(KeysFile.read(path, validator)));
        return sources;
    }
}
