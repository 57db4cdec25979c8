package io.mvm.validator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Public keys that the operator's machine holds for its validator, by the names of keystore files or by a keys file. Several
 * keys of one type are legal: leftovers of a rotation.
 *
 * @param source where they were found, for people
 * @param validator the validator they are for, if the configuration says so; else the cross-chain keys say it
 * @param keys {@code 0x} lower-case hex of public keys by type; a type that is absent was not found
 * @param warnings what looks wrong with the source, such as files that others may read
 * @param problem why nothing could be read; null if it could
 */
public record LocalKeys(
        String source,
        Optional<String> validator,
        Map<KeyType, Set<String>> keys,
        List<String> warnings,
        String problem) {
    public LocalKeys {
        keys = Map.copyOf(keys);
        warnings = List.copyOf(warnings);
    }

    /** Keys of one type; empty if none was found. */
    public Set<String> of(KeyType type) {
        return keys.getOrDefault(type, Set.of());
    }
}
