package io.mvm.jmx;

/** The sidechain epoch of the head. */
@DescribedBean("The sidechain epoch of the head.")
public interface SidechainEpochMXBean {
    @Described(value = "Sidechain epoch of the head.", metric = "mvm_sidechain_epoch")
    Long getNumber();

    @Described(
            value = "Share of the sidechain epoch gone by when read, 0 to 1.",
            metric = "mvm_sidechain_epoch_progress")
    Double getProgress();

    @Described(value = "Start of the sidechain epoch, in seconds since 1970.", unit = "seconds")
    Double getStartTimestampSeconds();

    @Described(
            value = "End of the sidechain epoch, in seconds since 1970.",
            unit = "seconds",
            metric = "mvm_sidechain_epoch_end_timestamp_seconds")
    Double getEndTimestampSeconds();

    @Described(value = "Slots in a sidechain epoch.", unit = "slots", metric = "mvm_slots_per_epoch")
    Integer getSlots();
}
