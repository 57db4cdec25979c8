"""Finality and who votes."""
from .frame import dashboard as framed
from .panels import (COLOR_TEXT, GREEN, NO_YES, ORANGE, RED, YELLOW, YES_NO, column, lines, now, query, row, runbook, stat, steps, strip,
                     table)
from .promql import age, chosen, named, of_chain, of_chosen, of_validators, select

STALLED = runbook("MvmFinalityStalled")
VOTING = runbook("MvmNotVoting")


def finality():
    yield row("Finality")
    yield stat("Finality age", "Time since the slot of the newest finalized block.",
               [now(age("mvm_chain_finalized_timestamp_seconds"), "age")], unit="s", decimals=0, w=4,
               thresholds=steps(GREEN, (60, ORANGE), (180, RED)), links=[STALLED])
    yield stat("Finality lag", "Blocks between the best and the finalized block.", [now(of_chain("mvm_finality_lag_blocks"), "lag")], w=4,
               thresholds=steps(GREEN, (10, ORANGE), (30, RED)), links=[runbook("MvmFinalityLagHigh")])
    yield stat("Quorum margin", "Share of all voters by which the newest completed round exceeded the threshold.",
               [now(of_chain("mvm_grandpa_quorum_margin_ratio"), "margin")], unit="percentunit", decimals=1, w=4,
               thresholds=steps(RED, (0.05, ORANGE), (0.1, GREEN)), links=[runbook("MvmQuorumMarginLow")])
    yield stat("Voters", "Weight of all voters and the weight that finalizes, in seats.",
               [now(of_chain("mvm_grandpa_voters"), "all"), now(of_chain("mvm_grandpa_threshold"), "needed")], w=4)
    yield stat("Round", "GRANDPA round in progress.", [now(of_chain("mvm_grandpa_round"), "round")], unit="locale", w=4)
    yield stat("Authority set", "Whether the node's voter is at the authority set of the chain; if it stays behind it is stuck.",
               [now("%s == bool %s" % (of_chain("mvm_grandpa_set_id"), of_chain("mvm_grandpa_chain_set_id")), "in step")],
               mappings=YES_NO, w=4, links=[runbook("MvmVoterStuck")])
    yield lines("Best and finalized height", "Heights that the node told.",
                [query(of_chain("mvm_node_block_height"), "best"), query(of_chain("mvm_node_finalized_height"), "finalized")],
                unit="locale", w=8)
    yield lines("Finality lag over time", "Blocks between the best and the finalized block.", [query(of_chain("mvm_finality_lag_blocks"), "lag")],
                w=8, minimum=0, thresholds=steps(GREEN, (10, ORANGE)), limits=True, links=[runbook("MvmFinalityLagHigh")])
    yield lines("Finality age over time", "How old the finalized block was.", [query(age("mvm_chain_finalized_timestamp_seconds"), "age")],
                unit="s", w=8, minimum=0, thresholds=steps(GREEN, (180, RED)), limits=True, links=[STALLED])


def rounds():
    yield row("Rounds")
    yield lines("Votes in the newest completed round", "Weight of the voters seen, against the threshold and against all, in seats.",
                [query(of_chain("mvm_grandpa_voted_weight"), "seen"), query(of_chain("mvm_grandpa_threshold"), "threshold"),
                 query(of_chain("mvm_grandpa_voters"), "all")], w=8, minimum=0, step=True)
    yield lines("Votes in the round in progress", "Weight of prevotes and precommits when looked at; low just after a round began.",
                [query(of_chain("mvm_grandpa_prevotes"), "prevotes"), query(of_chain("mvm_grandpa_precommits"), "precommits"),
                 query(of_chain("mvm_grandpa_threshold"), "threshold")], w=8, minimum=0)
    yield lines("Quorum margin over time", "Share of all voters by which completed rounds exceeded the threshold.",
                [query(of_chain("mvm_grandpa_quorum_margin_ratio"), "margin")], unit="percentunit", w=8,
                thresholds=steps(RED, (0.05, GREEN)), limits=True, links=[runbook("MvmQuorumMarginLow")])
    yield lines("Rounds a minute", "Completed rounds looked at by the monitor.",
                [query("60 * max by (chain) (rate(%s[$__rate_interval]))" % select("mvm_grandpa_rounds_observed_total"), "rounds")],
                w=8, minimum=0)
    yield lines("Authority set ids", "The set in the chain's state and the one the node's voter is at.",
                [query(of_chain("mvm_grandpa_chain_set_id"), "chain"), query(of_chain("mvm_grandpa_set_id"), "node's voter")],
                unit="locale", w=8, step=True)
    yield lines("Votes that the node saw", "Prevotes and precommits a second, by the node's own page.",
                [query("max by (chain) (rate(%s[$__rate_interval]))" % select("mvm_node_prevotes_total"), "prevotes"),
                 query("max by (chain) (rate(%s[$__rate_interval]))" % select("mvm_node_precommits_total"), "precommits")],
                unit="cps", w=8, minimum=0)


def missed_share(pick, span):
    missing = "increase(%s[%s])" % (pick("mvm_grandpa_voter_missing_rounds_total"), span)
    seen = "increase(%s[%s])" % (pick("mvm_validator_votes_observed_total"), span)
    return "max by (chain, validator) (%s / ((%s + %s) > 0))" % (missing, missing, seen)


def voters():
    yield row("Voters (ours, unless exporter.all-validators)")
    yield stat("Chosen votes", "Whether votes of the chosen validator are seen in completed rounds; unknown while it is not a voter.",
               [now(of_chosen("mvm_validator_voting"), "voting")], w=4, mappings=YES_NO, links=[VOTING])
    yield stat("Chosen, rounds missed, 1 h", "Share of the completed rounds of the last hour in which no vote of the chosen validator was seen.",
               [now(missed_share(chosen, "1h"), "missed")], unit="percentunit", decimals=1, w=4,
               thresholds=steps(GREEN, (0.1, ORANGE), (0.5, RED)), links=[VOTING])
    yield strip("Voting over time", "Whether votes were seen in completed rounds, for each validator.",
                [query(named(of_validators("mvm_validator_voting")), "{{name}}")], mappings=YES_NO, w=16, h=4, merged=True, links=[VOTING])
    yield table(
        "Absent voters", "Rounds with and without a vote since the monitor started.",
        [column(named(of_validators("mvm_validator_voting")), "voting"),
         column(of_validators("mvm_validator_votes_observed_total"), "seen"),
         column(of_validators("mvm_grandpa_voter_missing_rounds_total"), "missing"),
         column(missed_share(select, "1h"), "share")],
        [("name", "Label", {}), ("validator", "validator", {}),
         ("Value #A", "Votes", {"mappings": YES_NO, "custom__cellOptions": COLOR_TEXT}),
         ("Value #B", "Rounds with a vote", {"unit": "locale"}), ("Value #C", "Rounds without", {"unit": "locale"}),
         ("Value #D", "Without, 1 h", {"unit": "percentunit", "decimals": 1})],
        hidden=("chain",), w=12, h=7, sort=("Rounds without", True), links=[VOTING],
    )
    yield lines("Rounds without a vote", "Completed rounds a minute in which no vote of a validator was seen.",
                [query(named("60 * max by (chain, validator) (rate(%s[$__rate_interval]))"
                             % select("mvm_grandpa_voter_missing_rounds_total")), "{{name}}")], w=12, h=7, minimum=0,
                links=[runbook("MvmVotesMissedHigh")])


def dashboard():
    parts = list(finality()) + list(rounds()) + list(voters())
    return framed("mvm-finality-voters", "How far finality is behind, how close it is to stopping, and who does not vote.", parts,
                  validator=True)
