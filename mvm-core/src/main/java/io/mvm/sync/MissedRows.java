package io.mvm.sync;

import io.mvm.chain.AuraKey;
import io.mvm.duty.Cause;
import io.mvm.store.JudgementTable;
import io.mvm.store.SlotRange;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Own misses in a row up to the newest judged slot, by whoever stands behind a key. */
final class MissedRows {
    private final Function<AuraKey, Object> holder;
    private final Map<Object, MissedRow> rows = new HashMap<>();

    /** Nothing judged. */
    MissedRows(Function<AuraKey, Object> holder) {
        this.holder = holder;
    }

    /** From the database, reading no more than each holder's slots after its last judged block. */
    static MissedRows load(Function<AuraKey, Object> holder, JudgementTable store, SlotRange judged) {
        MissedRows loaded = new MissedRows(holder);
        Map<Object, Long> worked = new HashMap<>();
        store.lastProduced(judged).forEach((key, slot) -> worked.merge(holder.apply(key), slot, Math::max));
        worked.forEach((who, slot) -> loaded.rows.put(who, MissedRow.worked(slot)));
        Map<Object, TreeMap<Long, Cause>> since = new HashMap<>();
        for (AuraKey key : store.totals().keySet()) {
            Object who = holder.apply(key);
            long after = worked.getOrDefault(who, judged.from() - 1);
            if (after < judged.to()) {
                since.computeIfAbsent(who, ignored -> new TreeMap<>())
                        .putAll(store.causes(key, new SlotRange(after + 1, judged.to())));
            }
        }
        since.forEach((who, causes) -> causes.forEach((slot, cause) -> loaded.empty(who, slot, cause)));
        return loaded;
    }

    /** The next slot of a key has its block. */
    void worked(AuraKey key, long slot) {
        rows.put(holder.apply(key), MissedRow.worked(slot));
    }

    /** The next slot of a key has none. */
    void empty(AuraKey key, long slot, Cause cause) {
        empty(holder.apply(key), slot, cause);
    }

    private void empty(Object who, long slot, Cause cause) {
        rows.merge(who, MissedRow.EMPTY.empty(slot, cause), MissedRow::then);
    }

    /** Adds what comes after all of this. */
    void addLater(MissedRows later) {
        later.rows.forEach((who, row) -> rows.merge(who, row, MissedRow::then));
    }

    /** Adds what came before all of this. */
    void addEarlier(MissedRows earlier) {
        earlier.rows.forEach((who, row) -> rows.merge(who, row, (known, before) -> before.then(known)));
    }

    /**
     * Own misses in a row of whoever holds these keys. Slots judged before a key's holder was known are kept under the key;
     * they count if they come after the holder's last work.
     */
    long missed(Set<AuraKey> keys) {
        Set<Object> names = new HashSet<>(keys);
        keys.forEach(key -> names.add(holder.apply(key)));
        long worked = Long.MIN_VALUE;
        for (Object name : names) {
            MissedRow row = rows.getOrDefault(name, MissedRow.EMPTY);
            worked = row.workedSlot() == null ? worked : Math.max(worked, row.workedSlot());
        }
        long missed = 0;
        for (Object name : names) {
            MissedRow row = rows.getOrDefault(name, MissedRow.EMPTY);
            missed += row.firstMissed() != null && row.firstMissed() > worked ? row.missed() : 0;
        }
        return missed;
    }
}
