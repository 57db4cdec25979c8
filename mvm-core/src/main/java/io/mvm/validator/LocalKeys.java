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
 * @param keystore whether they are those the node itself uses, rather than a list that somebody wrote
 * @param validator the validator they are for, if the configuration says so; else the cross-chain keys say it
 * @param keys {@code 0x} lower-case hex of public keys by type; a type that is absent was not found
 * @param warnings what looks wrong with the source, such as files that others may read
 * @param notes what is worth knowing of the source and no fault
 * @param problem why nothing could be read; null if it could
 */
public record LocalKeys(
        String source,
        boolean keystore,
        Optional<String> validator,
        Map<KeyType, Set<String>> keys,
        List<String> warnings,
        List<String> notes,
        String problem) {
    public LocalKeys {
        keys = Map.copyOf(keys);
        warnings = List.copyOf(warnings);
        notes = List.copyOf(notes);
    }

    /** Whether it could be read. */
    public boolean readable() {
        return problem == null;
    }

    /** Keys of one type; empty if none was found. */
    public Set<String> of(KeyType type) {
        return keys.getOrDefault(type, Set.of());
    }
}
