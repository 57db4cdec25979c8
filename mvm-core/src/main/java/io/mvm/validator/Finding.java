package io.mvm.validator;

/**
 * One thing that an operator should know of a validator's keys or registration.
 *
 * @param level how bad it is
 * @param subject {@code keys} or {@code registration}
 * @param code short name that stays the same while the text may change, such as {@code aura_wrong}
 * @param text what, with which value, what was expected
 * @param advice what to do about it; empty if nothing
 */
public record Finding(Level level, String subject, String code, String text, String advice) {
    /** Of findings about keys. */
    public static final String KEYS = "keys";
    /** Of findings about registration. */
    public static final String REGISTRATION = "registration";

    /** From harmless to bad. */
    public enum Level {
        /** Worth knowing, and as it may be. */
        INFORMATION,
        /** It could not be seen whether all is well. */
        UNKNOWN,
        /** Works, but is not as it should be. */
        DEGRADED,
        /** Slots or votes are lost, or will be. */
        CRITICAL
    }

    /** Whether something is known to be wrong. */
    public boolean wrong() {
        return level.compareTo(Level.DEGRADED) >= 0;
    }

    /** Enough of a key to know it again. */
    static String brief(String hex) {
        return hex.length() <= 18 ? hex : hex.substring(0, 10) + ".." + hex.substring(hex.length() - 4);
    }
}
