package io.mvm.simulator;

import io.mvm.chain.BlockHash;

/**
 * What one node knows at one moment: the chain, cut to what has reached the node.
 *
 * @param chain the whole chain
 * @param behaviour the node's behaviour at this moment
 * @param heads the heads that the node knows
 */
record NodeLook(SimulatedChain chain, NodeBehaviour behaviour, Heads heads) {

    /** The same, but at most {@code lag} blocks behind. */
    static Heads behind(SimulatedChain chain, Heads heads, int lag) {
        if (lag == 0) {
            return heads;
        }
        SimulatedBlock best =
                chain.ancestor(heads.best(), Math.max(0, heads.best().number() - lag));
        SimulatedBlock finalized = heads.finalized().number() > best.number() ? best : heads.finalized();
        return new Heads(best, finalized, heads.announced());
    }

    /** A block that the node knows; null for any other hash. */
    SimulatedBlock block(BlockHash hash) {
        SimulatedBlock block = chain.block(hash).orElse(null);
        boolean known = block != null
                && block.sequence() < heads.announced()
                && (behaviour.lag() == 0 || block.number() <= heads.best().number());
        return known ? block : null;
    }

    /** The block at a height of what this node thinks the best branch; null above it. */
    SimulatedBlock canonical(long number) {
        return chain.ancestor(heads.best(), number);
    }

    /** The block whose state is asked for: the best one, or the one named; fails where the node has no state of it. */
    SimulatedBlock stateAt(Params params, int index) throws RpcFailure {
        if (!params.has(index)) {
            return heads.best();
        }
        BlockHash hash = params.hash(index);
        SimulatedBlock block = block(hash);
        if (block == null) {
            throw new RpcFailure(
                    RpcFailure.CLIENT, "Client error: UnknownBlock: Header was not found in the database: " + hash);
        }
        if (discarded(block)) {
            throw new RpcFailure(
                    RpcFailure.CLIENT,
                    "Client error: Api called for an unknown Block: State already discarded for " + hash);
        }
        return block;
    }

    boolean discarded(SimulatedBlock block) {
        if (behaviour.stateBlocks() == 0 || block.number() > heads.best().number() - behaviour.stateBlocks()) {
            return false;
        }
        return block.number() != 0 || !behaviour.genesisState();
    }
}
