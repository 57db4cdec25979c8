package io.mvm.simulator;

import io.mvm.chain.AuraKey;
import io.mvm.chain.Hex;
import io.mvm.chain.SidechainKey;
import io.mvm.chain.scale.Blake2b;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/** One validator of a simulated network with its public keys; there are no private ones. Immutable. */
public final class SimulatedValidator {
    /** How it comes to its seats. */
    public enum Kind {
        PERMISSIONED,
        REGISTERED,
        /** Sits in committees as a permissioned member would, but no answer about candidates names it. */
        OUTSIDER,
        /** Has keys and nothing else. */
        UNREGISTERED,
        /** Has one registration, an invalid one. */
        INVALID,
        /** Has a valid registration that counts only from {@link SimulatedValidator#registeredFrom} on. */
        PENDING;

        /** Whether it runs a stake pool that has registered it, validly or not. */
        public boolean hasPool() {
            return this == REGISTERED || this == INVALID || this == PENDING;
        }
    }

    private final int index;
    private final Kind kind;
    private final SidechainKey sidechainKey;
    private final AuraKey auraKey;
    private final AuraKey keystoreAuraKey;
    private final byte[] grandpaKey;
    private final byte[] poolKey;
    private final long stake;
    private final OptionalLong registeredFrom;

    SimulatedValidator(long seed, int index, Kind kind, long stake, OptionalLong registeredFrom, boolean wrongAuraKey) {
        this.index = index;
        this.kind = kind;
        this.stake = stake;
        this.registeredFrom = registeredFrom;
        byte[] crossChain = new byte[SidechainKey.LENGTH];
        System.arraycopy(key(seed, index, "crch"), 0, crossChain, 1, SidechainKey.LENGTH - 1);
        crossChain[0] = (byte) (2 + (crossChain[1] & 1));
        sidechainKey = SidechainKey.of(crossChain);
        auraKey = AuraKey.of(key(seed, index, "aura"));
        keystoreAuraKey = wrongAuraKey ? AuraKey.of(key(seed, index, "old aura")) : auraKey;
        grandpaKey = key(seed, index, "gran");
        poolKey = key(seed, index, "pool");
    }

    private static byte[] key(long seed, int index, String type) {
        return Blake2b.hash256(("validator " + seed + "/" + index + "/" + type).getBytes(StandardCharsets.US_ASCII));
    }

    /** Place in the roster. */
    public int index() {
        return index;
    }

    /** How it comes to its seats. */
    public Kind kind() {
        return kind;
    }

    /** Its identity. */
    public SidechainKey sidechainKey() {
        return sidechainKey;
    }

    /** Owns its slots: the key that its registration and its committee seats name. */
    public AuraKey auraKey() {
        return auraKey;
    }

    /** The Aura key that its node holds: {@link #auraKey}, or another one, with which it authors nothing. */
    public AuraKey keystoreAuraKey() {
        return keystoreAuraKey;
    }

    /** Whether its node can author the slots that it owns. */
    public boolean canAuthor() {
        return keystoreAuraKey.equals(auraKey);
    }

    /** First mainchain epoch in which a pending registration counts; empty for every other kind. */
    public OptionalLong registeredFrom() {
        return registeredFrom;
    }

    /** Votes on finality; a copy of the 32 bytes. */
    public byte[] grandpaKey() {
        return grandpaKey.clone();
    }

    /** Verification key of its stake pool; a copy of the 32 bytes, meaningful only for those with a pool. */
    public byte[] poolKey() {
        return poolKey.clone();
    }

    /** Stake delegated to its pool in lovelace; 0 for validators without one. */
    public long stakeLovelace() {
        return stake;
    }

    /** Names of the files a node's keystore would hold for it: four bytes of key type and the public key, in bare hex. */
    public List<String> keystoreFileNames() {
        return List.of(
                "61757261" + bare(keystoreAuraKey.hex()),
                "6772616e" + bare(Hex.encode(grandpaKey)),
                "63726368" + bare(sidechainKey.hex()));
    }

    private static String bare(String hex) {
        return hex.substring(2);
    }

    @Override
    public String toString() {
        return kind + " " + index + " " + sidechainKey;
    }
}
