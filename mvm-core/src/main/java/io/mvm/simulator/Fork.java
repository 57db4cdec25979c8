package io.mvm.simulator;

import java.util.List;

/**
 * A fork under way: owners of the coming slots first build blocks that will lose, then the branch that wins. Not safe for
 * several threads.
 */
final class Fork {
    private final SimulatedBlock base;
    private final boolean forced;
    private final boolean late;
    private int losersLeft;
    private SimulatedBlock loser;
    private SimulatedBlock winner;

    /**
     * Above {@code base}.
     *
     * @param depth how many best blocks will be dropped; 0 for one block that is announced only after its rival and so
     *     never is best
     * @param forced whether no owner may miss until the fork is decided
     */
    Fork(SimulatedBlock base, int depth, boolean forced) {
        this.base = base;
        this.forced = forced;
        this.late = depth == 0;
        this.losersLeft = Math.max(1, depth);
        this.loser = base;
        this.winner = base;
    }

    private Fork(SimulatedBlock first, SimulatedBlock second) {
        this.base = first.parent();
        this.forced = true;
        this.late = false;
        this.losersLeft = 0;
        this.loser = first;
        this.winner = second;
    }

    /** Between two blocks of one author on one parent, which are announced by whoever made them; the second one wins. */
    static Fork ofTwins(SimulatedBlock first, SimulatedBlock second) {
        return new Fork(first, second);
    }

    boolean forced() {
        return forced;
    }

    /** Height up to which nothing of this fork is in doubt. */
    long safeNumber() {
        return base.number();
    }

    /** What the owner of the next slot builds on. */
    SimulatedBlock parent() {
        return losersLeft > 0 ? loser : winner;
    }

    /** Takes the next block; answers which blocks are announced now, in that order. */
    List<SimulatedBlock> add(SimulatedBlock block) {
        if (losersLeft > 0) {
            losersLeft--;
            loser = block;
            return late ? List.of() : List.of(block);
        }
        winner = block;
        return late ? List.of(block, loser) : List.of(block);
    }

    boolean decided() {
        return losersLeft == 0 && (late ? winner != base : winner.number() > loser.number());
    }
}
