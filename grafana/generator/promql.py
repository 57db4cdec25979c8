"""Pieces of PromQL. Every selector names the instance, and the chain where the family has one.

Two monitors may watch one chain, so what is about the chain or a validator is the maximum over instances; only what is about a
monitor itself is shown by instance.
"""

INSTANCE = 'instance=~"$instance"'
CHAIN = 'chain="$chain", ' + INSTANCE
OWN_FAULT = 'cause=~"alone|node"'
CAUSES = ("alone", "node", "network", "maintenance", "orphaned")


def select(family, *more, scope=CHAIN):
    return "%s{%s}" % (family, ", ".join((scope,) + more))


def chosen(family, *more):
    """Of the validator chosen above."""
    return select(family, 'validator="$validator"', *more)


def of_chain(family, *more, by=()):
    return "max by (%s) (%s)" % (", ".join(("chain",) + tuple(by)), select(family, *more))


def of_chosen(family, *more, by=()):
    return "max by (%s) (%s)" % (", ".join(("chain", "validator") + tuple(by)), chosen(family, *more))


def of_validators(family, *more, by=()):
    return "max by (%s) (%s)" % (", ".join(("chain", "validator") + tuple(by)), select(family, *more))


def grown(selector, span, by=("chain", "validator")):
    """Growth of a counter over a span, counted once however many instances tell it."""
    return "max by (%s) (increase(%s[%s]))" % (", ".join(by), selector, span)


def own_misses(span, pick=chosen):
    """Misses that are a validator's own: alone, or for want of a fit node."""
    by_cause = grown(pick("mvm_validator_finalized_slots_missed_total", OWN_FAULT), span, ("chain", "validator", "cause"))
    return "sum by (chain, validator) (%s)" % by_cause


def excused(span, pick=chosen):
    """Slots that nobody could or should have produced: the network stood, or maintenance was announced."""
    by_cause = grown(
        pick("mvm_validator_finalized_slots_missed_total", 'cause=~"network|maintenance"'), span, ("chain", "validator", "cause")
    )
    return "sum by (chain, validator) (%s)" % by_cause


def ours(expression):
    """Only the validators marked as ours."""
    return "%s\n  and on (chain, validator) %s" % (expression, of_validators("mvm_validator_info", 'ours="true"'))


def named(expression):
    """Adds the label `name`: the validator's label, or the beginning of its key."""
    info = of_validators("mvm_validator_info", by=("label",))
    short = 'label_replace(%s, "name", "$1…", "validator", "(.{12}).*")' % info
    name = 'label_replace(%s, "name", "$1", "label", "(.+)")' % short
    return "(%s)\n  * on (chain, validator) group_left (name) %s" % (expression, name)


def age(family, pick=of_chain):
    """Seconds since a time; computed now, so that it grows when nothing new is told."""
    return "time() - %s" % pick(family)


def reached():
    """Whether scrapes of the monitors succeed; a monitor that is gone has no family of its own, so those of the last day count."""
    seen = "last_over_time(%s[1d])" % select("mvm_build_info", scope=INSTANCE)
    return "min by (instance) (%s and on (instance) %s)" % (select("up", scope=INSTANCE), seen)


def millis(expression):
    """Grafana's dates count milliseconds."""
    return "1000 * %s" % expression


def outcome(pick, span):
    """The worst outcome of the slots judged within a span, as a number; see panels.OUTCOMES."""
    missed = "mvm_validator_finalized_slots_missed_total"
    parts = ["(%s > bool 0) * 1" % grown(pick("mvm_validator_finalized_blocks_total"), span)]
    for code, cause in ((2, "maintenance"), (3, "orphaned"), (4, "network"), (5, "node"), (6, "alone")):
        part = grown(pick(missed, 'cause="%s"' % cause), span, ("chain", "validator", "cause"))
        parts.append("(%s > bool 0) * %d" % (part, code))
    return "max by (chain, validator) (\n  %s\n)" % "\n  or ".join(parts)


CONDITION = "sum by (chain, instance) (\n  %s\n)" % "\n  or ".join(
    "%s * %d" % (select("mvm_node_condition", 'condition="%s"' % condition), code)
    for code, condition in enumerate(("ok", "syncing", "frozen", "stalled", "down"))
)
