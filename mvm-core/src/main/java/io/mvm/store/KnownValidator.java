package io.mvm.store;

import io.mvm.chain.AuraKey;
import io.mvm.chain.SidechainKey;
import java.util.List;

/**
 * Whoever owes slots: a validator with all Aura keys it was seen with, or a lone Aura key whose holder is not known.
 *
 * @param key sidechain key; null while only the Aura key is known
 * @param auraKeys its Aura keys, oldest first; empty if it was never seen with one
 * @param auraKeyIds their ids in rows, in the same order
 * @param registration {@code permissioned}, {@code registered}, {@code invalid}, {@code none}; null if unknown
 * @param stakeLovelace stake behind it; null if unknown
 */
public record KnownValidator(
        SidechainKey key, List<AuraKey> auraKeys, List<Integer> auraKeyIds, String registration, Long stakeLovelace) {
    /** Stands before an Aura key that is shown in place of an unknown sidechain key. */
    public static final String AURA_PREFIX = "aura:";

    public KnownValidator {
        auraKeys = List.copyOf(auraKeys);
        auraKeyIds = List.copyOf(auraKeyIds);
    }

    /** The sidechain key as hex, or {@code aura:} and the Aura key. */
    public String displayKey() {
        return key != null ? key.hex() : AURA_PREFIX + auraKeys.get(0).hex();
    }
}
