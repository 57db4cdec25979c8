package io.mvm.cli;

/**
 * Whether standard input, output and error end at a person's terminal. The launcher says so, which asks the system; Java can not tell
 * the two apart.
 */
public final class Terminal {
    /** Set by {@code bin/mvm}: the numbers of the streams that are terminals, such as {@code 12}. */
    private static final String PROPERTY = "mvm.terminal";

    private Terminal() {}

    /** Whether standard output is a terminal: colours are welcome. */
    public static boolean output() {
        return System.getProperty(PROPERTY, "").contains("1");
    }

    /** Whether any of standard input, output and error is a terminal: a hang-up means that the person has gone. */
    static boolean attached() {
        return !System.getProperty(PROPERTY, "").isEmpty();
    }

    /** Whether standard error is one: progress may be renewed in place. */
    public static boolean error() {
        return System.getProperty(PROPERTY, "").contains("2");
    }
}
