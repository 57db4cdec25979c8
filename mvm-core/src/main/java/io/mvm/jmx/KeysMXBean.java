package io.mvm.jmx;

import java.util.Map;

/** Keys of one validator of ours by key type, such as aura; a type of which something is unknown is left out of that map. */
@DescribedBean("Keys of one validator of ours by key type; what is unknown is left out.")
public interface KeysMXBean {
    @Described(
            value = "Keys that the chain knows for the validator: of its seat, else of its candidate entry.",
            kind = Kind.INFO,
            keyLabel = "key_type")
    Map<String, String> getRegistered();

    @Described(
            value = "Whether the key that the chain knows is among the local ones.",
            metric = "mvm_key_in_keystore",
            keyLabel = "key_type")
    Map<String, Boolean> getInKeystore();

    @Described(
            value = "Whether a local key is the one in the valid candidate entry.",
            metric = "mvm_key_matches_registration",
            keyLabel = "key_type")
    Map<String, Boolean> getMatchesRegistration();

    @Described(
            value = "Whether the node says that it holds the key.",
            metric = "mvm_key_loaded_in_node",
            keyLabel = "key_type")
    Map<String, Boolean> getLoadedInNode();

    @Described(
            value = "Whether a local key is in the authority set in force.",
            metric = "mvm_key_in_authorities",
            keyLabel = "key_type")
    Map<String, Boolean> getInAuthorities();
}
