package io.mvm.config;

/** Keys that providers of nodes put into the path of a URL: whoever has such a URL may call in its owner's name. Pure. */
public final class UrlKeys {
    /** Providers' keys are 32 characters and more; names of networks and versions of interfaces are shorter. */
    private static final int KEY_LENGTH = 16;

    private static final int WORD_LENGTH = 24;

    private UrlKeys() {}

    /**
     * Whether a part of a path looks like one: long, and with a digit or longer than any word that stands in a path.
     *
     * @param part what is between two slashes
     */
    public static boolean isKey(String part) {
        return part.length() >= WORD_LENGTH
                || (part.length() >= KEY_LENGTH && part.chars().anyMatch(Character::isDigit));
    }
}
