package io.mvm.validator;

/** A kind of key that a validator's node holds. */
public enum KeyType {
    /** Owns slots (sr25519). */
    AURA("aura", 32),
    /** Votes on finality (ed25519). */
    GRANDPA("gran", 32),
    /** The validator's identity: sidechain, partner-chain or cross-chain key (compressed secp256k1). */
    CROSS_CHAIN("crch", 33),
    /** Owns slots after the migration to BABE (sr25519). */
    BABE("babe", 32);

    private final String id;
    private final int length;

    KeyType(String id, int length) {
        this.id = id;
        this.length = length;
    }

    /** Four letters, as in RPC, key files and labels. */
    public String id() {
        return id;
    }

    /** Bytes of a public key. */
    public int length() {
        return length;
    }
}
