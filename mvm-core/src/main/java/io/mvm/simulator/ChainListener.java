package io.mvm.simulator;

/** Hears of every change of a {@link SimulatedChain}, in order, on the thread that makes it; must not block. */
@FunctionalInterface
public interface ChainListener {
    /**
     * A block was announced, or finality moved.
     *
     * @param announced the new block, on whatever branch; null if only finality moved
     * @param heads the chain after the change
     */
    void changed(SimulatedBlock announced, Heads heads);
}
