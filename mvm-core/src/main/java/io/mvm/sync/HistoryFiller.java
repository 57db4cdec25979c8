package io.mvm.sync;

import io.mvm.rpc.ChainNode;
import io.mvm.rpc.FetchedBlock;
import io.mvm.rpc.RpcException;
import io.mvm.store.Segment;
import io.mvm.store.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Fills the gaps between stored runs, and below the lowest, the newest gap first and each from its lower end. One transaction
 * at a time, so that heads can come between. What fails is tried again from where the database stands.
 */
final class HistoryFiller {
    /** Blocks in one transaction at the most: enough to be cheap, few enough not to hold up a head. */
    private static final int LARGEST_COMMIT = 2_000;

    private static final String WORK = "backfilling";

    private final LiveSettings settings;
    private final HeadInbox inbox;
    private final Ledger ledger;
    private final HeadChaser chaser;
    private final Errors errors;
    private final SyncLog log;
    private final Consumer<List<FetchedBlock>> stored;
    private final Backfill backfill;
    private final Retry retry = new Retry();
    private boolean saidComplete;
    /** Whether stored runs were found not to fit each other. */
    private boolean unsettled;
    /** What the first block of a run that is not begun yet follows. */
    private Tip freshParent;
    /** Asked for by an operator, the newest request last; what is stored of them meanwhile is left out when it is their turn. */
    private final List<Segment> requested = new ArrayList<>();

    HistoryFiller(
            LiveSettings settings,
            ChainNode node,
            HeadInbox inbox,
            Ledger ledger,
            HeadChaser chaser,
            Errors errors,
            SyncLog log,
            Consumer<List<FetchedBlock>> stored) {
        this.settings = settings;
        this.inbox = inbox;
        this.ledger = ledger;
        this.chaser = chaser;
        this.errors = errors;
        this.log = log;
        this.stored = stored;
        this.backfill = new Backfill(node, settings, inbox::wake);
    }

    boolean active() {
        return backfill.active();
    }

    void stop() {
        backfill.stop();
    }

    /** Has the gaps of a range filled before any other; answers how many blocks of it are not stored. */
    long request(Segment range) {
        long missing = ledger.missing(range);
        if (missing > 0) {
            requested.add(range);
            backfill.stop();
            retry.atOnce();
            log.backfillRequested(range.first(), range.last(), missing);
        }
        return missing;
    }

    /** Blocks still to be fetched: wanted for good, or asked for by an operator below that. */
    long remaining() {
        long wanted = settings.firstWanted();
        long top = ledger.top().tip().number();
        long remaining = wanted > top ? 0 : ledger.missing(new Segment(wanted, top));
        // Ranges asked for may overlap: each height counts once.
        long next = 1;
        List<Segment> below = requested.stream()
                .sorted(Comparator.comparingLong(Segment::first))
                .toList();
        for (Segment range : below) {
            long first = Math.max(next, range.first());
            long last = Math.min(wanted - 1, range.last());
            if (first <= last) {
                remaining += ledger.missing(new Segment(first, last));
                next = last + 1;
            }
        }
        return remaining;
    }

    /** The gap to be filled next: of what was asked for, then of what is wanted anyway. */
    private Optional<Segment> nextGap() {
        while (!requested.isEmpty()) {
            Segment range = requested.get(requested.size() - 1);
            Optional<Segment> gap = ledger.newestGap(range);
            if (gap.isPresent()) {
                return gap;
            }
            requested.remove(requested.size() - 1);
            if (ledger.missing(range) == 0) {
                // Else the rest lies above the newest run, which follows the head by itself.
                log.backfillDone(range.first(), range.last());
            }
        }
        return ledger.newestGap(settings.firstWanted());
    }

    /** Stores what has arrived; true if there is more to do at once. */
    boolean fill(long now) {
        if (ledger.top() == null || !retry.due(now)) {
            return false;
        }
        try {
            if (unsettled) {
                chaser.settleAll();
                unsettled = false;
            }
            if (!backfill.active() && !start()) {
                return false;
            }
            List<FetchedBlock> blocks = arrived();
            if (!blocks.isEmpty()) {
                Ledger.Run below = ledger.endingAt(blocks.get(0).header().number() - 1);
                ledger.append(below == null ? freshParent : below.tip(), blocks);
                stored.accept(blocks);
                retry.succeeded();
                errors.succeeded(WORK);
            }
            return backfill.ready() || !backfill.active();
        } catch (SyncException e) {
            unsettled = e.kind() == SyncException.Kind.CHAIN_MOVED;
            pause(now, e);
        } catch (RpcException | StoreException e) {
            pause(now, e);
        }
        return false;
    }

    private List<FetchedBlock> arrived() {
        List<FetchedBlock> blocks = new ArrayList<>();
        while (backfill.ready() && blocks.size() < LARGEST_COMMIT && (blocks.isEmpty() || !inbox.headWaiting())) {
            blocks.addAll(backfill.poll());
        }
        return blocks;
    }

    private void pause(long now, RuntimeException e) {
        errors.failed(WORK, e);
        backfill.stop();
        log.failed(WORK, e.getMessage(), retry.failed(now));
    }

    /** Begins to fill the newest gap; false if there is none. */
    private boolean start() {
        Optional<Segment> gap = nextGap();
        if (gap.isEmpty()) {
            if (!saidComplete) {
                saidComplete = true;
                log.backfilled(ledger.runs().get(0).first(), ledger.top().tip().number());
            }
            return false;
        }
        saidComplete = false;
        long first = gap.get().first();
        Ledger.Run below = ledger.endingAt(first - 1);
        if (below == null) {
            freshParent = chaser.anchor(first - 1);
            if (freshParent.setAfter() == null) {
                log.anchorUnknown(first);
            }
        } else {
            chaser.settle(below);
            if (ledger.endingAt(first - 1) == null) {
                // Its end was orphaned while nobody looked: the gap is larger than it seemed.
                return start();
            }
        }
        log.backfilling(first, gap.get().last());
        backfill.start(first, gap.get().last());
        return true;
    }
}
