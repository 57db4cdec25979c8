package io.mvm.jmx;

/** One configured RPC endpoint. */
@DescribedBean("One configured RPC endpoint.")
public interface EndpointMXBean {
    @Described(value = "URL of the endpoint without user information.", kind = Kind.INFO)
    String getUrl();

    @Described(value = "Whether the endpoint's last health check succeeded.", metric = "mvm_endpoint_up")
    Boolean getUp();

    @Described(value = "Whether calls go to this endpoint now.", metric = "mvm_endpoint_active")
    Boolean getActive();

    @Described(value = "Best block the endpoint told.", unit = "blocks", metric = "mvm_endpoint_block_height")
    Long getBlockHeight();

    @Described(value = "Why the endpoint is not up; none while it is.", kind = Kind.INFO)
    String getLastError();

    @Described(
            value = "Time the endpoint first told its present best block, in seconds since 1970.",
            unit = "seconds",
            metric = "mvm_endpoint_height_timestamp_seconds")
    Double getHeightTimestampSeconds();

    @Described(
            value = "Whether the endpoint's block at a finalized height is that of the active endpoint.",
            metric = "mvm_endpoint_agrees")
    Boolean getAgrees();
}
