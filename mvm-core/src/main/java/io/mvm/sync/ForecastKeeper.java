package io.mvm.sync;

import io.mvm.chain.AuraKey;
import io.mvm.duty.Tally;
import io.mvm.epoch.SlotClock;
import io.mvm.store.ChainUpdate;
import io.mvm.store.ChainWriter;
import io.mvm.view.ScheduleView;
import java.util.Set;

/** Holds the forecast of who owns the slots ahead, and audits it against what came. Used on the loop's thread. */
final class ForecastKeeper {
    ForecastKeeper(ChainWriter store) {}

    /** A committed change of the chain: slots that came are compared with what had been forecast. */
    void applied(ChainUpdate update) {}

    /** The head moved, or more became known of committees: makes the forecast anew. */
    void renew(Ledger ledger, IdentityBook book, SlotClock slots, Integer specVersion, Set<AuraKey> ours) {}

    /**
     * Slots ahead of one validator; null while nothing is known ahead.
     *
     * @param keys all Aura keys it has had
     * @param epoch its slots of the current epoch so far; null while the epoch is not stored from its start
     */
    ScheduleView view(Set<AuraKey> keys, Tally epoch, long nowMs) {
        return null;
    }
}
