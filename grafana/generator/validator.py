"""One validator in detail: what final verdicts say, apart from what the head shows now."""
from .frame import dashboard as framed
from .panels import (BLUE, CAUSE_COLORS, COLOR_TEXT, GREEN, GREY, NO_YES, ORANGE, OUTCOMES, RED, YELLOW, YES_NO, bargauge, colored, column,
                     lines, now, query, row, runbook, stat, steps, strip, table)
from .promql import (age, chosen, excused, grown, millis, named, of_chain, of_chosen, outcome, own_misses, select)

BY_CAUSE = ("chain", "validator", "cause")
MISSED = "mvm_validator_finalized_slots_missed_total"
OWED = "mvm_validator_finalized_slots_owed_total"
BLOCKS = "mvm_validator_finalized_blocks_total"


def own_ratio(span):
    return "%s\n  / (%s > 0)" % (own_misses(span), grown(chosen(OWED), span))


def network_ratio(span):
    missed = grown(select("mvm_network_finalized_slots_missed_total"), span, ("chain", "cause"))
    return "sum by (chain) (%s)\n  / (%s > 0)" % (missed, grown(select("mvm_network_finalized_slots_owed_total"), span, ("chain",)))


def verdicts():
    yield row("Final verdicts (finalized view: each slot is judged once, and stays)")
    yield stat("Missed in a row", "Judged slots missed in a row by own fault, up to the newest judged.",
               [now(of_chosen("mvm_validator_finalized_consecutive_missed"), "in a row")], w=4,
               thresholds=steps(GREEN, (1, YELLOW), (3, RED)),
               links=[runbook("MvmConsecutiveSlotsMissed")])
    yield stat("Own misses, 1 h", "Slots of the last hour missed alone or for want of a fit node.",
               [now("round(%s)" % own_misses("1h"), "missed")], w=4, thresholds=steps(GREEN, (1, YELLOW), (3, RED)),
               links=[runbook("MvmSlotMissed")])
    yield stat("Own miss ratio, 24 h", "Share of the owed slots of the last day missed by own fault.",
               [now(own_ratio("24h"), "ratio")], unit="percentunit", decimals=2, w=4, minimum=0, maximum=1,
               thresholds=steps(GREEN, (0.01, YELLOW), (0.1, RED)), links=[runbook("MvmMissRatioHigh")])
    yield stat("Owed, 24 h", "Slots of the last day that were judged.", [now("round(%s)" % grown(chosen(OWED), "24h"), "owed")], w=4)
    yield stat("Orphaned, 24 h", "Slots of the last day whose block lost to another.",
               [now("round(%s)" % grown(chosen(MISSED, 'cause="orphaned"'), "24h", BY_CAUSE), "orphaned")], w=4,
               thresholds=steps(GREEN, (1, YELLOW)), links=[runbook("MvmBlockOrphaned")])
    yield stat("Not my fault, 24 h", "Slots of the last day missed with the network, or within announced maintenance.",
               [now("round(%s)" % excused("24h"), "excused")], w=4)
    yield strip("Slot strip", "Worst outcome of the slots judged in each stretch of time; zoom in until a stretch holds one slot.",
                [query(named(outcome(chosen, "$__interval")), "{{name}}")], mappings=OUTCOMES, h=4, interval="1m")
    yield strip("Misses with cause", "Slots missed in each stretch of time by cause; `mvm query misses --ours` lists them one by one.",
                [query("round(%s)" % grown(chosen(MISSED), "$__interval", BY_CAUSE), "{{cause}}")], w=18, h=7, interval="1m", show="auto",
                thresholds=steps("#4a4a4a", (1, RED)), links=[runbook("MvmSlotMissed")])
    yield stat("Newest slot missed", "Number of the newest judged slot without a final block of the validator, for each cause.",
               [now(of_chosen("mvm_validator_finalized_last_missed_slot", by=("cause",)), "{{cause}}")],
               w=6, h=7, decimals=0, links=[runbook("MvmSlotMissed")])
    yield lines("Slot outcomes", "Slots judged over time, by what became of them.",
                [query("round(%s)" % grown(chosen(BLOCKS), "$__interval"), "produced"),
                 query("round(%s)" % grown(chosen(MISSED), "$__interval", BY_CAUSE), "{{cause}}")],
                draw="bars", stack=True, interval="5m", w=12, minimum=0, overrides=colored(CAUSE_COLORS))
    yield bargauge("Outcomes in the time shown", "Slots judged in the time range shown, by what became of them.",
                   [now("round(%s)" % grown(chosen(BLOCKS), "$__range"), "produced"),
                    now("round(%s)" % grown(chosen(MISSED), "$__range", BY_CAUSE), "{{cause}}")],
                   w=6, minimum=0, overrides=colored(CAUSE_COLORS))
    yield lines("Me against the network", "Share of owed slots lost over six hours: mine by own fault, and the network's for any cause.",
                [query(own_ratio("6h"), "mine, own fault"), query(network_ratio("6h"), "network, all")],
                unit="percentunit", w=6, minimum=0, thresholds=steps(GREEN, (0.1, RED)), limits=True)


def epochs():
    yield row("This epoch and the head (head view: may change with a reorg)")
    yield lines("Expected against produced by epoch", "Slots the epoch holds for the validator, owed so far, produced and missed.",
                [query(of_chosen("mvm_validator_slots_expected_epoch"), "expected"),
                 query(of_chosen("mvm_validator_slots_owed_epoch"), "owed so far"),
                 query(of_chosen("mvm_validator_blocks_epoch"), "produced"),
                 query(of_chosen("mvm_validator_slots_missed_epoch"), "missed")],
                w=12, step=True, minimum=0, overrides=colored({"expected": BLUE, "owed so far": GREY, "produced": GREEN, "missed": RED}))
    yield stat("Epoch so far", "Slots owed, produced and missed in the current epoch.",
               [now(of_chosen("mvm_validator_slots_owed_epoch"), "owed"), now(of_chosen("mvm_validator_blocks_epoch"), "produced"),
                now(of_chosen("mvm_validator_slots_missed_epoch"), "missed")], w=6,
               links=[runbook("MvmEpochZeroBlocks")])
    yield stat("Missed in a row, head", "Owed slots missed in a row up to now, before finality has its say.",
               [now(of_chosen("mvm_validator_consecutive_missed"), "in a row")], w=3, thresholds=steps(GREEN, (1, YELLOW), (3, RED)))
    yield stat("Last block", "Age of the validator's newest canonical block.",
               [now(age("mvm_validator_last_block_timestamp_seconds", of_chosen), "age")], unit="s", decimals=0, w=3)
    yield stat("Whole history", "Blocks, owed, missed and orphaned slots over the whole database.",
               [now(of_chosen("mvm_validator_blocks_total"), "blocks"), now(of_chosen("mvm_validator_slots_owed_total"), "owed"),
                now(of_chosen("mvm_validator_slots_missed_total"), "missed"),
                now(of_chosen("mvm_validator_slots_orphaned_total"), "orphaned")], w=9, unit="locale")
    yield stat("Last height", "Height of the validator's newest canonical block.",
               [now(of_chosen("mvm_validator_last_block_number"), "height")], w=3, unit="locale")
    yield lines("Awaiting a verdict", "Slots owed at the head that finality has not passed yet.",
                [query("clamp_min(%s - %s, 0)" % (of_chosen("mvm_validator_slots_owed_total"), of_chosen(OWED)), "awaiting")],
                w=12, h=6, minimum=0)
    yield lines("Time between blocks", "How old the validator's newest block was; it grows while no slot is owed, so it is no alarm.",
                [query(age("mvm_validator_last_block_timestamp_seconds", of_chosen), "since the last block")], unit="s", w=12, h=6, minimum=0)


def schedule():
    yield row("Schedule")
    yield stat("Next slot in", "Time until the next slot owed.",
               [now(of_chosen("mvm_validator_next_slot_timestamp_seconds") + " - time()", "next")], unit="s", decimals=0, w=4)
    yield stat("Next slot at", "Start of the next slot owed.",
               [now(millis(of_chosen("mvm_validator_next_slot_timestamp_seconds")), "next")], unit="dateTimeAsIsoNoDateIfToday", w=4)
    yield stat("Slots ahead", "Slots owed from now on, as far as they are known.",
               [now(of_chosen("mvm_validator_slots_ahead"), "ahead")], w=4)
    yield stat("Safe to restart at", "Start of the longest stretch ahead without a slot.",
               [now(millis(of_chosen("mvm_validator_safe_restart_timestamp_seconds")), "at")], unit="dateTimeAsIsoNoDateIfToday", w=4)
    yield stat("Safe to restart for", "Length of the longest stretch ahead without a slot.",
               [now(of_chosen("mvm_validator_safe_restart_window_seconds"), "for")], unit="s", decimals=0, w=4)
    yield stat("Schedule known until", "Time up to which owed slots are known.",
               [now(millis(of_chosen("mvm_validator_schedule_known_until_timestamp_seconds")), "until")],
               unit="dateTimeAsIsoNoDateIfToday", w=4)
    yield stat("Forecast audited", "Slots that came and were compared with their forecast, and those that came otherwise.",
               [now(of_chosen("mvm_validator_schedule_audited_total"), "audited"),
                now(of_chosen("mvm_validator_schedule_mismatch_total"), "otherwise")], w=6, links=[runbook("MvmScheduleMismatch")])
    yield stat("Reaches the next committee", "Whether the schedule reaches through the next committee.",
               [now(of_chosen("mvm_validator_schedule_next_committee_known"), "reaches")], w=4, mappings=YES_NO)
    yield lines("Slots ahead over time", "Slots owed from then on, as far as they were known.",
                [query(of_chosen("mvm_validator_slots_ahead"), "ahead")], w=14, h=5, minimum=0, step=True)


def standing():
    yield row("Seat, registration and keys")
    yield lines("Seats", "Seats in the committee in force, in the next one, and what the stake gives on average.",
                [query(of_chosen("mvm_validator_committee_seats"), "now"), query(of_chosen("mvm_validator_next_committee_seats"), "next"),
                 query(of_chosen("mvm_validator_expected_seats"), "expected by stake")], w=12, h=7, minimum=0, step=True,
                links=[runbook("MvmDroppedFromCommittee")])
    yield table(
        "Keys", "Each key: whether it is in the keystore, the registered one, loaded in the node, and among the authorities.",
        [column(of_chosen("mvm_key_in_keystore", by=("key_type",)), "keystore"),
         column(of_chosen("mvm_key_matches_registration", by=("key_type",)), "registered"),
         column(of_chosen("mvm_key_loaded_in_node", by=("key_type",)), "loaded"),
         column(of_chosen("mvm_key_in_authorities", by=("key_type",)), "authorities")],
        [("key_type", "Key", {}), ("Value #A", "In keystore", {}), ("Value #B", "As registered", {}), ("Value #C", "Loaded in node", {}),
         ("Value #D", "In authorities", {})],
        hidden=("chain", "validator"), w=12, h=7, mappings=YES_NO,
        overrides=[dict(matcher={"id": "byRegexp", "options": "In .*|As .*|Loaded .*"},
                        properties=[{"id": "custom.cellOptions", "value": COLOR_TEXT}])],
        links=[runbook("MvmSessionKeyMissing")],
    )
    yield stat("Registered", "Whether a valid candidate entry of the validator exists.",
               [now(of_chosen("mvm_validator_is_registered"), "registered")], w=4, mappings=YES_NO,
               links=[runbook("MvmRegistrationInvalid")])
    yield stat("Findings", "Things not as they should be with keys, registration or votes, by level.",
               [now(of_chosen("mvm_validator_findings", by=("level",)), "{{level}}")], w=6, thresholds=steps(GREEN, (1, ORANGE)),
               links=[runbook("MvmValidatorFindings")])
    yield stat("Stake", "Stake behind the validator, in millionths of an ada.", [now(of_chosen("mvm_validator_stake_lovelace"), "stake")],
               unit="sishort", w=3)
    yield stat("Share of stake", "Share of the stake of all valid registered candidates.",
               [now(of_chosen("mvm_validator_stake_share_ratio"), "share")], unit="percentunit", w=3, decimals=2)
    yield stat("Maintenance", "Whether an announced maintenance window is in progress.",
               [now(of_chain("mvm_maintenance_active"), "maintenance")], w=4, mappings=NO_YES, links=[runbook("MvmMaintenanceLong")])
    yield stat("Maintenance ends in", "Time until the maintenance window in progress ends; unknown while there is none.",
               [now(of_chain("mvm_maintenance_until_timestamp_seconds") + " - time()", "ends")], unit="s", decimals=0, w=4)
    yield stat("Equivocations, 24 h", "Slots of the last day for which the validator signed two or more blocks: two nodes run with its keys.",
               [now("round(%s)" % grown(chosen("mvm_equivocations_total"), "24h"), "slots")], w=8, thresholds=steps(GREEN, (1, RED)),
               links=[runbook("MvmEquivocation")])
    yield stat("Newest equivocation", "Newest slot for which the validator signed two or more blocks; unknown while there is none.",
               [now(of_chosen("mvm_validator_last_equivocation_slot"), "slot")], w=8, decimals=0, links=[runbook("MvmEquivocation")])
    yield stat("Newest equivocation at", "Start of the newest slot for which the validator signed two or more blocks; unknown while there is none.",
               [now(millis(of_chosen("mvm_validator_last_equivocation_timestamp_seconds")), "at")], unit="dateTimeAsIsoNoDateIfToday", w=8,
               links=[runbook("MvmEquivocation")])


def dashboard():
    parts = list(verdicts()) + list(epochs()) + list(schedule()) + list(standing())
    return framed("mvm-validator", "One validator: every slot it owed and what became of it, its schedule, seats and keys.", parts,
                  validator=True)
