package io.mvm.sync;

import io.mvm.chain.AuthoritySet;
import io.mvm.chain.BlockRef;
import io.mvm.chain.consensus.AuraEngine;
import io.mvm.epoch.SlotClock;
import io.mvm.rpc.FetchedBlock;
import io.mvm.rpc.SidechainStatus;
import java.util.List;
import java.util.function.Consumer;

/**
 * Decides when to ask who holds the seats: for the committees when the authorities changed, at the heads between the boundary
 * of an epoch and the next choice, and after a reorg; for candidates when the mainchain epoch changed. Never once for each
 * block.
 */
final class IdentityKeeper {
    /** More heads than a choice or a rotation that is in time takes. */
    private static final int PROMPT_TRIES = 16;

    private static final int MOST_DOUBLINGS = 3;

    private final IdentityScout scout;
    private final IdentityBook book;
    private final Ledger ledger;
    private final SyncLog log;
    private final Runnable learnt;
    private final Consumer<AuthoritySet> mismatch;

    private AuthoritySet knownSet;
    private Long candidatesEpoch;
    private long askedAt = -1;
    private int tries;

    IdentityKeeper(
            IdentityScout scout,
            IdentityBook book,
            Ledger ledger,
            SyncLog log,
            Runnable learnt,
            Consumer<AuthoritySet> mismatch) {
        this.scout = scout;
        this.book = book;
        this.ledger = ledger;
        this.log = log;
        this.learnt = learnt;
        this.mismatch = mismatch;
    }

    /**
     * Asks what the newest block gives reason to ask.
     *
     * @param status the node's; null if unknown
     * @param slots the chain's slots and epochs; null if unknown
     */
    void headMoved(SidechainStatus status, SlotClock slots) {
        Ledger.Run top = ledger.top();
        if (top == null || top.tip().setAfter() == null) {
            return;
        }
        Tip at = top.tip();
        AuthoritySet set = at.setAfter();
        BlockRef tip = new BlockRef(at.number(), at.hash());
        if (!set.equals(knownSet)) {
            knownSet = set;
            tries = 0;
            book.rotated();
            scout.crossCheck(tip, set, state -> {
                if (ledger.top().tip().hash().equals(tip.hash())) {
                    mismatch.accept(state);
                }
            });
        }
        if (book.sight() != null && !canonical(book.sight().at())) {
            book.unseen();
            tries = 0;
            askedAt = -1;
        }
        if (at.slot() != null && committeesDue(at, slots)) {
            scout.committees(tip, (current, next) -> seen(new CommitteeSight(tip, at.slot(), set, current, next)));
        }
        if (status != null && !Long.valueOf(status.mainchainEpoch()).equals(candidatesEpoch)) {
            candidatesEpoch = status.mainchainEpoch();
            scout.candidates(
                    candidates -> {
                        book.candidates(candidates);
                        learnt.run();
                    },
                    () -> candidatesEpoch = null);
        }
    }

    private void seen(CommitteeSight sight) {
        CommitteeSight before = book.sight();
        if (!canonical(sight.at())
                || (before != null && before.at().number() > sight.at().number())) {
            return;
        }
        if (before == null
                || before.current().epoch() != sight.current().epoch()
                || (before.next() == null) != (sight.next() == null)) {
            tries = 0;
        }
        book.seen(sight);
        learnt.run();
    }

    private boolean canonical(BlockRef block) {
        return ledger.hashAt(block.number()).filter(block.hash()::equals).isPresent();
    }

    /** Whether the committees may have changed since they were last seen. */
    private boolean committeesDue(Tip tip, SlotClock slots) {
        CommitteeSight sight = book.sight();
        boolean due = sight == null
                || !sight.set().equals(tip.setAfter())
                || !sight.settled()
                || sight.next() == null
                || !sight.holds(tip.slot(), slots);
        return due && askNow(tip.number(), tries < PROMPT_TRIES ? 0 : Math.min(tries - PROMPT_TRIES, MOST_DOUBLINGS));
    }

    /** At each head at first, then ever more seldom: a committee may be chosen late, or on some chain never match. */
    private boolean askNow(long number, int doublings) {
        if (askedAt >= 0 && Math.abs(number - askedAt) < 1L << doublings) {
            return false;
        }
        tries++;
        askedAt = number;
        return true;
    }

    /** Asks for the committees of old sets that hold unknown keys, while the node still has their state. */
    void historyStored(List<FetchedBlock> blocks) {
        for (FetchedBlock block : blocks) {
            AuraEngine.announced(block.header())
                    .filter(set -> !book.complete(set))
                    .ifPresent(set -> scout.historicCommittee(
                            block.hash(),
                            committee ->
                                    book.committee(committee, ledger.top().tip().setAfter()),
                            log::historicCommitteesPruned));
        }
    }
}
