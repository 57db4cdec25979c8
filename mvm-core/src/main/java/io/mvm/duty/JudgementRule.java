package io.mvm.duty;

/**
 * When misses around a slot are the network's. The owner's own slots do not count: a validator with many seats that is down
 * must not look like a network that is.
 *
 * @param networkShare share of other owners' slots missed in the window from which on a miss is the network's, above 0 to 1
 * @param windowSlots slots looked at on either side of the slot, at least 1; a verdict waits until finality has passed them
 */
public record JudgementRule(double networkShare, int windowSlots) {
    /** A third of the slots within ten to either side. */
    public static final JudgementRule DEFAULT = new JudgementRule(0.33, 10);

    public JudgementRule {
        if (!(networkShare > 0 && networkShare <= 1)) {
            throw new IllegalArgumentException(
                    "the share of a network-wide miss is " + networkShare + ", expected above 0 to 1");
        }
        if (windowSlots < 1) {
            throw new IllegalArgumentException("the window is " + windowSlots + " slots, expected at least 1");
        }
    }
}
