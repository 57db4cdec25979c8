"""The node, its endpoints, and the machine it runs on."""
from .frame import dashboard as framed
from .panels import (COLOR_TEXT, CONDITIONS, GREEN, GREY, ORANGE, RED, UP_DOWN, YELLOW, YES_NO, column, lines, now, query, row, runbook,
                     stat, steps, strip, table)
from .promql import CHAIN, CONDITION, INSTANCE, age, millis, of_chain, select

DISK = runbook("MvmHostDiskAlmostFull")


def by_endpoint(family):
    return "max by (chain, endpoint) (%s)" % select(family)


def node():
    yield row("Node")
    yield stat("Condition", "Condition of the node, as the monitor sees it.", [now("max by (chain) (%s)" % CONDITION, "node")],
               mappings=CONDITIONS, w=4, links=[runbook("MvmNodeDown")])
    yield stat("In this condition for", "How long the node has been in its condition.",
               [now(age("mvm_node_condition_since_timestamp_seconds"), "for")], unit="s", decimals=0, w=4)
    yield stat("Peers", "Peers that the node is connected to.", [now(of_chain("mvm_node_peers"), "peers")], w=4,
               thresholds=steps(RED, (1, ORANGE), (3, GREEN)), links=[runbook("MvmNodePeersLow")])
    yield stat("In sync", "Whether the node is in sync; not during a major sync.", [now(of_chain("mvm_node_synced"), "in sync")], w=4,
               mappings=YES_NO, links=[runbook("MvmNodeSyncing")])
    yield stat("Up for", "Time since the node's process started.", [now(age("mvm_node_start_timestamp_seconds"), "up")], unit="s",
               decimals=0, w=4)
    yield stat("Restarts seen", "Restarts of the node seen since the monitor started.", [now(of_chain("mvm_node_restarts_total"), "restarts")],
               w=4, thresholds=steps(GREEN, (1, YELLOW), (3, RED)), links=[runbook("MvmNodeRestarting")])
    yield strip("Condition over time", "The node's condition, as each monitor saw it.", [query(CONDITION, "{{instance}}")], merged=True,
                mappings=CONDITIONS, h=4, w=12)
    yield table("Node software", "Name, version, roles and network of the node.",
                [column(of_chain("mvm_node_info", by=("name", "version", "roles", "network")), "node")],
                [("name", "Name", {}), ("version", "Version", {}), ("roles", "Roles", {}), ("network", "Network", {})],
                hidden=("Value", "Value #A", "chain"), w=12, h=4, merge=False)
    yield lines("Heights", "Best, finalized and target height of the node, and the newest block stored.",
                [query(of_chain("mvm_node_block_height"), "best"), query(of_chain("mvm_node_finalized_height"), "finalized"),
                 query(of_chain("mvm_node_target_height"), "target"), query(of_chain("mvm_sync_last_block"), "stored")],
                unit="locale", w=8)
    yield lines("Behind its peers", "Blocks between the node's best block and the highest one seen at its peers.",
                [query("clamp_min(%s - %s, 0)" % (of_chain("mvm_node_target_height"), of_chain("mvm_node_block_height")), "behind")],
                w=8, minimum=0, thresholds=steps(GREEN, (10, RED)), limits=True, links=[runbook("MvmNodeFrozen")])
    yield lines("Peers and connections", "Peers by RPC and by the node's own page, and connections by direction.",
                [query(of_chain("mvm_node_peers"), "peers"), query(of_chain("mvm_node_page_peers"), "peers, own page"),
                 query(of_chain("mvm_node_connections", by=("direction",)), "{{direction}}")], w=8, minimum=0,
                links=[runbook("MvmNodePeersLow")])
    yield lines("Blocks built", "Blocks a minute that the node's proposer built, sealed or not.",
                [query("60 * max by (chain) (rate(%s[$__rate_interval]))" % select("mvm_node_proposed_blocks_total"), "built")],
                w=8, minimum=0)
    yield lines("Transactions ready", "Transactions ready in the node's pool.", [query(of_chain("mvm_node_ready_transactions"), "ready")],
                w=8, minimum=0)
    yield lines("Cardano follower", "How old the newest Cardano block is that the node's db-sync knows.",
                [query(age("mvm_node_mainchain_timestamp_seconds"), "age")], unit="s", w=8, minimum=0,
                thresholds=steps(GREEN, (1800, RED)), limits=True, links=[runbook("MvmMainchainFollowerLag")])


def endpoints():
    yield row("Endpoints and RPC")
    yield table(
        "Endpoints", "Each RPC endpoint: whether it answers, is used, agrees with the one used, and how fresh its head is.",
        [column(by_endpoint("mvm_endpoint_up"), "up"), column(by_endpoint("mvm_endpoint_active"), "active"),
         column(by_endpoint("mvm_endpoint_agrees"), "agrees"), column(by_endpoint("mvm_endpoint_block_height"), "height"),
         column("time() - " + by_endpoint("mvm_endpoint_height_timestamp_seconds"), "age")],
        [("endpoint", "Endpoint", {}), ("Value #A", "Up", {"mappings": UP_DOWN, "custom__cellOptions": COLOR_TEXT}),
         ("Value #B", "In use", {"mappings": YES_NO}), ("Value #C", "Agrees", {"mappings": YES_NO, "custom__cellOptions": COLOR_TEXT}),
         ("Value #D", "Height", {"unit": "locale"}), ("Value #E", "Head told", {"unit": "s", "decimals": 0})],
        hidden=("chain",), w=14, h=6, links=[runbook("MvmEndpointDown"), runbook("MvmEndpointDisagrees")],
    )
    yield strip("Endpoint in use", "Which endpoint calls went to.", [query(by_endpoint("mvm_endpoint_active"), "{{endpoint}}")], merged=True,
                mappings=YES_NO, w=10, h=6)
    yield lines("Heights by endpoint", "Best block that each endpoint told.", [query(by_endpoint("mvm_endpoint_block_height"), "{{endpoint}}")],
                unit="locale", w=8)
    yield lines("RPC time, 95th percentile", "Time that 95 of 100 requests stay below, by method.",
                [query('max by (method) (%s)' % select("mvm_rpc_request_seconds", 'quantile="0.95"', scope=INSTANCE), "{{method}}")],
                unit="s", w=8, minimum=0)
    yield lines("RPC requests and errors", "Requests a second, and failures a second by kind.",
                [query("sum(rate(%s[$__rate_interval]))" % select("mvm_rpc_request_seconds_count", scope=INSTANCE), "requests"),
                 query("sum(rate(%s[$__rate_interval])) or 0 * sum(rate(%s[$__rate_interval]))" % (
                     select("mvm_rpc_errors_total", scope=INSTANCE), select("mvm_rpc_request_seconds_count", scope=INSTANCE)), "errors"),
                 query("sum by (kind) (rate(%s[$__rate_interval]))" % select("mvm_rpc_errors_total", scope=INSTANCE), "error: {{kind}}")],
                unit="reqps", w=8, minimum=0, links=[runbook("MvmRpcErrorsHigh")])


def host():
    free = select("mvm_host_disk_available_bytes")
    yield row("Host (by node_exporter beside the node)")
    yield stat("Host page", "Whether the page of node_exporter answered.", [now(of_chain("mvm_host_up"), "page")], mappings=UP_DOWN, w=3,
               links=[runbook("MvmHostPageDown")])
    yield stat("Node's own page", "Whether the node's own Prometheus page answered.", [now(of_chain("mvm_node_page_up"), "page")],
               mappings=UP_DOWN, w=3, links=[runbook("MvmNodePageDown")])
    yield stat("Clock disciplined", "Whether the machine's clock is disciplined by a time source.",
               [now(of_chain("mvm_host_clock_synced"), "clock")], mappings=YES_NO, w=3, links=[runbook("MvmHostClockUnsynced")])
    yield stat("Clock offset", "Offset of the machine's clock from its time source.",
               [now(of_chain("mvm_host_clock_offset_seconds"), "offset")], unit="s", w=4,
               thresholds={"mode": "absolute", "steps": [{"color": RED, "value": None}, {"color": GREEN, "value": -0.05},
                                                          {"color": RED, "value": 0.05}]}, links=[runbook("MvmHostClockSkew")])
    yield stat("Disk free", "Share of the root file system that is free.",
               [now("%s / %s" % (of_chain("mvm_host_disk_available_bytes"), of_chain("mvm_host_disk_total_bytes")), "free")],
               unit="percentunit", decimals=1, w=4, thresholds=steps(RED, (0.1, ORANGE), (0.2, GREEN)), links=[DISK])
    yield stat("Memory free", "Share of memory that processes can still have.",
               [now("%s / %s" % (of_chain("mvm_host_memory_available_bytes"), of_chain("mvm_host_memory_total_bytes")), "free")],
               unit="percentunit", decimals=1, w=4, thresholds=steps(RED, (0.05, ORANGE), (0.15, GREEN)), links=[runbook("MvmHostMemoryLow")])
    yield stat("Load", "Load average over a minute.", [now(of_chain("mvm_host_load1"), "load")], w=3, decimals=2)
    yield lines("Disk", "Space left, and what will be left in a day if it goes on as in the last six hours.",
                [query(of_chain("mvm_host_disk_available_bytes"), "free"),
                 query("max by (chain) (predict_linear(%s[6h], 86400))" % free, "free in a day"),
                 query(of_chain("mvm_host_disk_total_bytes"), "size")], unit="bytes", w=8, links=[runbook("MvmHostDiskFills"), DISK])
    yield lines("Memory", "Memory that processes can still have, and all of it.",
                [query(of_chain("mvm_host_memory_available_bytes"), "available"), query(of_chain("mvm_host_memory_total_bytes"), "all")],
                unit="bytes", w=8, minimum=0)
    yield lines("Load and clock", "Load average; the clock's offset is on the right.",
                [query(of_chain("mvm_host_load1"), "load"), query(of_chain("mvm_host_clock_offset_seconds"), "clock offset")], w=8,
                overrides=[{"matcher": {"id": "byName", "options": "clock offset"}, "properties": [
                    {"id": "unit", "value": "s"}, {"id": "custom.axisPlacement", "value": "right"}]}])


def dashboard():
    return framed("mvm-node-host", "The node's condition, height, peers and endpoints, and the machine it runs on.",
                  list(node()) + list(endpoints()) + list(host()))
