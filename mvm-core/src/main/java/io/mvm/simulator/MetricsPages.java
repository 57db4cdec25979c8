package io.mvm.simulator;

import java.util.Locale;

/**
 * The pages of metrics beside a simulated node: the node's own, with a Substrate node's names, and its host's, with
 * node_exporter's. Families that depend on what a node does are missing where it does not do it.
 */
final class MetricsPages {
    private static final String GAUGE = "gauge";
    private static final String COUNTER = "counter";
    private static final int ROLE_FULL = 1;
    private static final int ROLE_AUTHORITY = 4;
    /** Connections that were opened and closed again, by direction and reason. */
    private static final int CLOSED_IN = 41;

    private static final int CLOSED_OUT = 17;
    private static final int CLOSED_OUT_TIMEOUT = 5;
    /** The spec from which on there is a BABE key to register. */
    private static final int BABE_SPEC = 3_000_000;

    private MetricsPages() {}

    static String node(NodeLook look, NodeProcess.Totals totals) {
        NodeBehaviour behaviour = look.behaviour();
        SimulatedChain chain = look.chain();
        PageWriter page = new PageWriter("chain", chainId(chain.spec()));
        page.family("substrate_build_info", GAUGE, "A metric with a constant '1' value labeled by name, version")
                .sample(1, "name", "simulated-node", "version", behaviour.version());
        page.family(
                        "substrate_process_start_time_seconds",
                        GAUGE,
                        "Number of seconds between the UNIX epoch and the moment the process started")
                .sample(totals.startSeconds());
        page.family("substrate_node_roles", GAUGE, "The roles the node is running as")
                .sample(behaviour.validator().isPresent() ? ROLE_AUTHORITY : ROLE_FULL);
        page.family("substrate_block_height", GAUGE, "Block height info of the chain")
                .sample(look.heads().best().number(), "status", "best")
                .sample(look.heads().finalized().number(), "status", "finalized")
                .sample(chain.heads().best().number(), "status", "sync_target");
        page.family("substrate_number_leaves", GAUGE, "Number of known chain leaves (aka forks)")
                .sample(1);
        page.family("substrate_ready_transactions_number", GAUGE, "Number of transactions in the ready queue")
                .sample(0);
        network(page, behaviour);
        if (behaviour.validator().isPresent()) {
            proposer(page, totals.proposed());
        }
        if (behaviour.voterRunning()) {
            page.family("substrate_finality_grandpa_round", GAUGE, "Highest completed GRANDPA round.")
                    .sample(GrandpaMethods.round(chain, GrandpaMethods.finalized(look)) - 1);
            page.family("substrate_finality_grandpa_prevotes_total", COUNTER, "Total number of GRANDPA prevotes cast.")
                    .sample(totals.prevotes());
            page.family(
                            "substrate_finality_grandpa_precommits_total",
                            COUNTER,
                            "Total number of GRANDPA precommits cast.")
                    .sample(totals.precommits());
        }
        inside(page);
        if (chain.spec().specVersion() >= BABE_SPEC) {
            page.family("midnight_babe_key_registered", GAUGE, "Whether this node's BABE key is registered")
                    .sample(0);
        }
        return page.toString();
    }

    private static void network(PageWriter page, NodeBehaviour behaviour) {
        int in = behaviour.peers() / 3;
        int out = behaviour.peers() - in;
        page.family("substrate_sub_libp2p_peers_count", GAUGE, "Number of connected peers")
                .sample(behaviour.peers());
        page.family("substrate_sub_libp2p_is_major_syncing", GAUGE, "Whether the node is performing a major sync")
                .sample(behaviour.syncing() ? 1 : 0);
        page.family(
                        "substrate_sub_libp2p_connections_opened_total",
                        COUNTER,
                        "Total number of connections opened by direction")
                .sample(in + CLOSED_IN, "direction", "in")
                .sample(out + CLOSED_OUT + CLOSED_OUT_TIMEOUT, "direction", "out");
        page.family(
                        "substrate_sub_libp2p_connections_closed_total",
                        COUNTER,
                        "Total number of connections closed, by direction and reason")
                .sample(CLOSED_IN, "direction", "in", "reason", "transport-error")
                .sample(CLOSED_OUT, "direction", "out", "reason", "transport-error")
                .sample(CLOSED_OUT_TIMEOUT, "direction", "out", "reason", "keep-alive-timeout");
        page.family("substrate_sub_libp2p_pending_connections", GAUGE, "Number of connections being established")
                .sample(0);
        page.family("substrate_sub_libp2p_network_bytes_total", COUNTER, "Total bandwidth usage")
                .sample("1.234567e+09", "direction", "in")
                .sample("2.5e+08", "direction", "out");
        page.family("substrate_sub_libp2p_peerset_num_discovered", GAUGE, "Number of nodes in the peerset")
                .sample(behaviour.peers() + 20L);
    }

    private static void proposer(PageWriter page, long proposed) {
        String count = Long.toString(proposed);
        page.family("substrate_proposer_block_constructed", "histogram", "Histogram of time taken to construct block")
                .suffixed("_bucket", "0", "le", "0.005")
                .suffixed("_bucket", count, "le", "0.5")
                .suffixed("_bucket", count, "le", "+Inf")
                .suffixed("_sum", String.format(Locale.ROOT, "%.3f", 0.125 * proposed))
                .suffixed("_count", count);
        page.family("substrate_proposer_number_of_transactions", GAUGE, "Number of transactions included in block")
                .sample(2);
    }

    /** What nobody needs, in the forms that a reader must get past. */
    private static void inside(PageWriter page) {
        page.family("substrate_database_cache_bytes", GAUGE, "RocksDB cache size in bytes")
                .sample("NaN");
        page.family("substrate_tasks_spawned_total", COUNTER, "Total number of tasks that have been spawned")
                .sample(1, "task_group", "block-authoring", "task_name", "aura")
                .sample(3, "task_group", "default", "task_name", "read \"a, b\" from C:\\{data}");
        page.family(
                        "substrate_rpc_calls_finished",
                        COUNTER,
                        "Number of processed RPC calls (unique un-batched requests)")
                .sample(
                        "1e+06",
                        "protocol",
                        "ws",
                        "method",
                        "chain_getBlockHash",
                        "is_error",
                        "false",
                        "is_rate_limited",
                        "false");
        page.family(
                        "partner_chains_data_source_method_time_elapsed",
                        "histogram",
                        "Time elapsed in data source method calls")
                .suffixed("_bucket", "7", "method_name", "get_latest_block_info", "le", "+Inf")
                .suffixed("_sum", "0.0123", "method_name", "get_latest_block_info")
                .suffixed("_count", "7", "method_name", "get_latest_block_info");
    }

    /** As a chain specification would write its id. */
    private static String chainId(NetworkSpec spec) {
        return spec.chainName().toLowerCase(Locale.ROOT).replace(' ', '_');
    }

    /** A machine with 16 GiB and a small root disk, whose clock is right. */
    static String host(long nowMs) {
        PageWriter page = new PageWriter();
        page.family("node_load1", GAUGE, "1m load average.").sample("0.42");
        page.family("node_load5", GAUGE, "5m load average.").sample("0.37");
        page.family("node_memory_MemTotal_bytes", GAUGE, "Memory information field MemTotal_bytes.")
                .sample("1.7179869184e+10");
        page.family("node_memory_MemAvailable_bytes", GAUGE, "Memory information field MemAvailable_bytes.")
                .sample("9.663676416e+09");
        String[] root = {"device", "/dev/vda1", "fstype", "ext4", "mountpoint", "/"};
        String[] boot = {"device", "/dev/vda15", "fstype", "vfat", "mountpoint", "/boot/efi"};
        page.family("node_filesystem_size_bytes", GAUGE, "Filesystem size in bytes.")
                .sample("1.29922760704e+08", boot)
                .sample("2.14748364800e+11", root);
        page.family("node_filesystem_avail_bytes", GAUGE, "Filesystem space available to non-root users in bytes.")
                .sample("1.23322368e+08", boot)
                .sample("8.5899345920e+10", root);
        page.family("node_timex_offset_seconds", GAUGE, "Time offset in between local system and reference clock.")
                .sample("-0.000412");
        page.family("node_timex_sync_status", GAUGE, "Is clock synchronized to a reliable server (1 = yes, 0 = no).")
                .sample(1);
        page.family("node_timex_maxerror_seconds", GAUGE, "Maximum error in seconds.")
                .sample("0.0155");
        page.family("node_time_seconds", GAUGE, "System time in seconds since epoch (1970).")
                .sample(String.format(Locale.ROOT, "%.3f", nowMs / 1000.0));
        return page.toString();
    }
}
