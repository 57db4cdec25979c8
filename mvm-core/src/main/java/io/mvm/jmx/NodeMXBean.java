package io.mvm.jmx;

/** The node now asked, as it describes itself. */
@DescribedBean(
        value = "The node now asked, as it describes itself.",
        infoMetric = "mvm_node_info",
        infoHelp = "Name, version, roles and network of the node; always 1.")
public interface NodeMXBean {
    @Described(value = "Whether any endpoint of the node answers.", metric = "mvm_node_up")
    Boolean getUp();

    @Described(value = "Whether the node is in sync; 0 during a major sync.", metric = "mvm_node_synced")
    Boolean getSynced();

    @Described(value = "Peers the node is connected to.", unit = "peers", metric = "mvm_node_peers")
    Integer getPeers();

    @Described(value = "Best block the node told.", unit = "blocks", metric = "mvm_node_block_height")
    Long getBlockHeight();

    @Described(value = "Finalized block the node told.", unit = "blocks", metric = "mvm_node_finalized_height")
    Long getFinalizedHeight();

    @Described(value = "Spec version of the runtime at the head.", metric = "mvm_node_spec_version")
    Integer getSpecVersion();

    @Described(value = "Name the node's software gives itself.", kind = Kind.INFO, infoLabel = "name")
    String getName();

    @Described(value = "Version of the node's software.", kind = Kind.INFO, infoLabel = "version")
    String getVersion();

    @Described(value = "Roles of the node, separated by commas.", kind = Kind.INFO, infoLabel = "roles")
    String getRoles();

    @Described(value = "Name of the network the node follows.", kind = Kind.INFO, infoLabel = "network")
    String getNetwork();

    @Described(value = "Slot of the best block.", unit = "slots", metric = "mvm_chain_head_slot")
    Long getHeadSlot();

    @Described(
            value = "Start of the best block's slot, in seconds since 1970.",
            unit = "seconds",
            metric = "mvm_chain_head_timestamp_seconds")
    Double getHeadTimestampSeconds();

    @Described(value = "Length of a slot, as the chain says.", unit = "seconds", metric = "mvm_slot_duration_seconds")
    Double getSlotDurationSeconds();
}
