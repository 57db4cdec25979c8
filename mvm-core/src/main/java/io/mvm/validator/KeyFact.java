package io.mvm.validator;

/**
 * One key type of one validator, compared. Null is unknown.
 *
 * @param type the type
 * @param registered the key that the chain knows for it, as {@code 0x} hex: of its seat, else of its candidate entry
 * @param inKeystore whether that key is among the local ones
 * @param matchesRegistration whether a local key is the one in its valid candidate entry
 * @param loadedInNode whether the node says that it holds the key
 * @param inAuthorities whether a local key is in the authority set in force; for Aura and GRANDPA
 */
public record KeyFact(
        KeyType type,
        String registered,
        Boolean inKeystore,
        Boolean matchesRegistration,
        Boolean loadedInNode,
        Boolean inAuthorities) {}
