package io.mvm.jmx;

import java.util.Map;

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

    @Described(
            value = "1 for the condition that the node is in (ok, down, syncing, frozen or stalled), 0 for the others.",
            metric = "mvm_node_condition",
            keyLabel = "condition")
    Map<String, Long> getConditions();

    @Described(value = "Condition of the node: ok, down, syncing, frozen, stalled or unknown.", kind = Kind.INFO)
    String getCondition();

    @Described(
            value = "Time since when the node is in its condition, in seconds since 1970.",
            unit = "seconds",
            metric = "mvm_node_condition_since_timestamp_seconds")
    Double getConditionSinceTimestampSeconds();

    @Described(
            value = "Whether the node should have peers; 0 on development chains.",
            metric = "mvm_node_peers_expected")
    Boolean getPeersExpected();

    @Described(value = "Highest block seen at the node's peers.", unit = "blocks", metric = "mvm_node_target_height")
    Long getTargetHeight();

    @Described(
            value = "Slot of the newest Cardano block that the node's db-sync knows.",
            unit = "slots",
            metric = "mvm_node_mainchain_slot")
    Long getMainchainSlot();

    @Described(
            value = "Time of the newest Cardano block that the node's db-sync knows, in seconds since 1970.",
            unit = "seconds",
            metric = "mvm_node_mainchain_timestamp_seconds")
    Double getMainchainTimestampSeconds();

    @Described(
            value = "Time the node's process started, in seconds since 1970.",
            unit = "seconds",
            metric = "mvm_node_start_timestamp_seconds")
    Double getStartTimestampSeconds();

    @Described(
            value = "Restarts of the node seen since the start of the monitor.",
            kind = Kind.COUNTER,
            unit = "restarts",
            metric = "mvm_node_restarts_total")
    Long getRestarts();

    @Described(value = "Whether the node's own Prometheus page answered.", metric = "mvm_node_page_up")
    Boolean getPageUp();

    @Described(value = "Peers of the node by its own Prometheus page.", unit = "peers", metric = "mvm_node_page_peers")
    Long getPagePeers();

    @Described(
            value = "Connections open by direction, in and out.",
            unit = "connections",
            metric = "mvm_node_connections",
            keyLabel = "direction")
    Map<String, Long> getConnections();

    @Described(
            value = "Blocks that the node's proposer has built since the node's start, sealed or not.",
            kind = Kind.COUNTER,
            unit = "blocks",
            metric = "mvm_node_proposed_blocks_total")
    Long getProposedBlocks();

    @Described(
            value = "Transactions ready in the node's pool.",
            unit = "transactions",
            metric = "mvm_node_ready_transactions")
    Long getReadyTransactions();

    @Described(
            value = "Prevotes that the node has cast since its start.",
            kind = Kind.COUNTER,
            unit = "votes",
            metric = "mvm_node_prevotes_total")
    Long getPrevotesCast();

    @Described(
            value = "Precommits that the node has cast since its start.",
            kind = Kind.COUNTER,
            unit = "votes",
            metric = "mvm_node_precommits_total")
    Long getPrecommitsCast();

    @Described(value = "Whether a maintenance window of ours is in progress.", metric = "mvm_maintenance_active")
    Boolean getMaintenanceActive();

    @Described(
            value = "Time the maintenance window in progress ends, in seconds since 1970.",
            unit = "seconds",
            metric = "mvm_maintenance_until_timestamp_seconds")
    Double getMaintenanceUntilTimestampSeconds();

    @Described(value = "Reason given for the maintenance window in progress.", kind = Kind.INFO)
    String getMaintenanceReason();
}
