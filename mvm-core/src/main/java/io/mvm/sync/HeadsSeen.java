package io.mvm.sync;

import io.mvm.chain.Header;
import io.mvm.chain.consensus.ConsensusEngine;
import io.mvm.chain.consensus.ConsensusEngines;

/** The newest heads announced, and whether anything is left to be done about them. Used on the loop's thread. */
final class HeadsSeen {
    private final HeadInbox inbox;
    private final ForkWatch forks;
    private final ConsensusEngines engines;
    private final boolean finalizedOnly;
    private Header best;
    private Header finalized;
    private boolean dirty;

    HeadsSeen(HeadInbox inbox, ForkWatch forks, ConsensusEngines engines, boolean finalizedOnly) {
        this.inbox = inbox;
        this.forks = forks;
        this.engines = engines;
        this.finalizedOnly = finalizedOnly;
    }

    /** Takes what was announced since the last time; true if there was a head among it. */
    boolean take() {
        Header announced = inbox.takeBest();
        if (announced != null) {
            best = announced;
            dirty |= !finalizedOnly;
        }
        Header announcedFinal = inbox.takeFinalized();
        if (announcedFinal != null) {
            finalized = announcedFinal;
            dirty = true;
        }
        for (Header fork = inbox.nextImported(); fork != null; fork = inbox.nextImported()) {
            if (!finalizedOnly) {
                forks.imported(fork);
                dirty = true;
            }
        }
        return announced != null || announcedFinal != null;
    }

    /** A head that was asked for, rather than announced. */
    void best(Header header) {
        best = header;
        dirty = true;
    }

    /** The newest head; null if none was announced. */
    Header best() {
        return best;
    }

    /** The newest final head; null if none was announced. */
    Header finalized() {
        return finalized;
    }

    /** The one that is to be stored up to; null if none was announced. */
    Header target() {
        return finalizedOnly ? finalized : best;
    }

    boolean dirty() {
        return dirty;
    }

    void dirty(boolean more) {
        dirty = more;
    }

    Long bestNumber() {
        return best == null ? null : best.number();
    }

    Long bestSlot() {
        return slot(best);
    }

    Long finalizedNumber() {
        return finalized == null ? null : finalized.number();
    }

    Long finalizedSlot() {
        return slot(finalized);
    }

    /** Spec version of the runtime at the head; null while unknown. */
    Integer specVersion() {
        return best == null || best.specVersion().isEmpty()
                ? null
                : best.specVersion().getAsInt();
    }

    private Long slot(Header header) {
        if (header == null) {
            return null;
        }
        return engines.of(header)
                .map((ConsensusEngine engine) -> engine.slot(header))
                .orElse(null);
    }
}
