package io.mvm.jmx;

import java.util.Map;

/** Slots of all validators together, over the whole database; owed = produced + missed + orphaned. */
@DescribedBean("Slots of all validators together, over the whole database; owed = produced + missed + orphaned.")
public interface NetworkMXBean {
    @Described(
            value = "Slots owed by all validators, over the whole database.",
            kind = Kind.COUNTER,
            unit = "slots",
            metric = "mvm_network_slots_owed_total")
    Long getSlotsOwed();

    @Described(
            value = "Slots with a canonical block, over the whole database.",
            kind = Kind.COUNTER,
            unit = "slots",
            metric = "mvm_network_slots_produced_total")
    Long getSlotsProduced();

    @Described(
            value = "Slots left without a block, over the whole database.",
            kind = Kind.COUNTER,
            unit = "slots",
            metric = "mvm_network_slots_missed_total")
    Long getSlotsMissed();

    @Described(
            value = "Slots whose block lost to another, over the whole database.",
            kind = Kind.COUNTER,
            unit = "slots",
            metric = "mvm_network_slots_orphaned_total")
    Long getSlotsOrphaned();

    @Described(
            value = "Slots judged, of all validators; only slots that finality has passed.",
            kind = Kind.COUNTER,
            unit = "slots",
            metric = "mvm_network_finalized_slots_owed_total")
    Long getFinalizedSlotsOwed();

    @Described(
            value = "Slots judged that hold a final block.",
            kind = Kind.COUNTER,
            unit = "slots",
            metric = "mvm_network_finalized_blocks_total")
    Long getFinalizedBlocks();

    @Described(
            value = "Slots judged that hold no final block, by cause.",
            kind = Kind.COUNTER,
            unit = "slots",
            metric = "mvm_network_finalized_slots_missed_total",
            keyLabel = "cause")
    Map<String, Long> getFinalizedSlotsMissed();

    @Described(value = "Newest slot judged.", unit = "slots", metric = "mvm_finalized_judged_slot")
    Long getFinalizedJudgedSlot();
}
