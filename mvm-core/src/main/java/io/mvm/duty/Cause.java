package io.mvm.duty;

/**
 * Why an owed slot is without a canonical block, as judged once finality has passed it. A verdict is given once and stays.
 * Where several apply, the first in this order holds.
 */
public enum Cause {
    /** The owner authored a block that lost. */
    ORPHANED(1),
    /** One of ours, within a maintenance window of ours. */
    MAINTENANCE(2),
    /** Many others missed their slots around it. */
    NETWORK(3),
    /** One of ours, while MVM saw our node down or out of sync. */
    NODE(4),
    /** None of these: the owner missed it while the network produced. */
    ALONE(5);

    private final int code;

    Cause(int code) {
        this.code = code;
    }

    /** Number under which it is stored; never reused. */
    public int code() {
        return code;
    }

    /** Lower-case word for people, labels and JSON, such as {@code network}. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /**
     * The cause of that number.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Cause of(int code) {
        for (Cause cause : values()) {
            if (cause.code == code) {
                return cause;
            }
        }
        throw new IllegalArgumentException("no cause has the number " + code + ", expected 1 to " + values().length);
    }
}
