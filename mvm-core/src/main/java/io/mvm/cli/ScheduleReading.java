package io.mvm.cli;

import io.mvm.chain.AuraKey;
import io.mvm.chain.SidechainKey;
import io.mvm.duty.DutyPlan;
import io.mvm.duty.Forecast;
import io.mvm.rpc.ChainNode;
import io.mvm.store.ChainReader;
import io.mvm.store.KnownValidator;
import io.mvm.store.ScheduleAudit;
import io.mvm.store.ScheduleMismatch;
import io.mvm.store.StoreException;
import io.mvm.sync.NodeForecast;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The duties of our validators ahead, as the node tells them right now.
 *
 * @param node what the node says
 * @param nowMs when it was asked
 * @param own one entry for each of ours, in the order of their keys
 * @param all duties of all of ours together; null if nothing ahead is known
 * @param audit how forecasts have stood up; null if there is no database, or it cannot be used
 * @param complaint why it cannot be used; null if it can, or if there is none
 */
record ScheduleReading(
        NodeForecast node, long nowMs, List<Own> own, DutyPlan all, ScheduleAudit audit, String complaint) {
    ScheduleReading {
        own = List.copyOf(own);
    }

    /**
     * One of ours.
     *
     * @param key its sidechain key
     * @param auraKeys Aura keys known of it, from committees and database
     * @param plan its duties; null if nothing ahead is known
     * @param seats seats in the committee in force; null if unknown
     * @param nextSeats seats in the next; null if it is not chosen, or unknown
     */
    record Own(SidechainKey key, Set<AuraKey> auraKeys, DutyPlan plan, Integer seats, Integer nextSeats) {}

    /** Whether anything ahead is known. */
    boolean known() {
        return all != null;
    }

    /** Slots of ours that were compared with their forecast; null if unknown. */
    ScheduleAudit.Count audited() {
        return audit == null ? null : audit.count(ourKeys());
    }

    /** Slots of ours that came otherwise than forecast, newest first; null if unknown. */
    List<ScheduleMismatch> mismatches() {
        return audit == null ? null : audit.mismatches(ourKeys());
    }

    private Set<AuraKey> ourKeys() {
        Set<AuraKey> keys = new HashSet<>();
        own.forEach(one -> keys.addAll(one.auraKeys()));
        return keys;
    }

    /**
     * Asks the node, and the database if there is one.
     *
     * @param open opens the database
     * @throws io.mvm.rpc.RpcException if the node cannot be asked
     * @throws io.mvm.chain.scale.ScaleException if its answers cannot be understood
     */
    static ScheduleReading of(ChainNode node, Collection<SidechainKey> ours, Supplier<ChainReader> open, Clock clock) {
        NodeForecast told = NodeForecast.read(node);
        ScheduleAudit audit = null;
        String complaint = null;
        List<KnownValidator> stored = List.of();
        try {
            ChainReader reader = open.get();
            if (reader.chain().genesis().equals(node.genesisHash())) {
                audit = reader.scheduleAudit();
                stored = reader.validators().all();
            } else {
                complaint = "the database follows another chain: its genesis is "
                        + reader.chain().genesis() + ", the node's is " + node.genesisHash();
            }
        } catch (StoreException e) {
            complaint = e.kind() == StoreException.Kind.MISSING ? null : e.getMessage();
        }
        long now = clock.millis();
        List<Own> own = new ArrayList<>();
        Set<AuraKey> all = new HashSet<>();
        for (SidechainKey key :
                ours.stream().sorted((a, b) -> a.hex().compareTo(b.hex())).toList()) {
            Set<AuraKey> keys = new HashSet<>(told.keys().getOrDefault(key, Set.of()));
            stored.stream()
                    .filter(validator -> key.equals(validator.key()))
                    .forEach(validator -> keys.addAll(validator.auraKeys()));
            all.addAll(keys);
            own.add(own(told, key, keys, now));
        }
        return new ScheduleReading(told, now, own, plan(told, all, now), audit, complaint);
    }

    private static Own own(NodeForecast told, SidechainKey key, Set<AuraKey> keys, long now) {
        Forecast forecast = told.forecast();
        return new Own(
                key,
                Set.copyOf(keys),
                plan(told, keys, now),
                forecast == null ? null : seats(keys, forecast.current().seats()),
                forecast == null
                        ? null
                        : forecast.next().map(set -> seats(keys, set.seats())).orElse(null));
    }

    private static int seats(Set<AuraKey> keys, List<AuraKey> seats) {
        return (int) seats.stream().filter(keys::contains).count();
    }

    private static DutyPlan plan(NodeForecast told, Set<AuraKey> keys, long now) {
        if (told.forecast() == null) {
            return null;
        }
        DutyPlan plan = DutyPlan.of(told.forecast(), keys, told.slots(), now);
        return plan.known() ? plan : null;
    }
}
