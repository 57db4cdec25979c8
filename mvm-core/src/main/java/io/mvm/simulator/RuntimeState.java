package io.mvm.simulator;

/**
 * The part of the runtime's state that decides authorship, as it is after a block. Blocks that change nothing share the
 * object of their parent, and a set that does not change keeps its object.
 *
 * @param committeeEpoch epoch of the current committee
 * @param committee the current committee
 * @param next the committee of the epoch after {@code committeeEpoch}; null while it is not known
 * @param aura the set that owns the slots of child blocks
 * @param queued the set that becomes {@code aura} in the next block; null for none
 * @param grandpaSetId counts changes of the voters
 */
record RuntimeState(long committeeEpoch, Seats committee, Seats next, Seats aura, Seats queued, long grandpaSetId) {
    static RuntimeState genesis(Seats committee) {
        return new RuntimeState(0, committee, null, committee, null, 0);
    }

    long nextUnsetEpoch() {
        return committeeEpoch + (next == null ? 1 : 2);
    }
}
