package io.mvm.simulator;

import io.mvm.chain.SidechainKey;
import io.mvm.simulator.Seeded.Purpose;
import java.util.HashMap;
import java.util.Map;

/** Who makes no block in the slot that he owns: by order, by the spec, or by chance. Guarded by its chain's monitor. */
final class Misses {
    private final NetworkSpec spec;
    private final Seeded seeded;
    private final Map<SidechainKey, Integer> planned = new HashMap<>();
    private final Map<SidechainKey, Long> later = new HashMap<>();
    private final int stallPhase;
    private int left;
    private boolean halted;

    Misses(NetworkSpec spec, Seeded seeded) {
        this.spec = spec;
        this.seeded = seeded;
        stallPhase = spec.stallEvery() == 0 ? 0 : seeded.below(Purpose.STALL, 0, spec.stallEvery());
    }

    void halt(boolean value) {
        halted = value;
    }

    boolean halted() {
        return halted;
    }

    /** The owners of the next slots miss. */
    void next(int slots) {
        left += slots;
    }

    /** A validator misses the next slots that it owns. */
    void next(SidechainKey validator, int slots) {
        planned.merge(validator, slots, Integer::sum);
    }

    /** A validator misses the first slot that it owns from a slot on. */
    void later(SidechainKey validator, long firstSlot) {
        later.put(validator, firstSlot);
    }

    /**
     * Whether the owner misses this slot; uses up an order that says so.
     *
     * @param deciding whether a forced fork waits to be decided, during which nobody misses who could make a block
     */
    boolean misses(long slot, SimulatedValidator owner, boolean deciding) {
        return willed(slot, owner, deciding) || !owner.canAuthor();
    }

    private boolean willed(long slot, SimulatedValidator owner, boolean deciding) {
        if (halted) {
            return true;
        }
        if (deciding) {
            return false;
        }
        if (left > 0) {
            left--;
            return true;
        }
        Integer ordered = planned.get(owner.sidechainKey());
        if (ordered != null) {
            planned.compute(owner.sidechainKey(), (key, more) -> more > 1 ? more - 1 : null);
            return true;
        }
        Long from = later.get(owner.sidechainKey());
        if (from != null && slot >= from) {
            later.remove(owner.sidechainKey());
            return true;
        }
        if (spec.stallEvery() > 0 && Math.floorMod(slot - stallPhase, spec.stallEvery()) < spec.stallSlots()) {
            return true;
        }
        double rate = spec.missRate() + spec.extraMissRates().getOrDefault(owner.index(), 0.0);
        return seeded.chance(Purpose.MISS, slot, rate);
    }
}
