"""The committee, and how the network does."""
from .frame import dashboard as framed
from .panels import (CAUSE_COLORS, COLOR_BACKGROUND, GREEN, ORANGE, RED, YELLOW, bargauge, colored, column, gauge, lines, now, query, row,
                     runbook, stat, steps, table)
from .promql import grown, named, of_chain, of_validators, select

MISSED = "mvm_network_finalized_slots_missed_total"
OWED = "mvm_network_finalized_slots_owed_total"
BLOCKS = "mvm_network_finalized_blocks_total"
CHAIN_CAUSE = ("chain", "cause")


def participation(span):
    return "%s\n  / (%s > 0)" % (grown(select(BLOCKS), span, ("chain",)), grown(select(OWED), span, ("chain",)))


def produced(span):
    return "%s\n  / (%s > 0)" % (grown(select("mvm_validator_finalized_blocks_total"), span),
                                 grown(select("mvm_validator_finalized_slots_owed_total"), span))


def committee():
    yield row("Committee")
    yield stat("Seats", "Seats in the committee in force and in the next one.",
               [now(of_chain("mvm_committee_size"), "now"), now(of_chain("mvm_committee_next_size"), "next")], w=4)
    yield stat("Members", "Distinct members of the committee in force and of the next one.",
               [now(of_chain("mvm_committee_members"), "now"), now(of_chain("mvm_committee_next_members"), "next")], w=4)
    yield stat("Seats by kind", "Seats of permissioned and of registered members.",
               [now(of_chain("mvm_committee_permissioned_seats"), "permissioned"),
                now(of_chain("mvm_committee_registered_seats"), "registered")], w=6)
    yield stat("D-parameter", "Seats that the D-parameter in effect gives to each kind of candidate.",
               [now(of_chain("mvm_dparameter_seats", by=("kind",)), "{{kind}}")], w=6,
               links=[runbook("MvmDParameterChanged")])
    yield stat("Spec version", "Spec version of the runtime at the head.", [now(of_chain("mvm_node_spec_version"), "version")], w=4,
               links=[runbook("MvmRuntimeUpgraded")])
    link = [{"title": "Validator", "url": "/d/mvm-validator?${datasource:queryparam}&${instance:queryparam}&${chain:queryparam}"
             "&var-validator=${__data.fields.validator}"}]
    yield table(
        "Validators", "Every validator with its seats and its slots; a key leads to its own dashboard.",
        [column(of_validators("mvm_validator_info", by=("label", "registration", "ours")), "label"),
         column(of_validators("mvm_validator_committee_seats"), "seats"),
         column(of_validators("mvm_validator_next_committee_seats"), "next"),
         column(of_validators("mvm_validator_blocks_epoch"), "blocks"),
         column(of_validators("mvm_validator_slots_missed_epoch"), "missed"),
         column("round(%s)" % grown(select("mvm_validator_finalized_slots_owed_total"), "24h"), "owed"),
         column(produced("24h"), "produced"),
         column("time() - " + of_validators("mvm_validator_last_block_timestamp_seconds"), "age")],
        [("label", "Label", {}), ("validator", "validator", {"links": link, "custom__width": 260}), ("ours", "Ours", {}),
         ("registration", "Candidate", {}), ("Value #B", "Seats", {}), ("Value #C", "Next seats", {}),
         ("Value #D", "Blocks, epoch (head)", {}), ("Value #E", "Missed, epoch (head)", {}),
         ("Value #F", "Owed, 24 h (final)", {}),
         ("Value #G", "Produced, 24 h (final)", {
             "unit": "percentunit", "decimals": 1, "custom__cellOptions": COLOR_BACKGROUND,
             "thresholds": steps(RED, (0.9, ORANGE), (0.99, GREEN))}),
         ("Value #H", "Last block", {"unit": "s", "decimals": 0})],
        hidden=("Value #A", "chain"), h=10, sort=("Seats", True),
    )
    yield lines("Seats by kind over time", "Seats of permissioned and of registered members, stacked.",
                [query(of_chain("mvm_committee_permissioned_seats"), "permissioned"),
                 query(of_chain("mvm_committee_registered_seats"), "registered")], w=12, h=7, stack=True, step=True, fill=40, minimum=0)
    yield bargauge("Stake, first ten", "The ten candidates with most stake, in millionths of an ada.",
                   [now("topk(10, %s)" % named(of_validators("mvm_validator_stake_lovelace")), "{{name}}")], unit="sishort", w=6, h=7,
                   minimum=0)
    yield stat("Candidates", "Validators known, by registration.",
               [now("count by (registration) (%s)" % of_validators("mvm_validator_info", by=("registration",)), "{{registration}}")],
               w=6, h=7)


def network():
    yield row("The network (finalized view: each slot is judged once, and stays)")
    yield gauge("Participation, 1 h", "Share of the slots of the last hour that hold a final block.",
                [now(participation("1h"), "participation")], w=4, h=8, decimals=1, thresholds=steps(RED, (0.67, ORANGE), (0.95, GREEN)),
                links=[runbook("MvmNetworkMissRateHigh")])
    yield lines("Participation", "Share of slots that hold a final block, over an hour.",
                [query(participation("1h"), "network")], unit="percentunit", w=10, minimum=0, maximum=1,
                thresholds=steps(RED, (0.67, GREEN)), limits=True)
    yield lines("Slots lost by cause", "Slots of all validators judged without a final block, by cause.",
                [query("round(%s)" % grown(select(MISSED), "$__interval", CHAIN_CAUSE), "{{cause}}")],
                draw="bars", stack=True, interval="5m", w=10, minimum=0, overrides=colored(CAUSE_COLORS))
    yield bargauge("Weakest ten, 24 h", "The ten validators with the smallest share of owed slots produced in the last day.",
                   [now("bottomk(10, %s)" % named(produced("24h")), "{{name}}")], unit="percentunit", w=8, h=9, minimum=0, maximum=1,
                   decimals=1, thresholds=steps(RED, (0.9, ORANGE), (0.99, GREEN)))
    yield lines("Chosen validator against the others", "Share of owed slots produced over six hours: the chosen validator, and the middle and the weakest of all.",
                [query('%s and on (chain, validator) %s' % (produced("6h"), select("mvm_validator_info", 'validator="$validator"')), "chosen"),
                 query("quantile by (chain) (0.5, %s)" % produced("6h"), "median"),
                 query("min by (chain) (%s)" % produced("6h"), "weakest")], unit="percentunit", w=16, h=9, minimum=0, maximum=1)


def head():
    yield row("The head (head view: may change with a reorg)")
    yield lines("Time between blocks", "Average time from block to block; the slot's length when no slot is lost.",
                [query("%s * max by (chain) (delta(%s[5m]))\n  / (max by (chain) (delta(%s[5m])) > 0)" % (
                    of_chain("mvm_slot_duration_seconds"), select("mvm_chain_head_slot"), select("mvm_node_block_height")), "time between blocks"),
                 query(of_chain("mvm_slot_duration_seconds"), "slot")], unit="s", w=12, minimum=0)
    yield lines("Blocks a minute", "Blocks the best chain grew by.",
                [query("60 * max by (chain) (deriv(%s[5m]))" % select("mvm_node_block_height"), "blocks")], w=12, minimum=0)
    yield stat("Whole history", "Slots of all validators over the whole database: owed, produced, missed, orphaned.",
               [now(of_chain("mvm_network_slots_owed_total"), "owed"), now(of_chain("mvm_network_slots_produced_total"), "produced"),
                now(of_chain("mvm_network_slots_missed_total"), "missed"),
                now(of_chain("mvm_network_slots_orphaned_total"), "orphaned")], w=12, unit="locale")
    yield stat("Equivocations, 24 h", "Slots for which a validator, whoever it is, signed two or more blocks, found within the last day.",
               [now("sum by (chain) (round(%s))" % grown(select("mvm_equivocations_total"), "24h"), "slots")], w=6, thresholds=steps(GREEN, (1, ORANGE)),
               links=[runbook("MvmEquivocation")])
    yield stat("Unknown engine", "Canonical blocks whose consensus engine this version does not know; more than none means: upgrade MVM.",
               [now(of_chain("mvm_sync_unknown_engine_blocks"), "blocks")], w=6, thresholds=steps(GREEN, (1, RED)),
               links=[runbook("MvmConsensusEngineUnknown")])


def dashboard():
    parts = list(committee()) + list(network()) + list(head())
    return framed("mvm-committee-network", "Who sits in the committee, who produces and who does not, and how the network does.", parts,
                  validator=True)
