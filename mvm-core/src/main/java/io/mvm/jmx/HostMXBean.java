package io.mvm.jmx;

/** The node's machine, as its node_exporter tells. */
@DescribedBean("The node's machine, as its node_exporter tells.")
public interface HostMXBean {
    @Described(value = "Whether the page of node_exporter answered.", metric = "mvm_host_up")
    Boolean getUp();

    @Described(value = "Memory of the machine.", unit = "bytes", metric = "mvm_host_memory_total_bytes")
    Long getMemoryTotalBytes();

    @Described(
            value = "Memory that processes can still have.",
            unit = "bytes",
            metric = "mvm_host_memory_available_bytes")
    Long getMemoryAvailableBytes();

    @Described(value = "Size of the root file system.", unit = "bytes", metric = "mvm_host_disk_total_bytes")
    Long getDiskTotalBytes();

    @Described(value = "Space left on the root file system.", unit = "bytes", metric = "mvm_host_disk_available_bytes")
    Long getDiskAvailableBytes();

    @Described(value = "Load average over a minute.", metric = "mvm_host_load1")
    Double getLoad1();

    @Described(
            value = "Offset of the machine's clock from its time source.",
            unit = "seconds",
            metric = "mvm_host_clock_offset_seconds")
    Double getClockOffsetSeconds();

    @Described(value = "Whether the machine's clock is disciplined by a time source.", metric = "mvm_host_clock_synced")
    Boolean getClockSynced();
}
