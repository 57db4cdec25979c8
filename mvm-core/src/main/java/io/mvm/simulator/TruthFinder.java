package io.mvm.simulator;

import io.mvm.chain.BlockHash;
import io.mvm.simulator.Truth.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Works out a {@link Truth} from consecutive canonical blocks and all lost ones. */
final class TruthFinder {
    private final Roster roster;
    private final Map<Long, SimulatedBlock> lostBySlot = new HashMap<>();
    private final List<Truth.Slot> slots = new ArrayList<>();

    private TruthFinder(Roster roster) {
        this.roster = roster;
    }

    static Truth find(Roster roster, Forge forge, List<SimulatedBlock> canonical, List<SimulatedBlock> lost) {
        if (canonical.isEmpty()) {
            return Truth.of(List.of(), List.of(), Set.of());
        }
        TruthFinder finder = new TruthFinder(roster);
        long first = canonical.get(0).slot();
        long last = canonical.get(canonical.size() - 1).slot();
        Set<BlockHash> orphans = new HashSet<>();
        for (SimulatedBlock block : lost) {
            if (block.slot() >= first && block.slot() <= last) {
                orphans.add(block.hash());
                finder.lostBySlot.put(block.slot(), block);
            }
        }
        List<Truth.Block> blocks = new ArrayList<>(canonical.size());
        for (SimulatedBlock block : canonical) {
            if (block != canonical.get(0)) {
                finder.emptySlots(block);
            }
            Truth.Slot own = finder.slot(block, block.slot(), block);
            finder.slots.add(own);
            blocks.add(new Truth.Block(
                    block.number(),
                    block.hash(),
                    block.slot(),
                    own.owner(),
                    own.validator(),
                    own.seat(),
                    forge.timestampMs(block)));
        }
        return Truth.of(blocks, finder.slots, orphans);
    }

    private void emptySlots(SimulatedBlock child) {
        for (long empty = child.parent().slot() + 1; empty < child.slot(); empty++) {
            slots.add(slot(child, empty, lostBySlot.get(empty)));
        }
    }

    /** One slot between a child's parent and the child, the child's own included. */
    private Truth.Slot slot(SimulatedBlock child, long at, SimulatedBlock made) {
        Seats set = child.parent().state().aura();
        int seat = set.seatOf(at);
        SimulatedValidator owner = roster.at(set.holder(seat));
        // On the losing branch another set may have been in force: then the block there was not this owner's.
        boolean own = made != null && made.author().equals(owner.auraKey());
        Outcome outcome = made == child ? Outcome.PRODUCED : own ? Outcome.ORPHANED : Outcome.MISSED;
        return new Truth.Slot(at, owner.auraKey(), owner.sidechainKey(), seat, outcome, own ? made.hash() : null);
    }
}
