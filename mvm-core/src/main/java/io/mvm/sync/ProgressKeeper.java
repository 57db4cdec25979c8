package io.mvm.sync;

import java.time.Clock;

/** How far the loop has come, how fast, and when that last went well. Used on the loop's thread. */
final class ProgressKeeper {
    private final Clock clock;
    private final Errors errors;
    private final SyncLog log;
    private final Rate rate = new Rate();
    private Long lastSuccess;
    private Long lastCommit;
    private long unknownEngineSaid;

    ProgressKeeper(Clock clock, Errors errors, SyncLog log) {
        this.clock = clock;
        this.errors = errors;
        this.log = log;
    }

    /** A transaction ended; blocks nobody can attribute are said when they are the first, or twice as many as last said. */
    void committed(Ledger ledger) {
        lastCommit = clock.millis();
        rate.mark(System.nanoTime(), ledger.blocksSinceStart());
        long unknown = ledger.standings().counts().unknownEngine();
        if (unknown > unknownEngineSaid && (unknownEngineSaid == 0 || unknown >= 2 * unknownEngineSaid)) {
            log.unknownEngine(ledger.top().tip().number(), unknown);
            unknownEngineSaid = unknown;
        }
    }

    /** What is stored was found to be what the node has up to its head. */
    void confirmed() {
        lastSuccess = clock.millis();
    }

    /** How far the loop has come by now; {@code chain} is null until it is known. */
    SnapshotMaker.Progress now(HeadsSeen heads, KnownChain chain) {
        return new SnapshotMaker.Progress(
                heads.bestNumber(),
                heads.bestSlot(),
                heads.specVersion(),
                heads.finalizedNumber(),
                heads.finalizedSlot(),
                rate.perSecond(System.nanoTime()),
                chain == null || chain.tip() == null ? null : chain.history().remaining(),
                errors.counts(),
                lastSuccess,
                lastCommit);
    }
}
