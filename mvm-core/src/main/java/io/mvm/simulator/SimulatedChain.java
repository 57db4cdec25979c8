package io.mvm.simulator;

import io.mvm.chain.BlockHash;
import io.mvm.chain.Header;
import io.mvm.chain.SidechainKey;
import io.mvm.simulator.Seeded.Purpose;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A tree of blocks that grows slot by slot: by hand ({@link #advanceSlots}), or by the clock ({@link #startLive}). What
 * happens in a slot depends on seed, slot and branch, and on the orders given ({@code force...}, {@link #halt}). Safe for
 * any number of threads. A block takes some 200 bytes, so that days of blocks stay answerable.
 */
public final class SimulatedChain implements AutoCloseable {
    private final NetworkSpec spec;
    private final Clock clock;
    private final Seeded seeded;
    private final Roster roster;
    private final Scale scale;
    private final Rotation rotation;
    private final Forge forge;
    private final Voters voters = new Voters();
    private final List<ChainListener> listeners = new CopyOnWriteArrayList<>();

    // All below is guarded by this object's monitor; heads and slot may also be read without it.
    private final BlockTree tree;
    private final TreeMap<Long, Integer> plannedForks = new TreeMap<>();
    private final Misses misses;
    private final Map<SidechainKey, Boolean> plannedTwins = new HashMap<>();
    private volatile Heads heads;
    private volatile long slot;
    private Fork fork;
    private int made;
    private boolean finalityStopped;
    private LiveSlots live;

    private SimulatedChain(NetworkSpec spec, Clock clock) {
        this.spec = spec;
        this.clock = clock;
        this.seeded = new Seeded(spec.seed());
        long history = (long) spec.historyEpochs() * spec.slotsPerEpoch();
        long current = clock.millis() / spec.slotDurationMs();
        slot = spec.firstSlot().orElse(current - history + 1) - 1;
        this.roster = new Roster(spec, seeded, Math.max(clock.millis(), (slot + history) * spec.slotDurationMs()));
        this.scale = new Scale(roster);
        this.rotation = new Rotation(spec, seeded, roster);
        this.forge = new Forge(spec, seeded, scale);
        this.misses = new Misses(spec, seeded);
        SimulatedBlock genesis = forge.genesis(rotation.genesis());
        tree = new BlockTree(genesis);
        made = 1;
        heads = new Heads(genesis, genesis, made);
        advanceTo(slot + history);
    }

    /** Creates a chain with its history, ending in the clock's current slot unless the spec says where it begins. */
    public static SimulatedChain create(NetworkSpec spec, Clock clock) {
        return new SimulatedChain(spec, clock);
    }

    /** What it was made from. */
    public NetworkSpec spec() {
        return spec;
    }

    /** All validators, at their places. */
    public List<SimulatedValidator> validators() {
        return roster.validators();
    }

    /** Best and finalized head. */
    public Heads heads() {
        return heads;
    }

    /** The last slot that was decided. */
    public long slot() {
        return slot;
    }

    /** Unix milliseconds: the clock, or the last slot's start where the chain was driven ahead of the clock. */
    public long nowMs() {
        return Math.max(clock.millis(), slot * spec.slotDurationMs());
    }

    /** A block that was announced, on whatever branch. */
    public Optional<SimulatedBlock> block(BlockHash hash) {
        return tree.block(hash);
    }

    /** The block of the best branch at a height; empty above the best head. */
    public synchronized Optional<SimulatedBlock> canonical(long number) {
        return Optional.ofNullable(tree.canonical(number));
    }

    /** The header of one of this chain's blocks. */
    public Header header(SimulatedBlock block) {
        return forge.header(block);
    }

    /** What its timestamp inherent says, Unix milliseconds. */
    public long timestampMs(SimulatedBlock block) {
        return forge.timestampMs(block);
    }

    /** Owners, outcomes and tallies of the whole best branch. */
    public Truth truth() {
        return truth(1, Long.MAX_VALUE);
    }

    /** The same for blocks {@code from} to {@code to}, both included; {@code to} is cut at the best head. */
    public Truth truth(long from, long to) {
        List<SimulatedBlock> blocks;
        List<SimulatedBlock> lost;
        synchronized (this) {
            blocks = tree.canonical(Math.max(1, from), to);
            lost = tree.losers();
        }
        return TruthFinder.find(roster, forge, blocks, lost);
    }

    /** Decides the next {@code count} slots. */
    public void advanceSlots(long count) {
        advanceTo(slot + count);
    }

    /** Decides all slots up to and including this one; nothing if they are. */
    public void advanceTo(long target) {
        while (slot < target) {
            synchronized (this) {
                if (slot < target) {
                    decide(slot + 1, false);
                }
            }
        }
    }

    /**
     * Decides the next slot with its owner certain to produce; answers the block. Ends a {@link #halt} for this slot only.
     * Slots whose owner's node has the wrong key pass before it.
     */
    public synchronized SimulatedBlock produce() {
        SimulatedBlock block = null;
        while (block == null) {
            block = decide(slot + 1, true);
        }
        return block;
    }

    /** Makes the owners of the next {@code slots} slots miss. */
    public synchronized void forceMiss(int slots) {
        misses.next(slots);
    }

    /** Makes one validator miss the next {@code slots} slots that it owns. */
    public synchronized void forceMiss(SidechainKey validator, int slots) {
        misses.next(validator, slots);
    }

    /** Makes one validator miss the first slot that it owns from a later slot on; the newest such order holds. */
    public synchronized void forceMissAt(long firstSlot, SidechainKey validator) {
        misses.later(validator, firstSlot);
    }

    /**
     * Begins a fork in the next slot: {@code depth} blocks become best one after another, then a branch beside them grows and
     * overtakes them. Decided after 2 * depth + 1 more slots, in none of which an owner misses.
     */
    public void forceReorg(int depth) {
        forceReorgAt(slot + 1, depth);
    }

    /** As {@link #forceReorg}, from a later slot on; waits for the end of a fork that is under way then. */
    public synchronized void forceReorgAt(long firstSlot, int depth) {
        if (depth < 1) {
            throw new IllegalArgumentException("depth of a reorg is " + depth + ", expected at least 1");
        }
        plannedForks.put(firstSlot, depth);
    }

    /** Makes the next slot's block lose without ever being best: it is announced after its rival, in the slot after it. */
    public synchronized void forceOrphan() {
        plannedForks.put(slot + 1, 0);
    }

    /**
     * Makes a validator sign two blocks on one parent for the next slot in which it makes one and no fork is under way, as two
     * nodes do that run with its keys. Both are announced, one after the other, and the first one is best at once.
     *
     * @param secondWins whether the next block builds on the second one, so that the two change places
     */
    public synchronized void forceEquivocation(SidechainKey validator, boolean secondWins) {
        place(validator);
        plannedTwins.put(validator, secondWins);
    }

    /** From now on nothing is finalized. */
    public synchronized void stopFinality() {
        finalityStopped = true;
    }

    /** Finality goes on, and catches up at once. */
    public synchronized void resumeFinality() {
        finalityStopped = false;
        if (moveFinality()) {
            tell(null);
        }
    }

    /** From now on every owner misses. */
    public synchronized void halt() {
        misses.halt(true);
    }

    /** Owners produce again. */
    public synchronized void resume() {
        misses.halt(false);
    }

    /** From now on a GRANDPA voter votes in no round; without the weight of two thirds nothing is finalized. */
    public synchronized void silence(SidechainKey voter) {
        voters.silence(place(voter), true, heads.finalized());
    }

    /** The voter votes again. */
    public synchronized void speak(SidechainKey voter) {
        voters.silence(place(voter), false, heads.finalized());
        if (moveFinality()) {
            tell(null);
        }
    }

    private int place(SidechainKey validator) {
        for (SimulatedValidator one : roster.validators()) {
            if (one.sidechainKey().equals(validator)) {
                return one.index();
            }
        }
        throw new IllegalArgumentException("no validator of this network has the key " + validator);
    }

    /** Registers a listener; it hears of changes from now on. */
    public void listen(ChainListener listener) {
        listeners.add(listener);
    }

    /** Takes a listener away. */
    public void unlisten(ChainListener listener) {
        listeners.remove(listener);
    }

    /** Decides each slot when the clock reaches it, in a thread of its own, until {@link #close}. */
    public synchronized void startLive() {
        if (live == null) {
            live = new LiveSlots(this, clock);
        }
    }

    /** Stops the thread of {@link #startLive} and waits for its end; the chain stays usable by hand. */
    @Override
    public void close() {
        LiveSlots running;
        synchronized (this) {
            running = live;
            live = null;
        }
        if (running != null) {
            running.close();
        }
    }

    Seeded seeded() {
        return seeded;
    }

    Roster roster() {
        return roster;
    }

    Scale scale() {
        return scale;
    }

    Voters voters() {
        return voters;
    }

    Forge forge() {
        return forge;
    }

    /** The ancestor at a height of a block on any branch; null above it. */
    synchronized SimulatedBlock ancestor(SimulatedBlock of, long number) {
        return tree.ancestor(of, number);
    }

    private SimulatedBlock decide(long now, boolean forced) {
        slot = now;
        beginFork(now, forced);
        SimulatedBlock parent = fork == null ? heads.best() : fork.parent();
        Seats set = parent.state().aura();
        SimulatedValidator owner = roster.at(set.holder(set.seatOf(now)));
        if (forced ? !owner.canAuthor() : misses.misses(now, owner, fork != null && fork.forced())) {
            return null;
        }
        RuntimeState state = rotation.after(parent.state(), parent.number() + 1, now);
        SimulatedBlock block = forge.block(parent, now, state, owner, made++);
        List<SimulatedBlock> announced = List.of(block);
        if (fork == null && parent.number() > 0 && plannedTwins.containsKey(owner.sidechainKey())) {
            SimulatedBlock twin = forge.twin(block, owner, made++);
            announced = List.of(block, twin);
            if (plannedTwins.remove(owner.sidechainKey())) {
                fork = Fork.ofTwins(block, twin);
            }
        } else if (fork != null) {
            announced = fork.add(block);
            if (fork.decided()) {
                fork = null;
            }
        }
        for (SimulatedBlock next : announced) {
            adopt(next);
        }
        return block;
    }

    private void beginFork(long now, boolean forced) {
        if (fork != null || (misses.halted() && !forced) || heads.best().number() == 0) {
            // Never on genesis: the first block's slot would depend on a block that is later gone.
            return;
        }
        if (!plannedForks.isEmpty() && plannedForks.firstKey() <= now) {
            fork = new Fork(heads.best(), plannedForks.pollFirstEntry().getValue(), true);
        } else if (seeded.chance(Purpose.FORK, now, spec.orphanRate())) {
            boolean neverBest = spec.maxReorgDepth() == 0 || seeded.chance(Purpose.FORK_KIND, now, 0.5);
            int depth = neverBest ? 0 : 1 + seeded.below(Purpose.FORK_DEPTH, now, spec.maxReorgDepth());
            fork = new Fork(heads.best(), depth, false);
        }
    }

    private void adopt(SimulatedBlock block) {
        heads = new Heads(tree.adopt(block), heads.finalized(), made);
        moveFinality();
        tell(block);
    }

    private boolean moveFinality() {
        long target = heads.best().number() - spec.finalityLag();
        if (fork != null) {
            target = Math.min(target, fork.safeNumber());
        }
        SimulatedBlock finalized = heads.finalized();
        while (!finalityStopped && finalized.number() < target && voters.canFinalizeAfter(finalized)) {
            finalized = tree.canonical(finalized.number() + 1);
            voters.finalized(finalized);
        }
        if (finalized == heads.finalized()) {
            return false;
        }
        heads = new Heads(heads.best(), finalized, made);
        return true;
    }

    private void tell(SimulatedBlock announced) {
        for (ChainListener listener : listeners) {
            listener.changed(announced, heads);
        }
    }
}
