package io.mvm.sync;

import io.mvm.chain.AuraKey;
import io.mvm.chain.BlockRef;
import io.mvm.duty.Cause;
import io.mvm.duty.Circumstances;
import io.mvm.duty.Judged;
import io.mvm.duty.JudgementRule;
import io.mvm.duty.Outcome;
import io.mvm.duty.OwedSlot;
import io.mvm.duty.SlotJudgement;
import io.mvm.store.ChainParameters;
import io.mvm.store.ChainWriter;
import io.mvm.store.DowntimeTable;
import io.mvm.store.DutyKey;
import io.mvm.store.JudgementTable;
import io.mvm.store.MaintenanceWindow;
import io.mvm.store.Outage;
import io.mvm.store.SlotRange;
import io.mvm.store.StoreException;
import io.mvm.view.JudgedView;
import io.mvm.view.MaintenanceView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives each owed slot its verdict once finality has passed it by as many slots as the rule looks ahead, and counts verdicts.
 * A verdict stays, so counts never fall: not even where a fork seen late makes an orphan of a slot judged as missed. All slots
 * judged make one range within the run of blocks that holds the final one; while a gap parts the two, it waits. Used on the
 * loop's thread.
 */
final class Judge {
    /** Slots judged in one transaction at the most: enough to be cheap, few enough not to hold up a head. */
    private static final int BATCH_SLOTS = 4_000;

    private static final String WORK = "judging slots";

    private final JudgementTable verdicts;
    private final DowntimeTable downtimes;
    private final LiveSettings settings;
    private final IdentityBook book;
    private final long firstWanted;
    private final Outages outages;
    private final Errors errors;
    private final SyncLog log;
    private final Map<AuraKey, Judged> totals;
    private final MissedRows rows;
    private final LastMisses lastMisses;
    private final RememberedSlot finalSlot = new RememberedSlot();
    private final RememberedSlot firstSlot = new RememberedSlot();
    private final Retry retry = new Retry();
    private SlotRange judged;
    private MaintenanceWindow window;

    Judge(
            ChainWriter store,
            LiveSettings settings,
            IdentityBook book,
            Outages outages,
            long nowMs,
            Errors errors,
            SyncLog log) {
        this.verdicts = store.judgements();
        this.downtimes = store.downtimes();
        this.settings = settings;
        this.firstWanted = settings.firstWanted();
        this.book = book;
        this.outages = outages;
        this.errors = errors;
        this.log = log;
        this.judged = verdicts.range().orElse(null);
        this.totals = verdicts.totals();
        this.rows = judged == null ? new MissedRows(this::holder) : MissedRows.load(this::holder, verdicts, judged);
        this.lastMisses = new LastMisses(verdicts.lastMissed());
        this.window = downtimes.windows(nowMs, nowMs).stream()
                .filter(one -> one.contains(nowMs))
                .findFirst()
                .orElse(null);
    }

    /** A slot of a block, asked for once. */
    private final class RememberedSlot {
        private long fromNumber = -1;
        private Long slot;

        /** The first slot known from one height to another; null if there is none. */
        Long of(long from, long to) {
            if (from != fromNumber || slot == null) {
                slot = verdicts.firstSlot(from, to).orElse(null);
                fromNumber = from;
            }
            return slot;
        }
    }

    /**
     * Writes down outages, and judges one batch of what can be judged. Asks the database, never the node. A failure of the
     * database is said, and tried again later.
     *
     * @return whether there is more to do at once
     */
    boolean step(long nowMs, Ledger ledger, Set<AuraKey> ours, ChainParameters parameters) {
        if (!retry.due(nowMs)) {
            return false;
        }
        try {
            for (Outage outage = outages.unsaved(); outage != null; outage = outages.unsaved()) {
                downtimes.save(outage);
                outages.saved(outage);
            }
            boolean more = judge(ledger, ours, parameters);
            retry.succeeded();
            errors.succeeded(WORK);
            return more;
        } catch (StoreException e) {
            errors.failed(WORK, e);
            log.failed(WORK, e.getMessage(), retry.failed(nowMs));
            return false;
        }
    }

    private boolean judge(Ledger ledger, Set<AuraKey> ours, ChainParameters parameters) {
        BlockRef finalized = ledger.standings().counts().finalized();
        Ledger.Run run = finalized == null ? null : ledger.runOf(finalized.number());
        // Without the length of a slot nobody can say whether it lies in an outage: then none is judged.
        if (run == null || parameters.slotDurationMs() == null) {
            return false;
        }
        Long top = finalSlot.of(finalized.number(), finalized.number());
        Long bottom = firstSlot.of(run.first(), finalized.number());
        if (top == null || bottom == null) {
            return false;
        }
        JudgementRule rule = settings.judgement();
        // Where the chain is stored from its beginning on, or from where it is wanted, nothing lies before its first
        // block.
        long lowest = run.first() <= firstWanted ? bottom : bottom + rule.windowSlots();
        Optional<SlotRange> next = next(lowest, top - rule.windowSlots(), bottom);
        next.ifPresent(slots -> judge(run, slots, ours, parameters));
        return next.isPresent()
                && next(lowest, top - rule.windowSlots(), bottom).isPresent();
    }

    /** The slots to be judged next: those after the judged ones first, then those before. */
    private Optional<SlotRange> next(long lowest, long highest, long firstOfRun) {
        if (judged == null) {
            return lowest > highest
                    ? Optional.empty()
                    : Optional.of(new SlotRange(Math.max(lowest, highest - BATCH_SLOTS + 1), highest));
        }
        if (judged.from() < firstOfRun) {
            return Optional.empty();
        }
        if (judged.to() < highest) {
            return Optional.of(new SlotRange(judged.to() + 1, Math.min(highest, judged.to() + BATCH_SLOTS)));
        }
        return judged.from() > lowest
                ? Optional.of(new SlotRange(Math.max(lowest, judged.from() - BATCH_SLOTS), judged.from() - 1))
                : Optional.empty();
    }

    private void judge(Ledger.Run run, SlotRange slots, Set<AuraKey> ours, ChainParameters parameters) {
        JudgementRule rule = settings.judgement();
        List<OwedSlot> stretch = verdicts.slots(
                run.segment(), new SlotRange(slots.from() - rule.windowSlots(), slots.to() + rule.windowSlots()));
        SlotJudgement judgement =
                new SlotJudgement(rule, stretch, this::holder, circumstances(slots, ours, parameters.slotDurationMs()));
        Map<Long, Cause> causes = new HashMap<>();
        Map<DutyKey, Judged> counts = new HashMap<>();
        MissedRows batch = new MissedRows(this::holder);
        for (int i = 0; i < stretch.size(); i++) {
            OwedSlot slot = stretch.get(i);
            if (!slots.contains(slot.slot()) || slot.owner() == null) {
                continue;
            }
            long epoch =
                    parameters.slots().map(clock -> clock.epochOf(slot.slot())).orElse(DutyKey.NO_EPOCH);
            Judged one;
            if (slot.outcome() == Outcome.PRODUCED) {
                one = Judged.NONE.plusProduced(1);
                batch.worked(slot.owner(), slot.slot());
            } else {
                Cause cause = judgement.cause(i);
                causes.put(slot.slot(), cause);
                one = Judged.NONE.plus(cause);
                batch.empty(slot.owner(), slot.slot(), cause);
            }
            counts.merge(new DutyKey(epoch, slot.owner()), one, Judged::plus);
        }
        SlotRange after = judged == null ? slots : judged.with(slots);
        verdicts.commit(after, causes, counts);
        for (OwedSlot slot : stretch) {
            Cause cause = causes.get(slot.slot());
            if (cause != null) {
                lastMisses.empty(slot.owner(), slot.slot(), cause);
            }
        }
        counts.forEach((key, more) -> totals.merge(key.owner(), more, Judged::plus));
        if (judged != null && slots.to() < judged.from()) {
            rows.addEarlier(batch);
        } else {
            rows.addLater(batch);
        }
        judged = after;
    }

    private Circumstances circumstances(SlotRange slots, Set<AuraKey> ours, long slotMs) {
        long from = slots.from() * slotMs;
        long to = slots.to() * slotMs;
        List<MaintenanceWindow> windows = downtimes.windows(from, to);
        List<Outage> down = downtimes.outages(from, to);
        return new Circumstances(
                ours::contains,
                slot -> windows.stream().anyMatch(one -> one.contains(slot * slotMs)),
                slot -> down.stream().anyMatch(one -> one.contains(slot * slotMs)));
    }

    private Object holder(AuraKey key) {
        return book.identity(key).<Object>map(known -> known).orElse(key);
    }

    /** Verdicts on the slots of one validator, by all Aura keys it has had; null while no slot of the chain is judged. */
    JudgedView view(Set<AuraKey> keys) {
        if (judged == null) {
            return null;
        }
        Judged sum = Judged.NONE;
        for (AuraKey key : keys) {
            sum = sum.plus(totals.getOrDefault(key, Judged.NONE));
        }
        return view(sum, rows.missed(keys), lastMisses.of(keys));
    }

    /** Verdicts on all slots; null while none is judged. */
    JudgedView network() {
        return judged == null ? null : view(totals.values().stream().reduce(Judged.NONE, Judged::plus), null, null);
    }

    private JudgedView view(Judged sum, Long inARow, Map<String, Long> lastMissed) {
        return new JudgedView(
                sum.produced(),
                sum.owed(),
                sum.orphaned(),
                sum.maintenance(),
                sum.network(),
                sum.node(),
                sum.alone(),
                inARow,
                lastMissed,
                judged.to());
    }

    /** The maintenance window in progress; null if there is none. */
    MaintenanceView maintenance(long nowMs) {
        return window == null || !window.contains(nowMs) ? null : view(window);
    }

    /** Begins a maintenance window; one in progress ends here. Fails as the database does. */
    MaintenanceView startMaintenance(long nowMs, long lengthMs, String reason) {
        window = downtimes.startMaintenance(nowMs, nowMs + lengthMs, reason);
        log.maintenance(view(window));
        return view(window);
    }

    /** Ends the window in progress; answers it as it ended, empty if there was none. Fails as the database does. */
    Optional<MaintenanceView> endMaintenance(long nowMs) {
        Optional<MaintenanceWindow> ended = downtimes.endMaintenance(nowMs);
        window = null;
        ended.map(Judge::view).ifPresent(log::maintenanceEnded);
        return ended.map(Judge::view);
    }

    private static MaintenanceView view(MaintenanceWindow one) {
        return new MaintenanceView(one.fromMs(), one.endMs(), one.reason());
    }
}
