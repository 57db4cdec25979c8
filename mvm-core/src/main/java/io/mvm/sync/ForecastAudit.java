package io.mvm.sync;

import io.mvm.chain.AuraKey;
import io.mvm.chain.BlockHash;
import io.mvm.duty.Forecast;
import io.mvm.store.BlockRow;
import io.mvm.store.ChainUpdate;
import io.mvm.store.EmptySlotRow;
import io.mvm.store.ScheduleAudit;
import io.mvm.store.ScheduleMismatch;
import io.mvm.store.Segment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares each slot that comes with the earliest forecast of it. A forecast made one block before would prove nothing: so the
 * first one of each committee is kept, and the first one after its successor became known, which reaches to the end of the
 * next epoch; their rule is worked out with the blocks that really came. Knows no database. Used on the loop's thread.
 */
final class ForecastAudit {
    /** Slots that a reorg may still take back: finality is a few blocks behind, a stalled one some hundreds. */
    private static final long REACH = 4_096;

    private final List<Kept> kept = new ArrayList<>();
    /** Slots of the canonical blocks of late. */
    private final TreeSet<Long> blocks = new TreeSet<>();
    /** What came of each slot of late. */
    private final NavigableMap<Long, Came> came = new TreeMap<>();

    private long top;
    /** Slots after this one are looked at: the head when the first forecast was made. */
    private long since = Long.MAX_VALUE;

    private ScheduleAudit.Count network = ScheduleAudit.Count.NONE;
    private long networkMismatches;
    private final Set<Long> takenBack = new HashSet<>();
    private final Map<Long, ScheduleMismatch> found = new TreeMap<>();
    private final Map<AuraKey, ScheduleAudit.Count> counted = new HashMap<>();

    /** A forecast, the block it was made from, and when. */
    private record Kept(long epoch, boolean nextKnown, BlockHash base, Forecast forecast, long madeAtMs) {}

    /** A slot that came. {@code forecast} is null if it was not forecast. */
    private record Came(AuraKey actual, AuraKey forecast, Set<AuraKey> countedFor) {
        boolean otherwise() {
            return forecast != null && !forecast.equals(actual);
        }

        boolean mismatch() {
            return otherwise() && !countedFor.isEmpty();
        }
    }

    /**
     * @param top height of the newest block stored; 0 if none is
     */
    ForecastAudit(long top) {
        this.top = top;
    }

    /** Keeps a forecast unless there is an earlier one from the same knowledge of committees. */
    void keep(CommitteeSight sight, Forecast forecast, long nowMs) {
        long epoch = sight.epoch();
        boolean nextKnown = forecast.next().isPresent();
        if (kept.stream().noneMatch(k -> k.epoch() == epoch && k.nextKnown() == nextKnown)) {
            kept.add(new Kept(epoch, nextKnown, sight.at().hash(), forecast, nowMs));
            since = Math.min(since, forecast.headSlot());
        }
    }

    /** The rule by which committees follow each other has changed: what it foretold is void. */
    void ruleChanged() {
        kept.clear();
    }

    /** Blocks that stand on the chain from a slot on, as far back as forecasts reach. */
    long blocksFrom(long slot) {
        return blocks.tailSet(slot).size();
    }

    /** Looks at what an update of the chain brings; {@code ours} are the keys for which it is counted. */
    void applied(ChainUpdate update, Set<AuraKey> ours) {
        takeBack(update);
        TreeMap<Long, AuraKey> owners = new TreeMap<>();
        TreeSet<Long> added = new TreeSet<>();
        for (EmptySlotRow empty : update.emptied()) {
            if (empty.afterNumber() >= top) {
                owners.put(empty.slot(), empty.owner());
            }
        }
        for (BlockRow row : update.added()) {
            // What is filled in below the newest run came long ago.
            if (row.number() > top && row.slot() != null) {
                top = row.number();
                added.add(row.slot());
                if (row.author() != null) {
                    owners.put(row.slot(), row.author());
                }
            }
        }
        added.stream().filter(slot -> !owners.containsKey(slot)).forEach(blocks::add);
        owners.forEach((slot, owner) -> {
            if (slot > since) {
                audit(slot, owner, ours);
            }
            if (added.contains(slot)) {
                blocks.add(slot);
            }
        });
        forget();
    }

    private void takeBack(ChainUpdate update) {
        Set<BlockHash> gone = new HashSet<>();
        long first = Long.MAX_VALUE;
        long last = -1;
        for (BlockRow row : update.orphaned()) {
            gone.add(row.hash());
            first = Math.min(first, row.number());
            last = Math.max(last, row.number());
            if (row.slot() != null) {
                blocks.remove(row.slot());
                takeBack(row.slot());
            }
        }
        if (last >= top) {
            // Not where a lower run lost its end.
            top = Math.min(
                    first - 1,
                    update.segments().stream().mapToLong(Segment::last).max().orElse(0));
        }
        update.refilled().forEach(this::takeBack);
        kept.removeIf(k -> gone.contains(k.base()));
    }

    private void takeBack(long slot) {
        Came before = came.remove(slot);
        if (before == null) {
            return;
        }
        count(before, -1);
        if (before.mismatch() && found.remove(slot) == null) {
            takenBack.add(slot);
        }
    }

    private void audit(long slot, AuraKey actual, Set<AuraKey> ours) {
        Kept earliest =
                kept.stream().filter(k -> k.forecast().covers(slot)).findFirst().orElse(null);
        AuraKey forecast = null;
        if (earliest != null) {
            long before = blocks.subSet(
                            earliest.forecast().boundary(),
                            Math.max(slot, earliest.forecast().boundary()))
                    .size();
            forecast = earliest.forecast().owner(slot, before).key();
        }
        Set<AuraKey> countedFor = new HashSet<>();
        countedFor.add(actual);
        if (forecast != null) {
            countedFor.add(forecast);
        }
        countedFor.retainAll(ours);
        Came now = new Came(actual, forecast, Set.copyOf(countedFor));
        came.put(slot, now);
        count(now, 1);
        if (now.mismatch()) {
            found.put(slot, new ScheduleMismatch(slot, forecast, actual, earliest.madeAtMs()));
        }
    }

    private void count(Came slot, int times) {
        ScheduleAudit.Count change =
                slot.forecast() == null ? new ScheduleAudit.Count(0, times) : new ScheduleAudit.Count(times, 0);
        network = network.plus(change);
        if (slot.otherwise()) {
            networkMismatches += times;
        }
        slot.countedFor().forEach(key -> counted.merge(key, change, ScheduleAudit.Count::plus));
    }

    private void forget() {
        if (came.isEmpty() && blocks.isEmpty()) {
            return;
        }
        long newest = blocks.isEmpty() ? came.lastKey() : blocks.last();
        kept.removeIf(k -> k.forecast().end() < newest - REACH);
        came.headMap(newest - REACH).clear();
        long needed =
                kept.stream().mapToLong(k -> k.forecast().headSlot()).min().orElse(newest);
        blocks.headSet(Math.min(needed, newest - REACH)).clear();
    }

    /** Slots of the whole network since the start. */
    ScheduleAudit.Count network() {
        return network;
    }

    /** Slots of the whole network since the start that came otherwise. */
    long networkMismatches() {
        return networkMismatches;
    }

    /** Slots taken back since {@link #stored()} that may have a row. */
    Set<Long> takenBack() {
        return takenBack;
    }

    /** Mismatches since {@link #stored()}, in order of slots. */
    List<ScheduleMismatch> found() {
        return List.copyOf(found.values());
    }

    /** Change of the counts since {@link #stored()}. */
    Map<AuraKey, ScheduleAudit.Count> counted() {
        return counted;
    }

    /** What was found has been stored. */
    void stored() {
        takenBack.clear();
        found.clear();
        counted.clear();
    }
}
