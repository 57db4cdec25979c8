package io.mvm.duty;

/**
 * Counts of owed slots by outcome. Owed is their sum by construction.
 *
 * @param produced slots with a canonical block
 * @param missed slots without any known block
 * @param orphaned slots whose block lost
 */
public record Tally(long produced, long missed, long orphaned) {
    /** Nothing owed. */
    public static final Tally NONE = new Tally(0, 0, 0);

    /** Slots owed. */
    public long owed() {
        return produced + missed + orphaned;
    }

    /** Both together. */
    public Tally plus(Tally other) {
        return new Tally(produced + other.produced, missed + other.missed, orphaned + other.orphaned);
    }

    /** This many more slots of one outcome; fewer if negative. */
    public Tally plus(Outcome outcome, long slots) {
        return switch (outcome) {
            case PRODUCED -> new Tally(produced + slots, missed, orphaned);
            case MISSED -> new Tally(produced, missed + slots, orphaned);
            case ORPHANED -> new Tally(produced, missed, orphaned + slots);
        };
    }
}
