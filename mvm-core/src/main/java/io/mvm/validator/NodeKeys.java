package io.mvm.validator;

import io.mvm.chain.SidechainKey;
import java.util.Map;

/**
 * What the node said of the keys it was asked for. A type that is absent was not asked for, or the node refused: unknown, not
 * missing.
 *
 * @param answers whether it holds them, by validator and type
 */
public record NodeKeys(Map<SidechainKey, Map<KeyType, Boolean>> answers) {
    /** Nothing asked, or all refused. */
    public static final NodeKeys UNKNOWN = new NodeKeys(Map.of());

    public NodeKeys {
        answers = Map.copyOf(answers);
    }

    /** Whether a type is worth asking for: for BABE some nodes answer with what they know of Aura. */
    public static boolean worthAsking(KeyType type) {
        return type != KeyType.BABE;
    }

    /**
     * Whether the node holds a validator's key; null if unknown. A node that holds keys of another validator of ours and none of
     * this one is the other one's node: it says nothing of this one.
     */
    public Boolean holds(SidechainKey validator, KeyType type) {
        Map<KeyType, Boolean> own = answers.getOrDefault(validator, Map.of());
        if (!own.containsValue(true)
                && answers.entrySet().stream()
                        .anyMatch(other -> !other.getKey().equals(validator)
                                && other.getValue().containsValue(true))) {
            return null;
        }
        return own.get(type);
    }
}
