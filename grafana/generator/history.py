"""The long run: what was owed and what was kept, day by day."""
from .frame import dashboard as framed
from .panels import (CAUSE_COLORS, COLOR_BACKGROUND, GREEN, ORANGE, RED, colored, column, gauge, lines, now, query, row, runbook, stat,
                     steps, table)
from .promql import INSTANCE, chosen, excused, grown, named, of_chain, of_chosen, of_validators, own_misses, select

MISSED = "mvm_validator_finalized_slots_missed_total"
OWED = "mvm_validator_finalized_slots_owed_total"
BLOCKS = "mvm_validator_finalized_blocks_total"
BY_CAUSE = ("chain", "validator", "cause")
GOOD = steps(RED, (0.95, ORANGE), (0.99, GREEN))


def kept(span):
    """Of the slots that were the validator's to keep, those not missed by own fault."""
    answerable = "(%s - (%s or 0 * %s)) > 0" % (grown(chosen(OWED), span), excused(span), grown(chosen(OWED), span))
    return "1 - %s\n  / (%s)" % (own_misses(span), answerable)


def produced(span):
    return "%s\n  / (%s > 0)" % (grown(chosen(BLOCKS), span), grown(chosen(OWED), span))


def report():
    yield row("In the time shown (finalized view)")
    yield gauge("Kept", "Share of slots not lost by own fault; slots lost with the network or in maintenance are left out.",
                [now(kept("$__range"), "kept")], decimals=2, w=5, h=6, thresholds=GOOD, links=[runbook("MvmMissRatioHigh")])
    yield gauge("Produced", "Share of all owed slots that hold a final block, whatever the cause of the others.",
                [now(produced("$__range"), "produced")], decimals=2, w=5, h=6, thresholds=GOOD)
    yield stat("Slots", "Slots judged: owed, produced, and missed by own fault.",
               [now("round(%s)" % grown(chosen(OWED), "$__range"), "owed"), now("round(%s)" % grown(chosen(BLOCKS), "$__range"), "produced"),
                now("round(%s)" % own_misses("$__range"), "own misses")], w=7, h=6, unit="locale")
    yield stat("Missed, by cause", "Slots judged without a final block, by cause.",
               [now("round(%s)" % grown(chosen(MISSED), "$__range", BY_CAUSE), "{{cause}}"), ], w=7, h=6, unit="locale",
               overrides=colored(CAUSE_COLORS))
    yield gauge("Node fit", "Share of the time in which the node was up, in sync and moving.",
                [now("max by (chain) (avg_over_time(%s[$__range]))" % select("mvm_node_condition", 'condition="ok"'), "fit")],
                decimals=2, w=5, h=5, thresholds=GOOD)
    yield gauge("Monitor reached", "Share of the scrapes of the monitor that succeeded.",
                [now("min by (instance) (avg_over_time(%s[$__range]) and on (instance) last_over_time(%s[$__range]))"
                     % (select("up", scope=INSTANCE), select("mvm_build_info", scope=INSTANCE)), "{{instance}}")], decimals=2, w=5, h=5, thresholds=GOOD)
    yield gauge("In maintenance", "Share of the time within announced maintenance.",
                [now("max by (chain) (avg_over_time(%s[$__range]))" % select("mvm_maintenance_active"), "maintenance")], decimals=2, w=5, h=5)
    yield gauge("Voting", "Share of the time in which votes of the validator were seen; unknown if it was no voter.",
                [now("max by (chain, validator) (avg_over_time(%s[$__range]))" % chosen("mvm_validator_voting"), "voting")], decimals=2, w=5,
                h=5, thresholds=GOOD)
    yield stat("Reorgs", "Reorgs of the chain undone.",
               [now("round(max by (chain) (increase(%s[$__range])))" % select("mvm_sync_reorgs_total"), "reorgs")], w=4, h=5)


def days():
    yield row("Day by day (finalized view; days of UTC)")
    yield lines("Slots by day", "Slots judged each day, by what became of them.",
                [query("round(%s)" % grown(chosen(BLOCKS), "1d"), "produced"),
                 query("round(%s)" % grown(chosen(MISSED), "1d", BY_CAUSE), "{{cause}}")],
                draw="bars", stack=True, interval="1d", w=12, minimum=0, overrides=colored(CAUSE_COLORS))
    yield lines("Kept by day", "Share of each day's slots not lost by own fault.", [query(kept("1d"), "kept")], unit="percentunit", draw="bars",
                interval="1d", w=12, maximum=1, thresholds=GOOD, color={"mode": "thresholds"})
    table_query = dict(instant=False, table=True)
    yield table(
        "Days", "Each day of the time shown, the worst first; `mvm query epochs --ours` tells it by epoch.",
        [query("round(sum by (chain) (%s))" % grown(chosen(OWED), "1d"), "owed", **table_query),
         query("round(sum by (chain) (%s))" % grown(chosen(BLOCKS), "1d"), "produced", **table_query),
         query("round(sum by (chain) (%s))" % own_misses("1d"), "own misses", **table_query),
         query("round(sum by (chain) (%s))" % excused("1d"), "excused", **table_query),
         query("min by (chain) (%s)" % kept("1d"), "kept", **table_query)],
        [("Time", "Day to", {"unit": "dateTimeAsIso"}), ("Value #A", "Owed", {}), ("Value #B", "Produced", {}),
         ("Value #C", "Own misses", {}), ("Value #D", "Network, maintenance", {}),
         ("Value #E", "Kept", {"unit": "percentunit", "decimals": 2, "custom__cellOptions": COLOR_BACKGROUND, "thresholds": GOOD})],
        hidden=("chain",), shown_time=True, interval="1d", h=9, sort=("Own misses", True),
    )


def epochs():
    yield row("Epochs and committee")
    yield lines("Produced and missed at the end of epochs", "Blocks and misses of the current epoch as they grew (head view: may change with a reorg).",
                [query(of_chosen("mvm_validator_blocks_epoch"), "produced"), query(of_chosen("mvm_validator_slots_missed_epoch"), "missed")],
                w=12, step=True, minimum=0, overrides=colored({"produced": GREEN, "missed": RED}))
    yield lines("Seats", "Seats in the committee in force, and what the stake gives on average.",
                [query(of_chosen("mvm_validator_committee_seats"), "seats"), query(of_chosen("mvm_validator_expected_seats"), "expected by stake")],
                w=12, step=True, minimum=0)
    yield table(
        "All validators in the time shown", "Every validator's owed slots and the share that holds a final block, the weakest first.",
        [column(named(of_validators("mvm_validator_info")), "label"),
         column("round(%s)" % grown(select(OWED), "$__range"), "owed"),
         column("round(%s)" % grown(select(BLOCKS), "$__range"), "produced"),
         column("%s\n  / (%s > 0)" % (grown(select(BLOCKS), "$__range"), grown(select(OWED), "$__range")), "share")],
        [("name", "Label", {}), ("validator", "validator", {}), ("Value #B", "Owed", {"unit": "locale"}),
         ("Value #C", "Produced", {"unit": "locale"}),
         ("Value #D", "Share", {"unit": "percentunit", "decimals": 2, "custom__cellOptions": COLOR_BACKGROUND, "thresholds": GOOD})],
        hidden=("Value #A", "chain"), h=9, w=12, sort=("Share", False),
    )
    yield lines("Database", "Size of the database file.", [query(select("mvm_store_size_bytes"), "{{instance}}")], unit="bytes", w=6, h=9, minimum=0)
    yield lines("Network, by day", "Share of all validators' slots that hold a final block.",
                [query("%s\n  / (%s > 0)" % (grown(select("mvm_network_finalized_blocks_total"), "1d", ("chain",)),
                                            grown(select("mvm_network_finalized_slots_owed_total"), "1d", ("chain",))), "network")],
                unit="percentunit", draw="bars", interval="1d", w=6, h=9, minimum=0, maximum=1)


def dashboard():
    return framed("mvm-history-sla", "What was owed and what was kept over weeks and months, for reports.",
                  list(report()) + list(days()) + list(epochs()), validator=True, since="now-30d", refresh="5m")
