package io.mvm.cli;

import io.mvm.chain.SidechainKey;
import io.mvm.config.MvmConfig;
import io.mvm.store.KnownValidator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which validators are ours, and what they are called. */
final class ValidatorNames {
    private final Set<SidechainKey> ours;
    private final Optional<String> label;

    ValidatorNames(MvmConfig config) {
        this.ours = config.validator().ours().stream().map(SidechainKey::parse).collect(Collectors.toSet());
        // With several of ours, one label would name them all alike.
        this.label = ours.size() == 1 ? config.validator().label() : Optional.empty();
    }

    Set<SidechainKey> ours() {
        return ours;
    }

    boolean ours(SidechainKey key) {
        return key != null && ours.contains(key);
    }

    /** Name of a validator; null if it has none. */
    String label(SidechainKey key) {
        return ours(key) ? label.orElse(null) : null;
    }

    /** For tables: its name or a short form of its key, with a star if it is ours. */
    String shown(SidechainKey key, String displayKey) {
        String name = label(key) == null ? Text.shortHex(displayKey) : label(key);
        return ours(key) ? name + "*" : name;
    }

    String shown(KnownValidator validator) {
        return shown(validator.key(), validator.displayKey());
    }
}
