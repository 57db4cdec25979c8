package io.mvm.sync;

import io.mvm.chain.AuraKey;
import io.mvm.chain.SidechainKey;
import io.mvm.duty.Cause;
import io.mvm.duty.Judged;
import io.mvm.duty.JudgementRule;
import io.mvm.simulator.Truth;
import io.mvm.store.ChainWriter;
import io.mvm.store.MaintenanceWindow;
import io.mvm.store.Outage;
import io.mvm.store.SlotRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares the verdicts in a database with what the simulated network says, and with the outages and windows in the database.
 *
 * @param judged the judged slots; null if there are none
 * @param found verdicts by slot
 * @param expected what they must be
 * @param disagreements one sentence for each difference, in slots or in sums
 */
record Verdicts(SlotRange judged, Map<Long, Cause> found, Map<Long, Cause> expected, List<String> disagreements) {

    /** For a follower that has stopped. */
    static Verdicts between(Truth all, ChainWriter store, JudgementRule rule, Set<SidechainKey> ours, long slotMs) {
        Truth truth = all.knowing(hash -> store.orphan(hash).isPresent());
        SlotRange judged = store.judgements().range().orElse(null);
        if (judged == null) {
            return new Verdicts(null, Map.of(), Map.of(), List.of());
        }
        List<Outage> outages = store.downtimes().outages(Long.MIN_VALUE, Long.MAX_VALUE);
        List<MaintenanceWindow> windows = store.downtimes().windows(Long.MIN_VALUE, Long.MAX_VALUE);
        Map<Long, String> causes = truth.causes(rule.networkShare(), rule.windowSlots());
        Map<Long, Cause> expected = new TreeMap<>();
        Map<AuraKey, Judged> sums = new HashMap<>();
        for (Truth.Slot slot : truth.slots()) {
            if (!judged.contains(slot.slot())) {
                continue;
            }
            Judged one = Judged.NONE.plusProduced(1);
            if (slot.outcome() != Truth.Outcome.PRODUCED) {
                Cause cause = Cause.valueOf(causes.get(slot.slot()).toUpperCase(Locale.ROOT));
                long start = slot.slot() * slotMs;
                if (ours.contains(slot.validator()) && cause != Cause.ORPHANED) {
                    boolean excused = windows.stream().anyMatch(w -> w.fromMs() <= start && start < w.endMs());
                    boolean down = outages.stream().anyMatch(o -> o.fromMs() <= start && start < o.toMs());
                    cause = excused ? Cause.MAINTENANCE : cause == Cause.ALONE && down ? Cause.NODE : cause;
                }
                expected.put(slot.slot(), cause);
                one = Judged.NONE.plus(cause);
            }
            sums.merge(slot.owner(), one, Judged::plus);
        }
        Map<Long, Cause> found = new TreeMap<>();
        store.duties()
                .totals()
                .keySet()
                .forEach(key ->
                        found.putAll(store.judgements().causes(key, new SlotRange(Long.MIN_VALUE, Long.MAX_VALUE))));
        List<String> wrong = new ArrayList<>();
        Set<Long> slots = new TreeSet<>(expected.keySet());
        slots.addAll(found.keySet());
        for (long slot : slots) {
            if (found.get(slot) != expected.get(slot)) {
                wrong.add("slot " + slot + " is judged " + found.get(slot) + ", was " + expected.get(slot));
            }
        }
        Map<AuraKey, Judged> totals = store.judgements().totals();
        if (!totals.equals(sums)) {
            wrong.add("sums are " + totals + ", expected " + sums);
        }
        return new Verdicts(judged, found, expected, wrong);
    }

    long count(Cause cause) {
        return found.values().stream().filter(cause::equals).count();
    }
}
