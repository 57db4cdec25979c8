"""The monitor on itself: whether what it says can be relied on."""
from .frame import dashboard as framed
from .panels import (BLUE, GREEN, NO_YES, ORANGE, RED, UP_DOWN, YELLOW, YES_NO, column, lines, now, query, row, runbook, stat, steps,
                     strip, table, words)
from .promql import INSTANCE, age, of_chain, reached, select

SCRAPED = select("mvm_build_info", scope=INSTANCE)


def own(family, *more):
    return select(family, *more, scope=INSTANCE)


def of_monitor(family, *more):
    """Families that every Java process or target has, of monitors alone."""
    return "%s and on (instance) %s" % (own(family, *more), SCRAPED)


def trust():
    yield row("Can it be relied on?")
    yield stat("Data age", "Time since the monitor last had word of the chain.", [now(age("mvm_sync_last_success_timestamp_seconds"), "age")],
               unit="s", decimals=0, w=4, thresholds=steps(GREEN, (60, ORANGE), (300, RED)), links=[runbook("MvmDataStale")])
    yield stat("Page age", "Time since the metrics that were scraped were read.",
               [now("time() - min by (instance) (%s)" % own("mvm_scrape_rendered_timestamp_seconds"), "{{instance}}")], unit="s", decimals=0, w=4,
               thresholds=steps(GREEN, (30, ORANGE), (120, RED)), links=[runbook("MvmPageStale")])
    yield stat("Blocks behind", "Blocks between the node's head and the newest block stored.", [now(of_chain("mvm_sync_blocks_behind"), "behind")],
               w=4, thresholds=steps(GREEN, (10, ORANGE), (50, RED)), links=[runbook("MvmSyncLagging")])
    yield stat("Gaps", "Blocks missing between the first and the last one stored.", [now(of_chain("mvm_sync_gap_blocks"), "missing")], w=4,
               thresholds=steps(GREEN, (1, ORANGE)), links=[runbook("MvmBlockGap")])
    yield stat("Without author", "Canonical blocks stored without an author.", [now(of_chain("mvm_sync_unattributed_blocks"), "blocks")], w=4,
               thresholds=steps(GREEN, (1, ORANGE)), links=[runbook("MvmBlocksUnattributed")])
    yield stat("History to fetch", "Blocks of history still to be fetched.", [now(of_chain("mvm_sync_backfill_remaining_blocks"), "blocks")], w=4,
               unit="locale")
    head = "%s - %s - %s - %s" % tuple(of_chain("mvm_network_slots_%s_total" % kind) for kind in ("owed", "produced", "missed", "orphaned"))
    final = "%s - %s - sum by (chain) (%s)" % (
        of_chain("mvm_network_finalized_slots_owed_total"), of_chain("mvm_network_finalized_blocks_total"),
        of_chain("mvm_network_finalized_slots_missed_total", by=("cause",)))
    yield stat("Sums that do not add up", "Owed slots less produced, missed and orphaned ones, in the head and in the finalized view; anything but 0 is a fault of MVM.",
               [now(head, "head view"), now(final, "finalized view")], w=8,
               thresholds={"mode": "absolute", "steps": [{"color": RED, "value": None}, {"color": GREEN, "value": 0},
                                                          {"color": RED, "value": 1}]})
    finalized_slot = "%s - (%s - %s) / %s" % tuple(of_chain(family) for family in (
        "mvm_chain_head_slot", "mvm_chain_head_timestamp_seconds", "mvm_chain_finalized_timestamp_seconds", "mvm_slot_duration_seconds"))
    yield stat("Verdicts behind finality", "Slots between the finalized block and the newest slot judged; the window of a verdict is among them.",
               [now("%s - %s" % (finalized_slot, of_chain("mvm_finalized_judged_slot")), "behind")], w=4, decimals=0,
               links=[runbook("MvmJudgementStalled")])
    yield stat("Last reading", "Whether the last reading of the metrics went well; if not, the page is an old one.",
               [now("min by (instance) (%s)" % own("mvm_scrape_success"), "{{instance}}")], mappings=YES_NO, w=4)
    yield stat("Attributes that failed", "MBean attributes that failed when read, whose samples are missing.",
               [now("max by (instance) (%s)" % own("mvm_scrape_dropped_attributes"), "{{instance}}")], w=4, thresholds=steps(GREEN, (1, ORANGE)))
    yield stat("Validators left out", "Validators not exported because there are more than exporter.max-validators.",
               [now("max by (instance) (%s)" % own("mvm_scrape_omitted_validators"), "{{instance}}")], w=4, thresholds=steps(GREEN, (1, YELLOW)))


STATES = words((1, "starting", BLUE), (2, "running", GREEN), (3, "reloading", BLUE), (4, "degraded", ORANGE), (5, "reconnecting", RED),
               (6, "stopping", YELLOW))
# One number for each state, so that a state is one colour of one line.
STATE = "max by (instance) (%s)" % " or ".join(
    "%s * %d" % (own("mvm_daemon_state", 'state="%s"' % state), number)
    for number, state in enumerate(("starting", "running", "reloading", "degraded", "reconnecting", "stopping"), start=1))


def life():
    yield row("Its life and its configuration")
    yield strip("State", "Where the monitor was in its life; its log and mvm ctl status say why.", [query(STATE, "{{instance}}")], merged=True,
                mappings=STATES, w=12, h=4)
    yield stat("In that state for", "Time since the monitor came into its present state.",
               [now("time() - max by (instance) (%s)" % own("mvm_daemon_state_since_timestamp_seconds"), "{{instance}}")], unit="s", decimals=0, w=4)
    yield stat("Changes of state", "How often the monitor's state changed in the time shown.",
               [now("round(max by (instance) (increase(%s[$__range])))" % own("mvm_daemon_state_changes_total"), "{{instance}}")], w=4)
    yield stat("Paused", "Whether an operator has paused syncing with mvm ctl pause.",
               [now("max by (instance) (%s)" % own("mvm_daemon_paused"), "{{instance}}")], mappings=NO_YES, w=4,
               links=[runbook("MvmSyncPaused")])
    yield strip("Stalled", "What had stopped moving although it should.",
                [query("max by (motion) (%s)" % own("mvm_daemon_stalled"), "{{motion}}")], merged=True, mappings=NO_YES, w=12, h=7,
                links=[runbook("MvmStalled")])
    yield stat("Configuration valid", "Whether the configuration was valid when it was last read; an invalid one changes nothing.",
               [now("min by (instance) (%s)" % own("mvm_config_last_reload_successful"), "{{instance}}")], mappings=YES_NO, w=4, h=7,
               links=[runbook("MvmConfigReloadFailed")])
    yield stat("Configuration read", "Time since the configuration was last read, be it refused.",
               [now("time() - max by (instance) (%s)" % own("mvm_config_last_reload_timestamp_seconds"), "{{instance}}")],
               unit="s", decimals=0, w=4, h=7)
    yield stat("Reloads", "How often the configuration was read anew and taken over in the time shown.",
               [now("round(max by (instance) (increase(%s[$__range])))" % own("mvm_config_reloads_total"), "{{instance}}")], w=4, h=3)
    yield stat("Last reload", "How long the last reload that was taken over took.",
               [now("max by (instance) (%s)" % own("mvm_config_reload_seconds"), "{{instance}}")], unit="s", decimals=4, w=4, h=4,
               thresholds=steps(GREEN, (0.05, YELLOW), (0.2, RED)))


def following():
    yield row("Following the chain")
    yield lines("Behind the head", "Blocks between the node's head and the newest block stored.",
                [query(select("mvm_sync_blocks_behind"), "{{instance}}")], w=8, minimum=0, thresholds=steps(GREEN, (50, RED)), limits=True)
    yield lines("History to fetch, and gaps", "Blocks of history still to be fetched, and missing between stored ones.",
                [query(of_chain("mvm_sync_backfill_remaining_blocks"), "to fetch"), query(of_chain("mvm_sync_gap_blocks"), "missing")],
                unit="locale", w=8, minimum=0)
    yield lines("Blocks stored a second", "Blocks stored, canonical or not: by the counter, and as the monitor itself says.",
                [query("rate(%s[$__rate_interval])" % select("mvm_sync_blocks_total"), "stored, {{instance}}"),
                 query(select("mvm_sync_rate_bps"), "by its own word, {{instance}}")], unit="cps", w=8, minimum=0)
    yield lines("Failures", "Failures of following the chain a minute, by kind.",
                [query("60 * (sum(rate(%s[$__rate_interval])) or 0 * sum(rate(%s[$__rate_interval])))"
                       % (select("mvm_sync_errors_total"), select("mvm_sync_blocks_total")), "all"),
                 query("60 * sum by (kind) (rate(%s[$__rate_interval]))" % select("mvm_sync_errors_total"), "{{kind}}")], w=8, minimum=0)
    yield lines("Reorgs and orphans", "Reorgs undone and blocks kept as orphans, in each stretch of time.",
                [query("round(%s)" % ("max by (chain) (increase(%s[$__interval]))" % select("mvm_sync_reorgs_total")), "reorgs"),
                 query("round(%s)" % ("max by (chain) (increase(%s[$__interval]))" % select("mvm_sync_orphaned_blocks_total")), "orphans")],
                draw="bars", interval="5m", w=8, minimum=0, links=[runbook("MvmReorgsFrequent")])
    yield lines("Heights", "Newest block stored, and the height up to which stored blocks are final.",
                [query(select("mvm_sync_last_block"), "stored, {{instance}}"), query(select("mvm_sync_finalized_block"), "final, {{instance}}")],
                unit="locale", w=8)


def store():
    yield row("Database and metrics page")
    yield lines("Database size", "Size of the database file and of its write-ahead log.",
                [query(select("mvm_store_size_bytes"), "database, {{instance}}"), query(select("mvm_store_wal_bytes"), "log, {{instance}}")],
                unit="bytes", w=8, minimum=0)
    yield lines("Commit time", "Time of database commits: the middle one, and what 95 and 99 of 100 stay below.",
                [query("max by (quantile) (%s)" % own("mvm_store_commit_seconds", 'quantile=~"0.5|0.95|0.99"'), "{{quantile}}")], unit="s", w=8,
                minimum=0, links=[runbook("MvmDatabaseSlow")])
    yield lines("Commits a second", "Commits of the database, each of one or many blocks.",
                [query("rate(%s[$__rate_interval])" % own("mvm_store_commit_seconds_count"), "{{instance}}")], unit="ops", w=8, minimum=0)
    yield lines("Time to read the metrics", "Time the reading and rendering of the metrics took; scrapes only copy the result.",
                [query(own("mvm_scrape_duration_seconds"), "{{instance}}")], unit="s", w=8, minimum=0, thresholds=steps(GREEN, (1, RED)),
                limits=True)
    yield lines("Scrape", "Time that Prometheus' scrape of the monitor took.",
                [query(of_monitor("scrape_duration_seconds"), "{{instance}}")], unit="s", w=8, minimum=0)
    yield lines("Samples", "Samples in a scrape, after relabelling.",
                [query(of_monitor("scrape_samples_post_metric_relabeling"), "{{instance}}")], unit="locale", w=8, minimum=0)


def process():
    yield row("Process")
    yield table("Version", "Version of MVM, the revision it was built from and the Java it runs on.", [column(SCRAPED, "build")],
                [("instance", "Instance", {}), ("version", "Version", {}), ("revision", "Revision", {}), ("java", "Java", {})],
                hidden=("Value", "Value #A", "job", "__name__"), w=8, h=5, merge=False)
    yield stat("Reached", "Whether Prometheus reaches the monitor; unknown once it has been gone for a day.",
               [now(reached(), "{{instance}}")],
               mappings=UP_DOWN, w=4, h=5, links=[runbook("MvmDown")])
    yield stat("Up for", "Time since the monitor started.",
               [now("time() - max by (instance) (%s)" % of_monitor("process_start_time_seconds"), "{{instance}}")], unit="s", decimals=0, w=4, h=5,
               links=[runbook("MvmRestarting")])
    yield stat("Deadlocked threads", "Threads that wait for each other; more than none is a fault of MVM.",
               [now("max by (instance) (%s)" % of_monitor("jvm_threads_deadlocked"), "{{instance}}")], w=4, h=5, thresholds=steps(GREEN, (1, RED)),
               links=[runbook("MvmThreadsDeadlocked")])
    yield stat("File descriptors", "Share of the permitted file descriptors in use.",
               [now("max by (instance) (%s / %s and on (instance) %s)" % (own("process_open_fds"), own("process_max_fds"), SCRAPED),
                    "{{instance}}")], unit="percentunit", decimals=1, w=4, h=5, thresholds=steps(GREEN, (0.5, ORANGE), (0.8, RED)))
    yield lines("Heap", "Heap in use, and as far as it may grow.",
                [query(of_monitor("jvm_memory_bytes_used", 'area="heap"'), "used, {{instance}}"),
                 query(of_monitor("jvm_memory_bytes_max", 'area="heap"'), "limit, {{instance}}")], unit="bytes", w=8, minimum=0,
                links=[runbook("MvmHeapHigh")])
    yield lines("Garbage collection", "Share of time spent in collections, by collector.",
                [query("sum by (gc) (rate(%s[$__rate_interval]) and on (instance) %s)" % (own("jvm_gc_collection_seconds_sum"), SCRAPED),
                       "{{gc}}")], unit="percentunit", w=8, minimum=0)
    yield lines("Processor and threads", "Processors in use; threads are on the right.",
                [query("rate(%s[$__rate_interval]) and on (instance) %s" % (own("process_cpu_seconds_total"), SCRAPED), "processors"),
                 query(of_monitor("jvm_threads_current"), "threads")], w=8, minimum=0,
                overrides=[{"matcher": {"id": "byName", "options": "threads"}, "properties": [
                    {"id": "custom.axisPlacement", "value": "right"}]}])
    yield lines("Memory of the process", "Memory resident, heap and all else together.",
                [query(of_monitor("process_resident_memory_bytes"), "{{instance}}")], unit="bytes", w=12, minimum=0)
    yield lines("Open files", "File descriptors in use.", [query(of_monitor("process_open_fds"), "{{instance}}")], w=12, minimum=0)


def dashboard():
    return framed("mvm-internals", "The monitor on itself: whether what it says can be relied on, and what it takes.",
                  list(trust()) + list(life()) + list(following()) + list(store()) + list(process()))
