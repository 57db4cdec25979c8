package io.mvm.sync;

import io.mvm.chain.AuraKey;
import io.mvm.duty.Activation;
import io.mvm.duty.DutyPlan;
import io.mvm.duty.Forecast;
import io.mvm.duty.SlotAhead;
import io.mvm.duty.Tally;
import io.mvm.duty.Window;
import io.mvm.epoch.SlotClock;
import io.mvm.store.ChainUpdate;
import io.mvm.store.ChainWriter;
import io.mvm.store.ScheduleAudit;
import io.mvm.store.ScheduleMismatch;
import io.mvm.store.ScheduleTable;
import io.mvm.store.Segment;
import io.mvm.store.StoreException;
import io.mvm.view.ScheduleView;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Holds the forecast of who owns the slots ahead, and audits it against what came. Used on the loop's thread. */
final class ForecastKeeper {
    private final ScheduleTable table;
    private final SyncLog log;
    private final Clock clock;
    private final ForecastAudit audit;

    private ScheduleAudit recorded;
    private Set<AuraKey> ours = Set.of();
    private SlotClock slots;
    private Integer delay;
    /** The sight that {@link #known} follows from; one whose block was orphaned must not be used again. */
    private CommitteeSight sight;

    private Forecast known;
    /** The same seen from the head; null while nothing ahead is known. */
    private Forecast shown;

    private boolean storeFailed;

    ForecastKeeper(ChainWriter store, SyncLog log, Clock clock) {
        this.table = store.scheduleTable();
        this.log = log;
        this.clock = clock;
        List<Segment> stored = store.segments();
        this.audit = new ForecastAudit(
                stored.isEmpty() ? 0 : stored.get(stored.size() - 1).last());
        this.recorded = table.read();
    }

    /** A committed change of the chain: slots that came are compared with what had been forecast. Never fails. */
    void applied(ChainUpdate update) {
        audit.applied(update, ours);
        if (sight != null
                && update.orphaned().stream()
                        .anyMatch(row -> row.hash().equals(sight.at().hash()))) {
            known = null;
            shown = null;
        }
    }

    /** The head moved, or more became known of committees: makes the forecast anew. Never fails. */
    void renew(Ledger ledger, IdentityBook book, SlotClock slots, Integer specVersion, Set<AuraKey> ours) {
        this.ours = Set.copyOf(ours);
        store();
        Integer rule = specVersion == null ? null : Integer.valueOf(Activation.blocks(specVersion));
        boolean changed = !Objects.equals(slots, this.slots) || !Objects.equals(rule, delay);
        if (changed) {
            audit.ruleChanged();
        }
        this.slots = slots;
        delay = rule;
        if (changed || !Objects.equals(book.sight(), sight)) {
            sight = book.sight();
            known = sight == null || slots == null
                    ? null
                    : sight.forecast(slots, delay).orElse(null);
            if (known != null) {
                audit.keep(sight, known, clock.millis());
            }
        }
        Tip tip = ledger.top() == null ? null : ledger.top().tip();
        shown = known == null || tip == null || tip.slot() == null || tip.setAfter() == null
                ? null
                : known.from(tip.slot(), audit.blocksFrom(known.boundary()), tip.setAfter())
                        .orElse(null);
    }

    /**
     * Slots ahead of one validator, as far as they are known.
     *
     * @param keys all Aura keys it has had
     * @param epoch its slots of the current epoch so far; null while the epoch is not stored from its start
     */
    ScheduleView view(Set<AuraKey> keys, Tally epoch, long nowMs) {
        long audited = recorded.count(keys).audited();
        long mismatches = recorded.mismatches(keys).size();
        DutyPlan plan = shown == null ? null : DutyPlan.of(shown, keys, slots, nowMs);
        if (plan == null || !plan.known()) {
            return new ScheduleView(null, null, false, null, 0, null, null, null, audited, mismatches);
        }
        Long next = plan.next().map(SlotAhead::slot).orElse(null);
        Window gap = plan.longestGap().orElse(null);
        return new ScheduleView(
                next,
                next == null ? null : slots.startOf(next),
                shown.next().isPresent(),
                plan.knownUntilMs(),
                plan.slots().size(),
                gap == null ? null : gap.fromMs(),
                gap == null ? null : gap.length().toMillis(),
                expected(keys, epoch),
                audited,
                mismatches);
    }

    private Long expected(Set<AuraKey> keys, Tally epoch) {
        long lastOfEpoch = slots.firstSlotOf(slots.epochOf(shown.headSlot()) + 1) - 1;
        if (epoch == null || shown.end() < lastOfEpoch) {
            return null;
        }
        return epoch.owed()
                + shown.slotsOf(keys, shown.headSlot() + 1, lastOfEpoch).size();
    }

    /** What the audit has found since the start. */
    ForecastAudit audit() {
        return audit;
    }

    private void store() {
        if (audit.counted().isEmpty()
                && audit.found().isEmpty()
                && audit.takenBack().isEmpty()) {
            return;
        }
        try {
            table.save(audit.takenBack(), audit.found(), audit.counted());
            for (ScheduleMismatch mismatch : audit.found()) {
                log.scheduleMismatch(mismatch);
            }
            audit.stored();
            recorded = table.read();
            storeFailed = false;
        } catch (StoreException e) {
            // The loop goes on without: nothing of it is lost, as it is kept until it is stored.
            if (!storeFailed) {
                log.auditNotStored(e.getMessage());
                storeFailed = true;
            }
        }
    }
}
