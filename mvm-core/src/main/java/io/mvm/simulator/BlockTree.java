package io.mvm.simulator;

import io.mvm.chain.BlockHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All blocks announced: the best branch by height, and those that are not on it. Guarded by its chain's monitor. */
final class BlockTree {
    /** May be read without the monitor. */
    private final Map<BlockHash, SimulatedBlock> byHash = new ConcurrentHashMap<>();

    private final List<SimulatedBlock> canonical = new ArrayList<>();
    private final List<SimulatedBlock> losers = new ArrayList<>();

    BlockTree(SimulatedBlock genesis) {
        byHash.put(genesis.hash(), genesis);
        canonical.add(genesis);
    }

    /** A block on whatever branch; needs no monitor. */
    Optional<SimulatedBlock> block(BlockHash hash) {
        return Optional.ofNullable(byHash.get(hash));
    }

    /** The block of the best branch at a height; null if there is none. */
    SimulatedBlock canonical(long number) {
        return number < 0 || number >= canonical.size() ? null : canonical.get((int) number);
    }

    /** Blocks of the best branch, both ends included, cut at its end. */
    List<SimulatedBlock> canonical(long from, long to) {
        int end = (int) Math.min(canonical.size(), to == Long.MAX_VALUE ? to : to + 1);
        return List.copyOf(canonical.subList((int) Math.min(end, from), end));
    }

    /** Blocks that are not on the best branch. */
    List<SimulatedBlock> losers() {
        return List.copyOf(losers);
    }

    /** The ancestor at a height of a block on any branch; null above it. */
    SimulatedBlock ancestor(SimulatedBlock of, long number) {
        if (number < 0 || number > of.number()) {
            return null;
        }
        SimulatedBlock at = of;
        while (at.number() > number && !isCanonical(at)) {
            at = at.parent();
        }
        return at.number() == number ? at : canonical.get((int) number);
    }

    /** Takes a new block; its branch becomes the best one if it is longer now. Answers the best head. */
    SimulatedBlock adopt(SimulatedBlock block) {
        byHash.put(block.hash(), block);
        SimulatedBlock best = canonical.get(canonical.size() - 1);
        if (block.number() <= best.number()) {
            losers.add(block);
            return best;
        }
        if (block.parent() != best) {
            switchTo(block.parent());
        }
        canonical.add(block);
        return block;
    }

    private boolean isCanonical(SimulatedBlock block) {
        return canonical(block.number()) == block;
    }

    /** Makes this block's branch the canonical one. */
    private void switchTo(SimulatedBlock tip) {
        List<SimulatedBlock> branch = new ArrayList<>();
        SimulatedBlock at = tip;
        while (!isCanonical(at)) {
            branch.add(at);
            at = at.parent();
        }
        List<SimulatedBlock> dropped = canonical.subList((int) at.number() + 1, canonical.size());
        losers.removeAll(branch);
        losers.addAll(dropped);
        dropped.clear();
        for (int i = branch.size() - 1; i >= 0; i--) {
            canonical.add(branch.get(i));
        }
    }
}
