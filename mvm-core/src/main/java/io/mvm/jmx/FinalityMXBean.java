package io.mvm.jmx;

/** What the node holds to be final. */
@DescribedBean("What the node holds to be final.")
public interface FinalityMXBean {
    @Described(
            value = "Blocks between the node's best and its finalized block.",
            unit = "blocks",
            metric = "mvm_finality_lag_blocks")
    Long getLagBlocks();

    @Described(value = "Finalized block the node told.", unit = "blocks")
    Long getFinalizedHeight();

    @Described(
            value = "Start of the finalized block's slot, in seconds since 1970.",
            unit = "seconds",
            metric = "mvm_chain_finalized_timestamp_seconds")
    Double getFinalizedTimestampSeconds();
}
