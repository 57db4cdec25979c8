package io.mvm.sync;

import io.mvm.chain.AuthoritySet;
import io.mvm.chain.BlockHash;
import io.mvm.chain.BlockRef;
import io.mvm.chain.Header;
import io.mvm.rpc.ChainNode;
import io.mvm.rpc.FetchedBlock;
import io.mvm.rpc.RpcException;
import io.mvm.store.BlockRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings the newest run up to the node's head: fetches what is new, and where the node's chain left ours, finds the common
 * ancestor and replaces what was built on it. Goes by what the node answers for heights, so a missed announcement costs
 * nothing.
 */
final class HeadChaser {
    private static final int FIRST_LOOK_BACK = 8;

    private final ChainNode node;
    private final Ledger ledger;
    private final LiveSettings settings;
    private final SyncLog log;

    HeadChaser(ChainNode node, Ledger ledger, LiveSettings settings, SyncLog log) {
        this.node = node;
        this.ledger = ledger;
        this.settings = settings;
        this.log = log;
    }

    /**
     * Begins a live run so that it covers the sidechain epoch of the head from its start, or goes on with the newest run if
     * that reaches so far.
     */
    void begin(BlockRef head, Long headSlot, Attribution attribution) {
        if (head.number() < settings.firstWanted()) {
            if (settings.startBlock() > 1) {
                throw new SyncException(
                        SyncException.Kind.START_BEYOND_HEAD,
                        "start block " + settings.startBlock() + " lies beyond the node's head " + head.number()
                                + "; give a lower --start-block or wait until the chain is there");
            }
            return;
        }
        long first = Math.max(settings.firstWanted(), liveFrom(head, headSlot, attribution));
        if (ledger.top() != null) {
            // Before finality is marked above it: what was the tip when we stopped may have been orphaned since.
            settle(ledger.top());
        }
        Ledger.Run top = ledger.top();
        if (top != null && top.tip().number() >= first - 1) {
            log.live(top.first(), head.number());
            return;
        }
        log.live(first, head.number());
        Tip parent = anchor(first - 1);
        if (parent.setAfter() == null) {
            log.anchorUnknown(first);
        }
        long to = Math.min(head.number(), first + settings.batchSize() - 1);
        ledger.append(parent, Await.rpc(Backfill.fetch(node, first, (int) (to - first + 1))));
    }

    /** What a block that is not stored hands on to its child; its slot is left out, as slots after it cannot be charged. */
    Tip anchor(long number) {
        BlockHash hash = number == 0
                ? node.genesisHash()
                : Await.rpc(node.blockHashes(number, 1))
                        .get(0)
                        .orElseThrow(() -> new RpcException(
                                RpcException.Kind.UNKNOWN_BLOCK, "the node has no block " + number + " (yet)"));
        Optional<AuthoritySet> set = new AuthorityAnchor(node, settings.batchSize()).after(new BlockRef(number, hash));
        return new Tip(number, hash, null, set.orElse(null));
    }

    /**
     * One step towards the head.
     *
     * @param head the newest head announced
     * @return whether there may be more to do
     */
    boolean advance(Header head) {
        Ledger.Run top = ledger.top();
        if (top == null) {
            return false;
        }
        long tip = top.tip().number();
        if (head.number() <= tip) {
            return rewindIfElsewhere(top, head.number());
        }
        int count = (int) Math.min(settings.batchSize(), head.number() - tip);
        List<Optional<BlockHash>> hashes = Await.rpc(node.blockHashes(tip, count + 1));
        if (hashes.get(0).isEmpty()) {
            // This node has not come as far as we have: after a fail-over, say. It will.
            return false;
        }
        if (!hashes.get(0).get().equals(top.tip().hash())) {
            replaceAbove(top, ancestor(top, tip - 1), head.number());
            return true;
        }
        List<BlockHash> wanted = new ArrayList<>(count);
        for (Optional<BlockHash> hash : hashes.subList(1, hashes.size())) {
            hash.ifPresent(wanted::add);
        }
        if (wanted.isEmpty()) {
            return false;
        }
        ledger.append(top.tip(), Await.rpc(node.blocks(wanted)));
        return head.number() > ledger.top().tip().number();
    }

    /** Makes sure that a lower run still ends in a canonical block; drops what does not. */
    void settle(Ledger.Run run) {
        Optional<BlockHash> canonical =
                Await.rpc(node.blockHashes(run.tip().number(), 1)).get(0);
        if (canonical.isPresent() && !canonical.get().equals(run.tip().hash())) {
            drop(run, ancestor(run, run.tip().number() - 1));
        }
    }

    /** After the stored runs turned out not to fit each other: drops from each what the node's chain does not have. */
    void settleAll() {
        for (Ledger.Run run : List.copyOf(ledger.runs())) {
            Optional<BlockHash> canonical =
                    Await.rpc(node.blockHashes(run.first(), 1)).get(0);
            Optional<BlockHash> stored = ledger.hashAt(run.first());
            if (canonical.isPresent() && !canonical.equals(stored)) {
                drop(run, run.first() - 1);
            } else {
                settle(run);
            }
        }
    }

    private boolean rewindIfElsewhere(Ledger.Run top, long number) {
        if (number < top.first()) {
            return false;
        }
        Optional<BlockHash> canonical = Await.rpc(node.blockHashes(number, 1)).get(0);
        Optional<BlockHash> stored = ledger.hashAt(number);
        if (canonical.isEmpty() || canonical.equals(stored)) {
            return false;
        }
        replaceAbove(top, ancestor(top, number - 1), number);
        return true;
    }

    private void replaceAbove(Ledger.Run run, long ancestor, long to) {
        guardFinality(ancestor);
        if (ancestor < run.first()) {
            drop(run, ancestor);
            return;
        }
        int count = (int) Math.min(settings.batchSize(), to - ancestor);
        List<FetchedBlock> branch = Await.rpc(Backfill.fetch(node, ancestor + 1, count));
        ledger.reorganise(run, ancestor, branch);
        log.reorg(ancestor, (int) (run.tip().number() - ancestor), branch.size());
    }

    private void drop(Ledger.Run run, long ancestor) {
        guardFinality(ancestor);
        ledger.reorganise(run, ancestor, List.of());
        log.reorg(ancestor, (int) (run.tip().number() - ancestor), 0);
    }

    private void guardFinality(long ancestor) {
        BlockRef finalized = ledger.standings().counts().finalized();
        if (finalized != null && ancestor < finalized.number()) {
            throw new SyncException(
                    SyncException.Kind.FINALITY_CONFLICT,
                    "the node's chain leaves ours at block " + ancestor + ", below block " + finalized
                            + " which is final; nothing is changed. Either this node is on another fork, or the database"
                            + " was fed by one: compare with a second node");
        }
    }

    /** Highest block of the run, at or below a height, that the node's chain shares; one below the run if it shares none. */
    private long ancestor(Ledger.Run run, long below) {
        int look = FIRST_LOOK_BACK;
        long to = below;
        while (to >= run.first()) {
            long from = Math.max(run.first(), to - look + 1);
            List<Optional<BlockHash>> theirs = Await.rpc(node.blockHashes(from, (int) (to - from + 1)));
            List<BlockRow> ours = ledger.stored(from, to);
            for (int i = ours.size() - 1; i >= 0; i--) {
                if (theirs.get(i).filter(ours.get(i).hash()::equals).isPresent()) {
                    return from + i;
                }
            }
            to = from - 1;
            look = Math.min(settings.batchSize(), look * 4);
        }
        return run.first() - 1;
    }

    private static long liveFrom(BlockRef head, Long headSlot, Attribution attribution) {
        if (headSlot == null || attribution.slots() == null) {
            return head.number();
        }
        long intoEpoch =
                headSlot - attribution.slots().firstSlotOf(attribution.slots().epochOf(headSlot));
        // There are at most as many blocks as slots, so this lies before the epoch: then all of it is stored.
        return Math.max(1, head.number() - intoEpoch - 1);
    }
}
