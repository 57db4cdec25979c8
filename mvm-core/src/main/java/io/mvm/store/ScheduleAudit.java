package io.mvm.store;

import io.mvm.chain.AuraKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * How the forecast of slots has stood up to what came, over the whole database. Of our validators only.
 *
 * @param counts slots by owner
 * @param mismatches slots that came otherwise, newest first
 */
public record ScheduleAudit(Map<AuraKey, Count> counts, List<ScheduleMismatch> mismatches) {
    public ScheduleAudit {
        counts = Map.copyOf(counts);
        mismatches = List.copyOf(mismatches);
    }

    /**
     * Slots of one owner.
     *
     * @param audited slots that were forecast and came
     * @param unaudited slots that came before they could be forecast
     */
    public record Count(long audited, long unaudited) {
        /** No slot. */
        public static final Count NONE = new Count(0, 0);

        /** Both together. */
        public Count plus(Count other) {
            return new Count(audited + other.audited, unaudited + other.unaudited);
        }
    }

    /** Slots of these keys together. */
    public Count count(Collection<AuraKey> keys) {
        return keys.stream().map(key -> counts.getOrDefault(key, Count.NONE)).reduce(Count.NONE, Count::plus);
    }

    /** Mismatches in which one of these keys is the forecast or the actual owner, newest first. */
    public List<ScheduleMismatch> mismatches(Collection<AuraKey> keys) {
        return mismatches.stream()
                .filter(found -> keys.contains(found.forecast()) || keys.contains(found.actual()))
                .toList();
    }
}
