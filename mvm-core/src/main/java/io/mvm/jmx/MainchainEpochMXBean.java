package io.mvm.jmx;

/** The mainchain (Cardano) epoch; all unknown on a chain without one. */
@DescribedBean("The mainchain (Cardano) epoch; all unknown on a chain without one.")
public interface MainchainEpochMXBean {
    @Described(value = "Mainchain (Cardano) epoch.", metric = "mvm_mainchain_epoch")
    Long getNumber();

    @Described(
            value = "Share of the mainchain epoch gone by when read, 0 to 1.",
            metric = "mvm_mainchain_epoch_progress")
    Double getProgress();

    @Described(value = "Start of the mainchain epoch, in seconds since 1970.", unit = "seconds")
    Double getStartTimestampSeconds();

    @Described(
            value = "End of the mainchain epoch, in seconds since 1970.",
            unit = "seconds",
            metric = "mvm_mainchain_epoch_end_timestamp_seconds")
    Double getEndTimestampSeconds();
}
