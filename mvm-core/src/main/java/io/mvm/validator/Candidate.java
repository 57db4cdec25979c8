package io.mvm.validator;

import io.mvm.chain.AuraKey;
import io.mvm.chain.SidechainKey;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One entry of the candidate list of a mainchain epoch, valid or not. A key may have several entries.
 *
 * @param key the validator's identity
 * @param kind which list it stands in
 * @param aura its Aura key; empty if the entry gives none
 * @param grandpa {@code 0x} hex of its GRANDPA key; empty if the entry gives none
 * @param babe {@code 0x} hex of its BABE key; empty before the BABE migration
 * @param stakePool {@code 0x} hex of the stake pool's verification key; empty for permissioned entries
 * @param stakeLovelace stake delegated to the pool; empty if not known yet or permissioned
 * @param valid whether the node holds the entry fit for selection
 * @param invalidReasons the node's reasons as JSON text; empty when valid
 */
public record Candidate(
        SidechainKey key,
        Kind kind,
        Optional<AuraKey> aura,
        Optional<String> grandpa,
        Optional<String> babe,
        Optional<String> stakePool,
        OptionalLong stakeLovelace,
        boolean valid,
        String invalidReasons) {

    /** How a candidate came onto the list. */
    public enum Kind {
        /** By the governance's permissioned list. */
        PERMISSIONED,
        /** By a stake-pool operator's registration on Cardano. */
        REGISTERED
    }
}
