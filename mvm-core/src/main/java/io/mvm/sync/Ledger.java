package io.mvm.sync;

import io.mvm.chain.BlockHash;
import io.mvm.chain.BlockRef;
import io.mvm.duty.Outcome;
import io.mvm.rpc.FetchedBlock;
import io.mvm.store.BlockRow;
import io.mvm.store.ChainUpdate;
import io.mvm.store.ChainWriter;
import io.mvm.store.Segment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The stored chain as the loop sees it: its unbroken runs of blocks, what may be appended to each, and the counts. Every
 * change is one transaction; memory follows only after it was committed.
 */
final class Ledger {
    private final ChainWriter store;
    private Attribution attribution;
    private final Standings standings;
    private final Orphans orphans;
    private final Equivocations equivocations;
    private final Consumer<ChainUpdate> committed;
    /** Ascending. Never two that touch. */
    private final List<Run> runs = new ArrayList<>();

    private long blocksSinceStart;
    private long slotKnownFor = -1;
    private Long firstSlotOfTop;

    /** A run of stored blocks. */
    record Run(long first, Tip tip) {
        Segment segment() {
            return new Segment(first, tip.number());
        }
    }

    /**
     * Loads what is stored.
     *
     * @param equivocations told of slots that turn out to have several blocks of one author
     * @param committed told of each update once it is in the database and in memory
     */
    Ledger(ChainWriter store, Attribution attribution, Equivocations equivocations, Consumer<ChainUpdate> committed) {
        this.store = store;
        this.equivocations = equivocations;
        this.committed = committed;
        this.attribution = attribution;
        this.standings = new Standings(store);
        for (Segment segment : store.segments()) {
            runs.add(new Run(segment.first(), tipAt(segment.last())));
        }
        showEpochOfTop();
        Long headSlot = runs.isEmpty() ? null : top().tip().slot();
        this.orphans = new Orphans(headSlot == null ? List.of() : store.orphansSince(Orphans.oldest(headSlot)));
    }

    List<Run> runs() {
        return Collections.unmodifiableList(runs);
    }

    /** The newest run; null if nothing is stored. */
    Run top() {
        return runs.isEmpty() ? null : runs.get(runs.size() - 1);
    }

    /** Slot of the newest run's first block; null if unknown. Remembered, as it is asked for with every snapshot. */
    Long firstSlotOfTop() {
        if (slotKnownFor != top().first()) {
            slotKnownFor = top().first();
            firstSlotOfTop = store.blocks(slotKnownFor, slotKnownFor).get(0).slot();
        }
        return firstSlotOfTop;
    }

    Standings standings() {
        return standings;
    }

    Equivocations equivocations() {
        return equivocations;
    }

    long blocksSinceStart() {
        return blocksSinceStart;
    }

    /** Canonical blocks stored. */
    long blocks() {
        return runs.stream().mapToLong(run -> run.segment().size()).sum();
    }

    /**
     * Blocks missing between the runs, from the first height wanted on: what an operator had fetched below it leaves no gap that
     * anybody means to fill.
     */
    long gapBlocks(long firstWanted) {
        return runs.isEmpty()
                ? 0
                : missing(new Segment(
                        Math.max(runs.get(0).first(), Math.min(firstWanted, top().first())),
                        top().tip().number()));
    }

    /** How many blocks of a range are not stored. */
    long missing(Segment range) {
        long missing = range.size();
        for (Run run : runs) {
            long first = Math.max(range.first(), run.first());
            long last = Math.min(range.last(), run.tip().number());
            missing -= Math.max(0, last - first + 1);
        }
        return missing;
    }

    /** The newest gap within a range, its end above the newest run left out; starts at the block after a run, or at the range's. */
    Optional<Segment> newestGap(Segment range) {
        for (int i = runs.size() - 1; i >= 0; i--) {
            long first =
                    Math.max(range.first(), i == 0 ? 0 : runs.get(i - 1).tip().number() + 1);
            long last = Math.min(range.last(), runs.get(i).first() - 1);
            if (first <= last) {
                return Optional.of(new Segment(first, last));
            }
        }
        return Optional.empty();
    }

    /** The newest gap within the heights wanted, from the block after a run (or the first wanted) to the one before the next. */
    Optional<Segment> newestGap(long firstWanted) {
        for (int i = runs.size() - 1; i >= 0; i--) {
            long below = i == 0
                    ? firstWanted - 1
                    : Math.max(firstWanted - 1, runs.get(i - 1).tip().number());
            if (below < runs.get(i).first() - 1) {
                return Optional.of(new Segment(below + 1, runs.get(i).first() - 1));
            }
        }
        return Optional.empty();
    }

    /** The run that ends right before a height; null if there is none. */
    Run endingAt(long number) {
        for (Run run : runs) {
            if (run.tip().number() == number) {
                return run;
            }
        }
        return null;
    }

    Optional<BlockHash> hashAt(long number) {
        return store.blocks(number, number).stream().map(BlockRow::hash).findFirst();
    }

    List<BlockRow> stored(long from, long to) {
        return store.blocks(from, to);
    }

    /**
     * Appends blocks, ascending and linked, after a tip: the tip of a run, or a block that is not stored, to begin a new run.
     * If they reach the next run, both become one.
     *
     * @throws SyncException of kind {@code CHAIN_MOVED} if the blocks do not link; nothing is changed then
     */
    void append(Tip parent, List<FetchedBlock> blocks) {
        UpdateDraft draft = new UpdateDraft(attribution);
        Tip tip = extend(draft, parent, blocks);
        Run below = endingAt(parent.number());
        long first = below == null ? parent.number() + 1 : below.first();
        commit(draft, first, tip);
    }

    /**
     * Replaces all blocks of a run above an ancestor by others.
     *
     * @param run the run that ends in blocks which are no longer canonical
     * @param ancestor highest block of it that still is; {@code run.first() - 1} if none is
     * @param branch blocks from {@code ancestor + 1} on; may be empty
     */
    void reorganise(Run run, long ancestor, List<FetchedBlock> branch) {
        UpdateDraft draft = new UpdateDraft(attribution);
        draft.reorg();
        List<BlockRow> dropped = store.blocks(ancestor + 1, run.tip().number());
        dropped.forEach(draft::drop);
        dropped.forEach(orphans::add);
        try {
            if (ancestor < run.first()) {
                runs.remove(run);
                commitDropped(draft, run);
                return;
            }
            Tip base = tipAt(ancestor);
            long baseSlot = base.slot() == null ? 0 : base.slot();
            store.emptyAfter(ancestor, run.tip().number(), baseSlot + 1).forEach(draft::refill);
            Tip tip = extend(draft, base, branch);
            commit(draft, run.first(), tip);
        } catch (RuntimeException e) {
            if (!runs.contains(run) && ancestor < run.first()) {
                runs.add(run);
                runs.sort((a, b) -> Long.compare(a.first(), b.first()));
            }
            dropped.forEach(row -> orphans.remove(row.hash()));
            throw e;
        }
    }

    /** Keeps a block that was seen as a fork; a slot it was authored in turns from missed to orphaned. */
    void recordFork(FetchedBlock block) {
        Tip parent = tipOf(block.header().parent(), block.header().number() - 1).orElse(null);
        if (parent == null || store.orphan(block.hash()).isPresent()) {
            return;
        }
        BlockRow row = attribution.row(parent, block);
        UpdateDraft draft = new UpdateDraft(attribution);
        draft.fork(row);
        if (row.author() != null) {
            Run run = runOf(row.number());
            if (run != null
                    && run.tip().slot() != null
                    && row.slot() <= run.tip().slot()) {
                store.emptyAfter(run.first(), run.tip().number(), row.slot()).stream()
                        .filter(empty -> empty.slot() == row.slot()
                                && empty.owner().equals(row.author())
                                && empty.outcome() == Outcome.MISSED)
                        // Where the slot is judged already, its verdict stays: what was counted once is never taken
                        // back.
                        .forEach(empty -> draft.missedWasOrphaned(empty.slot(), empty.owner()));
            }
        }
        ChainUpdate update = draft.finish(segments());
        write(update);
        orphans.add(row);
        applied(update);
    }

    /** Marks a stored block, and with it all before it, as final. False if it is not stored, or under another hash. */
    boolean finalise(BlockRef block) {
        BlockRef known = standings.counts().finalized();
        if (known != null && known.number() >= block.number()) {
            return true;
        }
        if (!hashAt(block.number()).filter(block.hash()::equals).isPresent()) {
            return false;
        }
        UpdateDraft draft = new UpdateDraft(attribution);
        draft.finalized(block);
        ChainUpdate update = draft.finish(segments());
        write(update);
        applied(update);
        return true;
    }

    /** Goes on with more known of the chain's time. */
    void parameters(Attribution known) {
        attribution = known;
        showEpochOfTop();
    }

    /** Replaces what governs the next block after the newest, where the chain's state says otherwise. */
    void correctTip(Tip corrected) {
        Run top = top();
        runs.set(runs.size() - 1, new Run(top.first(), corrected));
    }

    private Tip extend(UpdateDraft draft, Tip parent, List<FetchedBlock> blocks) {
        Tip tip = parent;
        for (FetchedBlock block : blocks) {
            if (block.header().number() != tip.number() + 1
                    || !block.header().parent().equals(tip.hash())) {
                throw new SyncException(
                        SyncException.Kind.CHAIN_MOVED,
                        "block " + block.header().number() + " (" + block.hash() + ") has parent "
                                + block.header().parent() + ", expected " + tip.hash() + " at " + tip.number()
                                + "; the chain moved while it was read and is read again");
            }
            BlockRow row = attribution.row(tip, block);
            if (orphans.contains(row.hash())) {
                draft.canonicalAgain(row.hash());
            }
            attribution.emptyBetween(tip, row, orphans::lost).forEach(draft::empty);
            draft.add(row);
            tip = Tip.of(row);
        }
        return tip;
    }

    private void commit(UpdateDraft draft, long first, Tip tip) {
        Run merged = new Run(first, tip);
        List<Run> after = new ArrayList<>(runs);
        after.removeIf(run -> run.first() == first);
        Run above = after.stream()
                .filter(run -> run.first() == tip.number() + 1)
                .findFirst()
                .orElse(null);
        if (above != null) {
            link(draft, tip, above);
            after.remove(above);
            merged = new Run(first, above.tip());
        }
        after.add(merged);
        after.sort((a, b) -> Long.compare(a.first(), b.first()));
        ChainUpdate update = draft.finish(after.stream().map(Run::segment).toList());
        write(update);
        runs.clear();
        runs.addAll(after);
        blocksSinceStart += update.added().size();
        update.canonicalAgain().forEach(orphans::remove);
        applied(update);
        if (above != null) {
            standings.reloadLastDuties();
        }
        showEpochOfTop();
        if (top().tip().slot() != null) {
            orphans.forgetBefore(top().tip().slot());
        }
    }

    private void commitDropped(UpdateDraft draft, Run run) {
        store.emptyAfter(run.first(), run.tip().number(), 0).forEach(draft::refill);
        ChainUpdate update = draft.finish(segments());
        write(update);
        applied(update);
        showEpochOfTop();
    }

    private void write(ChainUpdate update) {
        equivocations.found(store.commit(update));
    }

    private void applied(ChainUpdate update) {
        standings.apply(update);
        committed.accept(update);
    }

    private void showEpochOfTop() {
        Long slot = top() == null ? null : top().tip().slot();
        if (slot != null && attribution.slots() != null) {
            standings.showEpoch(attribution.slots().epochOf(slot));
        }
    }

    /** The slots between two runs that have come to touch. */
    private void link(UpdateDraft draft, Tip below, Run above) {
        BlockRow child = store.blocks(above.first(), above.first()).get(0);
        if (!child.parent().equals(below.hash())) {
            throw new SyncException(
                    SyncException.Kind.CHAIN_MOVED,
                    "block " + child.number() + " is stored with parent " + child.parent() + ", but the chain now has "
                            + below.hash() + " at " + below.number());
        }
        attribution.emptyBetween(below, child, orphans::lost).forEach(draft::empty);
    }

    private Optional<Tip> tipOf(BlockHash hash, long number) {
        BlockRow orphan = orphans.get(hash);
        if (orphan != null) {
            return Optional.of(Tip.of(orphan));
        }
        return store.blocks(number, number).stream()
                .filter(row -> row.hash().equals(hash))
                .map(Tip::of)
                .findFirst();
    }

    /** The run that has this height; null if it is not stored. */
    Run runOf(long number) {
        for (Run run : runs) {
            if (run.first() <= number && number <= run.tip().number()) {
                return run;
            }
        }
        return null;
    }

    private Tip tipAt(long number) {
        return Tip.of(store.blocks(number, number).get(0));
    }

    private List<Segment> segments() {
        return runs.stream().map(Run::segment).toList();
    }
}
