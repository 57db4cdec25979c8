package io.mvm.validator;

import io.mvm.chain.SidechainKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which validators are ours, and which keys on this machine belong to which of them. Ours are those that the configuration
 * names, and those whose cross-chain key is among the local keys.
 */
public final class OwnValidators {
    private final Set<SidechainKey> ours = new LinkedHashSet<>();
    private final List<LocalKeys> local;

    /**
     * Joins them.
     *
     * @param configured sidechain keys that the configuration names
     * @param local every keystore and keys file, as read
     */
    public OwnValidators(Set<SidechainKey> configured, List<LocalKeys> local) {
        this.local = List.copyOf(local);
        ours.addAll(configured);
        for (LocalKeys source : local) {
            if (source.validator().isPresent()) {
                ours.add(SidechainKey.parse(source.validator().get()));
            } else {
                source.of(KeyType.CROSS_CHAIN).forEach(key -> ours.add(SidechainKey.parse(key)));
            }
        }
    }

    /** Our validators, the configured ones first. */
    public Set<SidechainKey> ours() {
        return ours;
    }

    /** Every source of local keys. */
    public List<LocalKeys> local() {
        return local;
    }

    /** The sources that concern a validator; a source that names no validator at all belongs to the only one of ours. */
    public List<LocalKeys> of(SidechainKey validator) {
        return local.stream()
                .filter(source -> holder(source)
                        .map(keys -> keys.contains(validator.hex()))
                        .orElse(ours.size() == 1))
                .toList();
    }

    /** Sources of keys that cannot be given to one of ours. */
    public List<LocalKeys> unassigned() {
        List<LocalKeys> left = new ArrayList<>();
        for (LocalKeys source : local) {
            if (holder(source).isEmpty() && ours.size() != 1) {
                left.add(source);
            }
        }
        return left;
    }

    /** Other validators whose cross-chain keys lie in the same keystore: all but one of them are leftovers. */
    Set<SidechainKey> neighbours(SidechainKey validator) {
        Set<SidechainKey> others = new LinkedHashSet<>();
        of(validator).stream()
                .filter(source -> source.validator().isEmpty())
                .flatMap(source -> source.of(KeyType.CROSS_CHAIN).stream())
                .map(SidechainKey::parse)
                .filter(other -> !other.equals(validator))
                .forEach(others::add);
        return others;
    }

    private static Optional<Set<String>> holder(LocalKeys source) {
        if (source.validator().isPresent()) {
            return source.validator().map(Set::of);
        }
        Set<String> named = source.of(KeyType.CROSS_CHAIN);
        return named.isEmpty() ? Optional.empty() : Optional.of(named);
    }
}
