package io.mvm.validator;

import io.mvm.chain.AuraKey;
import io.mvm.chain.Hex;
import io.mvm.chain.SidechainKey;
import java.util.Optional;

/**
 * One seat of a committee as the runtime's session-validator API gives it.
 *
 * @param key the validator's identity
 * @param permissioned true for a member of the permissioned list, false for a registered stake-pool operator
 * @param aura the key under which its slots are owned
 * @param grandpa {@code 0x} hex of its 32-byte GRANDPA key
 * @param stakePool {@code 0x} hex of the stake pool's 32-byte verification key; empty for permissioned members
 */
public record CommitteeMember(
        SidechainKey key, boolean permissioned, AuraKey aura, String grandpa, Optional<String> stakePool) {
    static CommitteeMember of(SidechainKey key, AuraKey aura, byte[] grandpa, byte[] stakePool) {
        return new CommitteeMember(
                key,
                stakePool.length == 0,
                aura,
                Hex.encode(grandpa),
                stakePool.length == 0 ? Optional.empty() : Optional.of(Hex.encode(stakePool)));
    }
}
