package io.mvm.validator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A kind of key that a validator's node holds. */
public enum KeyType {
    /** Owns slots (sr25519). */
    AURA("aura", "an Aura key", 32),
    /** Votes on finality (ed25519). */
    GRANDPA("gran", "a GRANDPA key", 32),
    /** The validator's identity: sidechain, partner-chain or cross-chain key (compressed secp256k1). */
    CROSS_CHAIN("crch", "a cross-chain key", 33),
    /** Owns slots after the migration to BABE (sr25519). */
    BABE("babe", "a BABE key", 32);

    /** Digits of the type in the name of a keystore's file. */
    public static final int FILE_PREFIX = 8;

    private final String id;
    private final String title;
    private final int length;

    KeyType(String id, String title, int length) {
        this.id = id;
        this.title = title;
        this.length = length;
    }

    /** Four letters, as in RPC, key files and labels. */
    public String id() {
        return id;
    }

    /** For sentences, with its article: "an Aura key". */
    public String title() {
        return title;
    }

    /** For sentences, without an article: "Aura key". */
    public String noun() {
        return title.substring(title.indexOf(' ') + 1);
    }

    /** Bytes of a public key. */
    public int length() {
        return length;
    }

    /** The type with these four letters. */
    public static Optional<KeyType> ofId(String id) {
        return Arrays.stream(values()).filter(type -> type.id.equals(id)).findFirst();
    }

    /** The type that a keystore's file is of, by the first {@link #FILE_PREFIX} hex digits of its name. */
    public static Optional<KeyType> ofFileName(String name) {
        return Arrays.stream(values())
                .filter(type -> name.toLowerCase(Locale.ROOT).startsWith(type.filePrefix()))
                .findFirst();
    }

    /** How the names of its files in a keystore begin. */
    public String filePrefix() {
        StringBuilder digits = new StringBuilder(FILE_PREFIX);
        for (byte letter : id.getBytes(StandardCharsets.US_ASCII)) {
            digits.append(String.format(Locale.ROOT, "%02x", letter));
        }
        return digits.toString();
    }
}
