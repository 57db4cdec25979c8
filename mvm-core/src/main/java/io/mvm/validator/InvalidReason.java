package io.mvm.validator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The node's reasons for refusing a candidate entry, in words. */
public final class InvalidReason {
    /** The pool's stake is not in the stable part of the Cardano chain yet. */
    static final String UNKNOWN_STAKE = "UnknownStake";

    private static final Map<String, String> WORDS = new LinkedHashMap<>();

    static {
        WORDS.put(
                UNKNOWN_STAKE,
                "the stake of the pool is not known yet; it is counted two Cardano epochs after delegation");
        WORDS.put("InvalidStake", "the pool has no stake");
        WORDS.put("InvalidMainchainSignature", "the signature by the stake pool's key is wrong");
        WORDS.put("InvalidSidechainSignature", "the signature by the sidechain key is wrong");
        WORDS.put("InvalidTxInput", "the UTXO it was signed for is not the one the registration spent");
        WORDS.put("InvalidMainchainPubKey", "the stake pool's public key is malformed");
        WORDS.put("InvalidSidechainPubKey", "the sidechain public key is malformed");
        WORDS.put("InvalidAccountKeys", "its aura or grandpa key is malformed, or a key type is missing");
        WORDS.put("InvalidAuraKey", "its aura key is malformed");
        WORDS.put("InvalidGrandpaKey", "its grandpa key is malformed");
    }

    private InvalidReason() {}

    /** What the node's JSON text says; the text itself, shortened, where it says something unheard of. */
    public static String words(String json) {
        if (json.isBlank()) {
            return "the node gives no reason";
        }
        List<String> words = new ArrayList<>();
        WORDS.forEach((name, text) -> {
            if (names(json, name)) {
                words.add(text + " (" + name + ")");
            }
        });
        if (words.isEmpty()) {
            // Anything may stand there: it must not disturb a terminal.
            String shown = json.replaceAll("\\p{Cntrl}", " ");
            return "the node says " + (shown.length() <= 120 ? shown : shown.substring(0, 117) + "...");
        }
        return String.join("; ", words);
    }

    /** Whether time alone mends it. */
    static boolean passes(String json) {
        return names(json, UNKNOWN_STAKE);
    }

    private static boolean names(String json, String name) {
        return json.contains("\"" + name + "\"");
    }
}
