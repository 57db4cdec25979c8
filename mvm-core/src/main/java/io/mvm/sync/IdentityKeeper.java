package io.mvm.sync;

import io.mvm.chain.AuthoritySet;
import io.mvm.chain.BlockRef;
import io.mvm.chain.consensus.AuraEngine;
import io.mvm.rpc.FetchedBlock;
import io.mvm.rpc.SidechainStatus;
import java.util.List;
import java.util.function.Consumer;

/**
 * Decides when to ask who holds the seats: when the authorities or the mainchain epoch changed, and for the next committee
 * at each head until it is chosen. Never once for each block.
 */
final class IdentityKeeper {
    private final IdentityScout scout;
    private final IdentityBook book;
    private final Ledger ledger;
    private final SyncLog log;
    private final Runnable learnt;
    private final Consumer<AuthoritySet> mismatch;

    private AuthoritySet knownSet;
    private Long candidatesEpoch;
    private long nextAskedAt = -1;
    private long committeeAskedAt = -1;
    private int committeeTries;

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

    /** Asks what the newest block gives reason to ask. */
    void headMoved(SidechainStatus status) {
        Ledger.Run top = ledger.top();
        if (top == null || top.tip().setAfter() == null) {
            return;
        }
        AuthoritySet set = top.tip().setAfter();
        BlockRef tip = new BlockRef(top.tip().number(), top.tip().hash());
        if (!set.equals(knownSet)) {
            knownSet = set;
            committeeTries = 0;
            committeeAskedAt = -1;
            book.next(null);
            scout.crossCheck(tip, set, state -> {
                if (ledger.top().tip().hash().equals(tip.hash())) {
                    mismatch.accept(state);
                }
            });
        }
        if (book.seatKinds(set).isEmpty() && committeeDue(tip.number())) {
            scout.currentCommittee(tip, committee -> {
                book.committee(committee, ledger.top().tip().setAfter());
                learnt.run();
            });
        }
        if (book.nextSeats() == null && nextAskedAt != tip.number()) {
            nextAskedAt = tip.number();
            scout.nextCommittee(tip, committee -> {
                book.next(committee);
                learnt.run();
            });
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

    /** At once after a change, then ever more seldom: on some chain the committee may never match the authorities. */
    private boolean committeeDue(long number) {
        if (committeeAskedAt >= 0 && number < committeeAskedAt + (1L << Math.min(committeeTries, 7))) {
            return false;
        }
        committeeTries++;
        committeeAskedAt = number;
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
