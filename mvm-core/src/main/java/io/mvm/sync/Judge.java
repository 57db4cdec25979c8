package io.mvm.sync;

import io.mvm.chain.AuraKey;
import io.mvm.duty.JudgementRule;
import io.mvm.store.ChainWriter;
import io.mvm.view.JudgedView;
import io.mvm.view.MaintenanceView;
import java.util.Set;

/** Gives each owed slot its verdict once finality has passed it, and counts verdicts. Used on the loop's thread. */
final class Judge {
    Judge(ChainWriter store, JudgementRule rule) {}

    /** Judges one batch of what can be judged; true if there is more. Asks the database, never the node. */
    boolean step(Ledger ledger, Set<AuraKey> ours, Long slotDurationMs) {
        return false;
    }

    /** Verdicts on the slots of one validator, by all Aura keys it has had; null while none is judged. */
    JudgedView view(Set<AuraKey> keys) {
        return null;
    }

    /** Verdicts on all slots; null while none is judged. */
    JudgedView network() {
        return null;
    }

    /** The maintenance window in progress; null if there is none. */
    MaintenanceView maintenance(long nowMs) {
        return null;
    }
}
