package io.mvm.simulator;

/**
 * The process of a simulated node: when it started, and what its validator has done since. A node that is cut off does
 * nothing. Safe for any number of threads.
 */
final class NodeProcess {
    private final SimulatedChain chain;
    private SimulatedBlock finalized;
    private long startSeconds;
    private long proposed;
    private long prevotes;
    private long precommits;

    /**
     * What a page of metrics tells.
     *
     * @param startSeconds when the process started, Unix seconds
     * @param proposed blocks that its validator has built since
     * @param prevotes rounds in which it prevoted since
     * @param precommits rounds in which it precommitted since
     */
    record Totals(long startSeconds, long proposed, long prevotes, long precommits) {}

    NodeProcess(SimulatedChain chain) {
        this.chain = chain;
        finalized = chain.heads().finalized();
        startSeconds = chain.nowMs() / 1000;
    }

    synchronized Totals totals() {
        return new Totals(startSeconds, proposed, prevotes, precommits);
    }

    /** All counts begin anew; the start is later than the one before, even on a clock that stands. */
    synchronized void restart() {
        startSeconds = Math.max(chain.nowMs() / 1000, startSeconds + 1);
        proposed = 0;
        prevotes = 0;
        precommits = 0;
    }

    /** The chain has changed; {@code announced} is null if only finality moved. */
    synchronized void heard(SimulatedBlock announced, Heads heads, NodeBehaviour behaviour) {
        boolean working = behaviour.validator().isPresent() && !behaviour.frozen() && !behaviour.offline();
        if (working && announced != null) {
            SimulatedValidator own = chain.roster().at(behaviour.validator().getAsInt());
            if (own.auraKey().equals(announced.author())) {
                proposed++;
            }
        }
        SimulatedBlock counted = finalized;
        if (heads.finalized().number() <= counted.number()) {
            return;
        }
        finalized = heads.finalized();
        if (working && behaviour.voterRunning() && !behaviour.staleVoterSet()) {
            int voter = behaviour.validator().getAsInt();
            for (SimulatedBlock block = finalized; block != counted; block = block.parent()) {
                if (chain.voters().votedFor(block, voter)) {
                    prevotes++;
                    precommits++;
                }
            }
        }
    }
}
