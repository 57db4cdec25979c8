package io.mvm.simulator;

import io.mvm.chain.AuraKey;
import io.mvm.chain.BlockHash;
import io.mvm.chain.SidechainKey;

/**
 * A block of the simulated chain, kept small: header and body are made again from seed and slot whenever they are asked for.
 * Immutable.
 */
public final class SimulatedBlock {
    private final long number;
    private final long slot;
    private final SimulatedBlock parent;
    private final RuntimeState state;
    private final SimulatedValidator author;
    private final BlockHash hash;
    private final int sequence;
    private final boolean twin;

    SimulatedBlock(
            long number,
            long slot,
            SimulatedBlock parent,
            RuntimeState state,
            SimulatedValidator author,
            BlockHash hash,
            int sequence,
            boolean twin) {
        this.number = number;
        this.slot = slot;
        this.parent = parent;
        this.state = state;
        this.author = author;
        this.hash = hash;
        this.sequence = sequence;
        this.twin = twin;
    }

    /** Height, 0 for genesis. */
    public long number() {
        return number;
    }

    /** Its slot; -1 for genesis, which has none. */
    public long slot() {
        return slot;
    }

    /** Hash of its header. */
    public BlockHash hash() {
        return hash;
    }

    /** The block it builds on; null for genesis. */
    public SimulatedBlock parent() {
        return parent;
    }

    /** Key of its author; null for genesis. */
    public AuraKey author() {
        return author == null ? null : author.auraKey();
    }

    /** Identity of its author; null for genesis. */
    public SidechainKey validator() {
        return author == null ? null : author.sidechainKey();
    }

    /** The seat for which its author made it, in the set after the parent; -1 for genesis. */
    public int seat() {
        return parent == null ? -1 : parent.state.aura().seatOf(slot);
    }

    /** Whether its header carries a change of authorities. */
    public boolean changesAuthorities() {
        return parent != null && !parent.state.aura().equals(state.aura());
    }

    /** Whether its body carries the next committee. */
    public boolean setsNextCommittee() {
        return parent != null && parent.state.next() == null && state.next() != null;
    }

    /** Whether it is the second block that its author made in this slot. */
    public boolean isTwin() {
        return twin;
    }

    /** State after this block. */
    RuntimeState state() {
        return state;
    }

    /** Counts blocks in the order in which they were made, so that a node can tell what it knew at some time. */
    int sequence() {
        return sequence;
    }

    @Override
    public String toString() {
        return "block " + number + " in slot " + slot + " (" + hash + ")";
    }
}
