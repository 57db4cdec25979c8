package io.mvm.sync;

import io.mvm.chain.AuraKey;
import io.mvm.chain.SidechainKey;
import io.mvm.store.ChainWriter;
import io.mvm.store.Equivocation;
import io.mvm.store.EquivocationCount;
import io.mvm.view.EquivocationsView;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Slots for which somebody signed several blocks: what is kept of them, held in memory, and the word to the operator when one
 * more comes to light. Used on the loop's thread.
 */
final class Equivocations {
    private final Function<AuraKey, Optional<SidechainKey>> identity;
    private final Predicate<SidechainKey> ours;
    private final Function<SidechainKey, String> label;
    private final SyncLog log;
    private final Map<AuraKey, EquivocationCount> counts;

    /**
     * With those of before, which were told then.
     *
     * @param identity whose a key is, as far as it is known
     * @param ours whether a validator is one of ours
     * @param label its name; null if it has none
     */
    Equivocations(
            ChainWriter store,
            Function<AuraKey, Optional<SidechainKey>> identity,
            Predicate<SidechainKey> ours,
            Function<SidechainKey, String> label,
            SyncLog log) {
        this.identity = identity;
        this.ours = ours;
        this.label = label;
        this.log = log;
        this.counts = store.equivocations().totals();
    }

    /** Takes over what a committed update brought to light. */
    void found(List<Equivocation> found) {
        for (Equivocation one : found) {
            counts.merge(one.author(), EquivocationCount.NONE.plus(one.slot()), EquivocationCount::plus);
            tell(one);
        }
    }

    private void tell(Equivocation one) {
        Optional<SidechainKey> key = identity.apply(one.author());
        String name = key.map(label).map(text -> text + " ").orElse("")
                + key.map(SidechainKey::hex).orElse("aura:" + one.author().hex());
        if (key.filter(ours).isPresent()) {
            log.equivocationOfOurs(name, one);
        } else {
            log.equivocation(name, one);
        }
    }

    /** Everyone of whom there is any. */
    Collection<AuraKey> authors() {
        return counts.keySet();
    }

    /** Of one validator, by all Aura keys it has had. */
    EquivocationsView view(Collection<AuraKey> keys, Long slotMs) {
        if (counts.isEmpty()) {
            return EquivocationsView.NONE;
        }
        EquivocationCount sum = EquivocationCount.NONE;
        for (AuraKey key : keys) {
            sum = sum.plus(counts.getOrDefault(key, EquivocationCount.NONE));
        }
        return sum.slots() == 0
                ? EquivocationsView.NONE
                : new EquivocationsView(
                        sum.slots(), sum.lastSlot(), slotMs == null ? null : (Long) (sum.lastSlot() * slotMs));
    }
}
