"""Am I OK? One look, without scrolling; everything else is a link away."""
from .frame import dashboard as framed
from .panels import (COLOR_BACKGROUND, COLOR_TEXT, CONDITIONS, GREEN, GREY, NO_YES, ORANGE, OUTCOMES, RED, RUNBOOKS, UP_DOWN, YELLOW,
                     YES_NO, column, detail, gauge, lines, now, query, row, runbook, stat, steps, strip, table, words)
from .promql import (CONDITION, age, chosen, grown, named, of_chain, of_chosen, of_validators, ours, outcome, own_misses,
                     reached, select)

FIRING = 'alertstate="firing", chain=~"$chain|"'
WATCHDOG = 'ALERTS{alertstate="firing", alertname=~".*Watchdog"}'
VALIDATOR = detail("mvm-validator", "Validator")
FINALITY = detail("mvm-finality-voters", "Finality and voters")
NODE = detail("mvm-node-host", "Node and host")
INTERNALS = detail("mvm-internals", "Internals")


def alerts(severity):
    return 'count(ALERTS{%s, severity="%s"}) or 0 * max(%s)' % (FIRING, severity, WATCHDOG)


def verdict():
    return 'max(\n  2 * ALERTS{%s, severity="critical"}\n  or 1 * ALERTS{%s, severity="warning"}\n  or 0 * %s\n)' % (
        FIRING, FIRING, WATCHDOG)


def ratio(blocks, owed):
    return "%s\n  / (%s > 0)" % (blocks, owed)


def tiles():
    yield row("Am I OK?")
    yield stat(
        "Verdict", "Worst severity of the alerts firing now; unknown when not even the watchdog is, since then nobody is looking.",
        [now(verdict(), "verdict")], w=4, h=8, background=True,
        mappings=words((0, "OK", GREEN), (1, "WARNING", ORANGE), (2, "CRITICAL", RED)), thresholds=steps(GREEN, (1, ORANGE), (2, RED)),
    )
    yield stat(
        "Alerts firing", "Alerts firing now by severity; the table below names them.",
        [now(alerts("critical"), "critical"), now(alerts("warning"), "warning")], w=4, thresholds=steps(GREEN, (1, RED)),
    )
    yield stat(
        "Produced of owed, 24 h", "Share of the owed slots of the last day that hold a final block (finalized view).",
        [now(ratio(grown(chosen("mvm_validator_finalized_blocks_total"), "24h"),
                   grown(chosen("mvm_validator_finalized_slots_owed_total"), "24h")), "produced")],
        unit="percentunit", w=4, decimals=2, minimum=0, maximum=1, thresholds=steps(RED, (0.9, ORANGE), (0.99, GREEN)),
        links=[VALIDATOR, runbook("MvmMissRatioHigh")],
    )
    yield stat(
        "Own misses, 24 h", "Slots of the last day missed alone or for want of a fit node, by final verdicts; misses of the network are not counted.",
        [now("round(%s)" % own_misses("24h"), "missed")], w=4, thresholds=steps(GREEN, (1, YELLOW), (3, RED)),
        links=[VALIDATOR, runbook("MvmSlotMissed")],
    )
    yield stat(
        "Missed in a row", "Judged slots missed in a row by own fault, up to the newest judged (finalized view).",
        [now(of_chosen("mvm_validator_finalized_consecutive_missed"), "in a row")], w=4,
        thresholds=steps(GREEN, (1, YELLOW), (3, RED)), links=[VALIDATOR, runbook("MvmConsecutiveSlotsMissed")],
    )
    yield stat(
        "Next slot in", "Time until the next slot this validator owes, as far as the schedule is known.",
        [now("min by (chain, validator) (%s) - time()" % chosen("mvm_validator_next_slot_timestamp_seconds"), "next slot")],
        unit="s", w=4, decimals=0, links=[VALIDATOR],
    )
    yield stat(
        "Node", "Condition of the node, as the monitor sees it.",
        [now("max by (chain) (%s)" % CONDITION, "node")], w=4, mappings=CONDITIONS, links=[NODE, runbook("MvmNodeDown")],
    )
    yield stat(
        "Finality age", "Time since the slot of the newest finalized block.",
        [now(age("mvm_chain_finalized_timestamp_seconds"), "age")], unit="s", w=4, decimals=0,
        thresholds=steps(GREEN, (60, ORANGE), (180, RED)), links=[FINALITY, runbook("MvmFinalityStalled")],
    )
    yield stat(
        "Head age", "Time since the slot of the best block.",
        [now(age("mvm_chain_head_timestamp_seconds"), "age")], unit="s", w=4, decimals=0,
        thresholds=steps(GREEN, (30, ORANGE), (120, RED)), links=[NODE, runbook("MvmChainStalled")],
    )
    yield stat(
        "Peers", "Peers that the node is connected to.",
        [now(of_chain("mvm_node_peers"), "peers")], w=4, thresholds=steps(RED, (1, ORANGE), (3, GREEN)),
        links=[NODE, runbook("MvmNodePeersLow")],
    )
    yield stat(
        "Data age", "Time since the monitor last had word of the chain; all else here is as old as this.",
        [now(age("mvm_sync_last_success_timestamp_seconds"), "age")], unit="s", w=4, decimals=0,
        thresholds=steps(GREEN, (60, ORANGE), (300, RED)), links=[INTERNALS, runbook("MvmDataStale")],
    )


def seat():
    yield row("My seat")
    yield stat(
        "Seats", "Seats of the validator in the committee in force and in the next one; none is no fault where seats are drawn.",
        [now(of_chosen("mvm_validator_committee_seats"), "now"), now(of_chosen("mvm_validator_next_committee_seats"), "next")],
        w=4, thresholds=steps(ORANGE, (1, GREEN)), links=[VALIDATOR, runbook("MvmDroppedFromCommittee")],
    )
    yield stat(
        "Registered", "Whether a valid candidate entry of the validator exists.",
        [now(of_chosen("mvm_validator_is_registered"), "registered")], w=3, mappings=YES_NO,
        links=[VALIDATOR, runbook("MvmRegistrationInvalid")],
    )
    yield stat(
        "Findings", "Things that are not as they should be with keys, registration or votes, by level.",
        [now(of_chosen("mvm_validator_findings", by=("level",)), "{{level}}")], w=4, thresholds=steps(GREEN, (1, ORANGE)),
        links=[VALIDATOR, runbook("MvmValidatorFindings")],
    )
    yield stat(
        "Votes seen", "Whether the validator's votes are seen in completed GRANDPA rounds; unknown while it is not a voter.",
        [now(of_chosen("mvm_validator_voting"), "voting")], w=3, mappings=YES_NO,
        links=[FINALITY, runbook("MvmNotVoting")],
    )
    yield stat(
        "Safe to restart for", "Length of the longest stretch ahead in which the validator owes no slot.",
        [now(of_chosen("mvm_validator_safe_restart_window_seconds"), "window")], unit="s", w=4, decimals=0, links=[VALIDATOR],
    )
    yield stat(
        "Safe stretch begins in", "Time until that stretch begins; negative while it lasts.",
        [now(of_chosen("mvm_validator_safe_restart_timestamp_seconds") + " - time()", "begins")], unit="s", w=3, decimals=0,
        links=[VALIDATOR],
    )
    yield stat(
        "Maintenance", "Whether an announced maintenance window is in progress; slots missed in it are held against nobody.",
        [now(of_chain("mvm_maintenance_active"), "maintenance")], w=3, mappings=NO_YES,
        links=[runbook("MvmMaintenanceActive")],
    )


def epoch():
    end = of_chain("mvm_sidechain_epoch_end_timestamp_seconds")
    length = "(%s * %s)" % (of_chain("mvm_slots_per_epoch"), of_chain("mvm_slot_duration_seconds"))
    yield stat("Epochs", "Numbers of the sidechain epoch of the head and of the mainchain (Cardano) epoch.",
               [now(of_chain("mvm_sidechain_epoch"), "sidechain"), now(of_chain("mvm_mainchain_epoch"), "Cardano")], w=4,
               unit="locale")
    yield gauge(
        "Epoch gone by", "Share of the sidechain epoch that has gone by.",
        [now("clamp(1 - (%s - time()) / %s, 0, 1)" % (end, length), "gone by")], w=4, decimals=0,
    )
    yield stat("Epoch ends in", "Time until the sidechain epoch ends and the next committee takes over.",
               [now("%s - time()" % end, "ends")], unit="s", w=4, decimals=0)
    yield gauge("Cardano epoch gone by", "Share of the mainchain epoch that had gone by when the node was last asked.",
                [now(of_chain("mvm_mainchain_epoch_progress"), "gone by")], w=4, decimals=0)
    yield stat("Cardano epoch ends in", "Time until the mainchain epoch ends, at which stake and registrations are taken anew.",
               [now(of_chain("mvm_mainchain_epoch_end_timestamp_seconds") + " - time()", "ends")], unit="s", w=4, decimals=0)
    yield stat("Monitor", "Whether Prometheus reaches the monitor.",
               [now(reached(), "{{instance}}")],
               w=4, mappings=UP_DOWN, links=[INTERNALS, runbook("MvmDown")])


def lists():
    yield row("Which, and since when")
    link = [{"title": "Validator", "url": "/d/mvm-validator?${datasource:queryparam}&${instance:queryparam}&${chain:queryparam}"
             "&var-validator=${__data.fields.validator}"}]
    yield table(
        "Our validators", "Every validator marked as ours; misses are of the last day, by own fault, in the finalized view.",
        [
            column(ours(of_validators("mvm_validator_info", by=("label",))), "label"),
            column(ours(of_validators("mvm_validator_committee_seats")), "seats"),
            column(ours(of_validators("mvm_validator_next_committee_seats")), "next seats"),
            column(ours("(%s - time())" % of_validators("mvm_validator_next_slot_timestamp_seconds")), "next slot"),
            column(ours("round(%s)" % grown(select("mvm_validator_finalized_slots_owed_total"), "24h")), "owed"),
            column(ours("round(%s)" % own_misses("24h", select)), "own misses"),
            column(ours(of_validators("mvm_validator_finalized_consecutive_missed")), "in a row"),
        ],
        [
            ("label", "Label", {}),
            ("validator", "validator", {"links": link, "custom__width": 220}),
            ("Value #B", "Seats", {}),
            ("Value #C", "Next seats", {}),
            ("Value #D", "Next slot in", {"unit": "s", "decimals": 0}),
            ("Value #E", "Owed, 24 h", {"decimals": 0}),
            ("Value #F", "Own misses, 24 h", {"custom__cellOptions": COLOR_BACKGROUND, "thresholds": steps(GREEN, (1, YELLOW), (3, RED))}),
            ("Value #G", "Missed in a row", {"custom__cellOptions": COLOR_BACKGROUND, "thresholds": steps(GREEN, (1, YELLOW), (3, RED))}),
        ],
        hidden=("Value #A", "chain"), w=14, h=7,
    )
    yield table(
        "Alerts", "Alerts pending or firing now; the watchdog is always among them, and a name leads to its runbook.",
        [column('max by (alertname, severity, alertstate, label, instance) (ALERTS{chain=~"$chain|"})', "alert")],
        [
            ("alertname", "Alert", {"links": [{"title": "Runbook", "url": RUNBOOKS + "/${__value.text}.md", "targetBlank": True}]}),
            ("severity", "Severity", {"custom__cellOptions": COLOR_TEXT, "mappings": words(
                ("critical", "critical", RED), ("warning", "warning", ORANGE), ("info", "info", GREY), ("none", "none", GREY))}),
            ("alertstate", "State", {}),
            ("label", "Validator", {}),
            ("instance", "Instance", {}),
        ],
        hidden=("Value", "Value #A"), w=10, h=7, merge=False,
    )
    yield strip(
        "Slots of ours, worst outcome", "Worst outcome of the slots judged in each stretch of time, for each validator of ours (finalized view).",
        [query(named(ours(outcome(select, "$__interval"))), "{{name}}")],
        mappings=OUTCOMES, h=6, w=14, interval="1m",
    )
    yield lines(
        "Age of head and finality", "How old the best and the finalized block were.",
        [query(age("mvm_chain_head_timestamp_seconds"), "head"), query(age("mvm_chain_finalized_timestamp_seconds"), "finalized")],
        unit="s", w=10, h=6, minimum=0, thresholds=steps(GREEN, (180, RED)), limits=True,
    )


def dashboard():
    parts = list(tiles()) + list(seat()) + list(epoch()) + list(lists())
    return framed("mvm-overview", "Am I OK? The verdict, my slots, my seat, the node and the chain at one look.", parts,
                  validator=True)
