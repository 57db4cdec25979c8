package io.mvm.duty;

import io.mvm.chain.AuraKey;
import io.mvm.epoch.SlotClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What some keys have to do from now on, and when they have nothing to do, as far as is forecast. Immutable. With no slots it
 * says that none are owed; what lies after {@link #knownUntilMs} is not known.
 *
 * @param fromMs from when on
 * @param knownUntilMs up to when slots are forecast; not after {@code fromMs} if nothing ahead is known
 * @param slots slots owed, ascending, the one in progress included
 * @param gaps stretches free of duty, ascending, back to back with duties
 */
public record DutyPlan(long fromMs, long knownUntilMs, List<SlotAhead> slots, List<Window> gaps) {
    public DutyPlan {
        slots = List.copyOf(slots);
        gaps = List.copyOf(gaps);
    }

    /**
     * Works the plan out.
     *
     * @param keys all Aura keys of the validator, or of several at once
     * @param nowMs the time; slots of the chain that are over by then are past, whether their blocks came or not
     */
    public static DutyPlan of(Forecast forecast, Set<AuraKey> keys, SlotClock clock, long nowMs) {
        // A chain may be ahead of this machine's clock; then its head is the present.
        long first = Math.max(forecast.headSlot() + 1, clock.slotAt(nowMs));
        long from = Math.max(nowMs, clock.startOf(first - 1));
        long until = clock.startOf(forecast.end() + 1);
        List<SlotAhead> slots = forecast.slotsOf(keys, first, forecast.end());
        TreeSet<Long> busy = new TreeSet<>();
        slots.forEach(owed -> busy.add(owed.slot()));
        forecast.slotsAtRisk(keys).stream().filter(slot -> slot >= first).forEach(busy::add);
        List<Window> gaps = new ArrayList<>();
        long free = from;
        for (long slot : busy) {
            if (clock.startOf(slot) > free) {
                gaps.add(new Window(free, clock.startOf(slot)));
            }
            free = clock.startOf(slot + 1);
        }
        if (until > free) {
            gaps.add(new Window(free, until));
        }
        return new DutyPlan(from, until, slots, gaps);
    }

    /** Whether anything ahead is known, be it that nothing is owed. */
    public boolean known() {
        return knownUntilMs > fromMs;
    }

    /** The next slot owed, or the one in progress; empty if none is within what is known. */
    public Optional<SlotAhead> next() {
        return slots.stream().findFirst();
    }

    /** The longest stretch free of duty, the earliest of several; it may go on after what is known. */
    public Optional<Window> longestGap() {
        return gaps.stream().reduce((a, b) -> b.length().compareTo(a.length()) > 0 ? b : a);
    }

    /** Stretches free of duty of at least that length, the next one first. */
    public List<Window> windows(Duration atLeast) {
        return gaps.stream().filter(gap -> gap.length().compareTo(atLeast) >= 0).toList();
    }
}
